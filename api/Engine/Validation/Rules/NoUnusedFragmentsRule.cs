using Integration.Graph.Engine.Language;

namespace Integration.Graph.Engine.Validation.Rules;

/// <summary>A fragment is spread by an operation, directly or through other fragments.</summary>
/// <remarks>Specification: 5.5.1.4 Fragments Must Be Used.</remarks>
internal sealed class NoUnusedFragmentsRule : ValidationRule
{
    public override string Name => "NoUnusedFragments";

    public override Visits Visits => Visits.EndOfDocument;

    public override void VisitEndOfDocument(DocumentNode document)
    {
        if (!document.Definitions.Any(d => d is FragmentDefinitionNode))
        {
            return;
        }

        var used = new HashSet<string>();
        foreach (var operation in document.Definitions.OfType<OperationDefinitionNode>())
        {
            used.UnionWith(Context.ReachableFragments(operation).Select(f => f.Name.Value));
        }

        foreach (var fragment in document.Definitions.OfType<FragmentDefinitionNode>())
        {
            if (!used.Contains(fragment.Name.Value))
            {
                Report($"Fragment \"{fragment.Name}\" is never used.", fragment);
            }
        }
    }
}
