using System.Text.Json;

namespace Integration.Graph.Benchmarks;

/// <summary>One of the four operations, and how each side is asked for it.</summary>
/// <param name="Name">Name of the document's file.</param>
/// <param name="ByHand">Path of the hand-written endpoint; for a person, the id is put behind it.</param>
/// <param name="NeedsToken">Whether it is asked with a token.</param>
internal sealed record Operation(string Name, string ByHand, bool NeedsToken)
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        new("worklist", "/byhand/worklist", true),
        new("branches", "/byhand/branches", false),
        new("person", "/byhand/person?id=", true),
        new("filter", "/byhand/filter?nationality=SY&age=18", true),
    ];

    public static IEnumerable<string> Names => All.Select(o => o.Name);

    public bool IsPerson => Name == "person";

    /// <summary>The bodies of the product's requests: one, or one for each person.</summary>
    public IEnumerable<string> Bodies(IReadOnlyList<string> persons) => IsPerson ? persons.Select(id => Body(new { id })) : [Body(null)];

    /// <summary>The same requests to the hand-written endpoint.</summary>
    public IEnumerable<string> Paths(IReadOnlyList<string> persons) => IsPerson ? persons.Select(id => ByHand + id) : [ByHand];

    private string Body(object? variables) => JsonSerializer.Serialize(new
    {
        query = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Operations", Name + ".graphql")),
        variables,
    });
}
