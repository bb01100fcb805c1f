using System.Text.Json;

namespace Integration.Graph.Benchmarks;

/// <summary>One of the four operations, and how to request it from each side.</summary>
/// <param name="Name">Name of the document's file.</param>
/// <param name="ByHand">Path of the hand-written endpoint. For one person, the id is appended.</param>
/// <param name="NeedsToken">Whether the request carries a token.</param>
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

    /// <summary>The request bodies for the product: one, or one per person.</summary>
    public IEnumerable<string> Bodies(IReadOnlyList<string> persons) => IsPerson ? persons.Select(id => Body(new { id })) : [Body(null)];

    /// <summary>The paths of the same requests to the hand-written endpoint.</summary>
    public IEnumerable<string> Paths(IReadOnlyList<string> persons) => IsPerson ? persons.Select(id => ByHand + id) : [ByHand];

    private string Body(object? variables) => JsonSerializer.Serialize(new
    {
        query = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Operations", Name + ".graphql")),
        variables,
    });
}
