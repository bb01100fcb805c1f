using Integration.Graph.Engine.Language;

namespace Integration.Graph.Engine.Validation.Rules;

/// <summary>Limits the number of aliases, because aliases allow one field to be selected many times.</summary>
internal sealed class MaxAliasesRule : ValidationRule
{
    private int _aliases;

    public override string Name => "MaxAliases";

    public override Visits Visits => Visits.Field;

    public override void VisitField(FieldNode field)
    {
        if (field.Alias is not null && ++_aliases == Context.Options.MaxAliases + 1)
        {
            Report($"Document has more than {Context.Options.MaxAliases} aliases (MaxAliases).", field);
        }
    }
}
