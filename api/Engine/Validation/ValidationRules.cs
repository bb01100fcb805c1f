using System.Numerics;
using Integration.Graph.Engine.Validation.Rules;

namespace Integration.Graph.Engine.Validation;

/// <summary>The rules of specification chapter 5 and the limits, in the order in which they are called.</summary>
internal static class ValidationRules
{
    private static readonly Func<ValidationRule>[] Factories =
    [
        () => new ExecutableDefinitionsRule(),
        () => new KnownOperationTypesRule(),
        () => new UniqueOperationNamesRule(),
        () => new LoneAnonymousOperationRule(),
        () => new SingleFieldSubscriptionsRule(),
        () => new KnownTypeNamesRule(),
        () => new FragmentsOnCompositeTypesRule(),
        () => new VariablesAreInputTypesRule(),
        () => new ScalarLeafsRule(),
        () => new FieldsOnCorrectTypeRule(),
        () => new UniqueFragmentNamesRule(),
        () => new KnownFragmentNamesRule(),
        () => new NoUnusedFragmentsRule(),
        () => new PossibleFragmentSpreadsRule(),
        () => new NoFragmentCyclesRule(),
        () => new UniqueVariableNamesRule(),
        () => new NoUndefinedVariablesRule(),
        () => new NoUnusedVariablesRule(),
        () => new KnownDirectivesRule(),
        () => new UniqueDirectivesPerLocationRule(),
        () => new KnownArgumentNamesRule(),
        () => new UniqueArgumentNamesRule(),
        () => new ValuesOfCorrectTypeRule(),
        () => new ProvidedRequiredArgumentsRule(),
        () => new VariablesInAllowedPositionRule(),
        () => new OverlappingFieldsCanBeMergedRule(),
        () => new UniqueInputFieldNamesRule(),
        () => new MaxIntrospectionDepthRule(),
        () => new MaxAliasesRule(),
        () => new MaxDepthRule(),
    ];

    /// <summary>The names of all rules and limits, in order.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Create().Select(r => r.Name)];

    /// <summary>The rules to call at each point of a walk; the same for every validation.</summary>
    public static Dispatch CalledAt { get; } = new(Create());

    /// <summary>Creates new rule instances for one validation.</summary>
    public static ValidationRule[] Create()
    {
        var rules = new ValidationRule[Factories.Length];
        for (var i = 0; i < rules.Length; i++)
        {
            rules[i] = Factories[i]();
        }

        return rules;
    }

    /// <summary>For each point of a walk, the indexes of the rules that are called there.</summary>
    internal sealed class Dispatch
    {
        private readonly int[][] _byVisit = new int[BitOperations.Log2((uint)Visits.EndOfDocument) + 1][];

        public Dispatch(ValidationRule[] rules)
        {
            for (var bit = 0; bit < _byVisit.Length; bit++)
            {
                _byVisit[bit] =
                    [.. Enumerable.Range(0, rules.Length).Where(i => rules[i].Visits.HasFlag((Visits)(1 << bit)))];
            }
        }

        public int[] Document => At(Visits.Document);

        public int[] Operation => At(Visits.Operation);

        public int[] Fragment => At(Visits.Fragment);

        public int[] VariableDefinition => At(Visits.VariableDefinition);

        public int[] SelectionSet => At(Visits.SelectionSet);

        public int[] Field => At(Visits.Field);

        public int[] FragmentSpread => At(Visits.FragmentSpread);

        public int[] InlineFragment => At(Visits.InlineFragment);

        public int[] Directives => At(Visits.Directives);

        public int[] Arguments => At(Visits.Arguments);

        public int[] NamedType => At(Visits.NamedType);

        public int[] Value => At(Visits.Value);

        public int[] ObjectValue => At(Visits.ObjectValue);

        public int[] EndOfDocument => At(Visits.EndOfDocument);

        private int[] At(Visits visit) => _byVisit[BitOperations.Log2((uint)visit)];
    }
}
