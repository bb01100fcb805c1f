using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Types;

namespace Integration.Graph.Engine.Validation.Rules;

/// <summary>A literal is a value of the expected type.</summary>
/// <remarks>
/// Specification: 5.6.1 Values of Correct Type, with 5.6.2 Input Object Field Names and 5.6.4 Input Object Required Fields.
/// </remarks>
internal sealed class ValuesOfCorrectTypeRule : ValidationRule
{
    private InvalidLiteral? _report;

    public override string Name => "ValuesOfCorrectType";

    public override Visits Visits => Visits.Value;

    public override void VisitValue(ValueNode value, GraphQLType? expected)
    {
        if (expected is not null)
        {
            _report ??= (message, node, coordinate) => Context.Report(Name, message, [node], coordinate);
            InputLiterals.Validate(value, expected, _report, Context.Options.IsVisible);
        }
    }
}
