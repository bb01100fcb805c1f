using System.Linq.Expressions;
using Integration.Graph.Engine.Types;
using Integration.Graph.Engine.Types.Resolvers;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Sharing;

namespace Integration.Graph.Server.Disclosures;

/// <summary>Records each person whose personal fields are about to be disclosed, for the response's ledger entry.</summary>
internal sealed class DisclosureTracker : RowTracker
{
    private static readonly Expression<Func<Refugee, string>> Reference = r => r.Reference;
    private static readonly Expression<Func<Refugee, int?>> ConsentVersion = r => r.Consent!.Version;
    private static readonly Expression<Func<Refugee, int>> Version = r => r.Version;

    public override IReadOnlyList<LambdaExpression> Columns { get; } = [Reference, ConsentVersion, Version];

    public override int Bit(string field) => SharingTable.Shared.TryGetValue(field, out var shared) ? (int)shared.Bit() : 0;

    public override void Track(RequestContext context, TrackedRows rows) => context.Service<DisclosedPersons>().Add(rows);
}
