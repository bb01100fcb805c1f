using Integration.Graph.Engine.Language;

namespace Integration.Graph.Engine.Validation.Rules;

/// <summary>A fragment name is unique in the document.</summary>
/// <remarks>Specification: 5.5.1.1 Fragment Name Uniqueness.</remarks>
internal sealed class UniqueFragmentNamesRule : ValidationRule
{
    private Dictionary<string, NameNode>? _known;

    public override string Name => "UniqueFragmentNames";

    public override Visits Visits => Visits.Fragment;

    public override void VisitFragment(FragmentDefinitionNode fragment)
    {
        if (!(_known ??= []).TryAdd(fragment.Name.Value, fragment.Name))
        {
            Report($"There can be only one fragment named \"{fragment.Name}\".", _known[fragment.Name.Value], fragment.Name);
        }
    }
}
