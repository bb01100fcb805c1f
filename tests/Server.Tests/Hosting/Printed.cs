using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Snapshooter;
using Snapshooter.Xunit3;

namespace Integration.Graph.Server.Tests.Hosting;

/// <summary>Compares printed text with the approved text in <c>__snapshots__/</c> beside the test.</summary>
internal static partial class Printed
{
    /// <summary>
    /// Fails if the text differs from its snapshot. The new text is then in <c>__snapshots__/__mismatch__/</c>; move it one
    /// folder up to approve it. A missing snapshot is written locally and fails in CI.
    /// </summary>
    /// <param name="text">The printed text. Ids and references in it are replaced.</param>
    /// <param name="name">The file name without <c>.snap</c>.</param>
    /// <param name="test">The source file of the test.</param>
    public static void ShouldBeApproved(string text, string name, [CallerFilePath] string test = "") =>
        Snapshot.Match(Reference().Replace(text.ReplaceLineEndings("\n"), "RK-XXXX-XXXX"), new SnapshotFullName(name + ".snap", Path.GetDirectoryName(test)!));

    // References are random.
    [GeneratedRegex("RK-[0-9A-Z]{4}-[0-9A-Z]{4}")]
    private static partial Regex Reference();
}
