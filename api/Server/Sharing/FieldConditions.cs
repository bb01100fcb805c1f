using System.Linq.Expressions;
using Integration.Graph.Server.Activities;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Refugees;

namespace Integration.Graph.Server.Sharing;

/// <summary>A condition, other than a grant, under which a field has a value. It is part of every query that reads the field.</summary>
/// <param name="Type">Name of the type.</param>
/// <param name="Field">Name of the field.</param>
/// <param name="Exempt">Roles that get the value without the condition. It applies to every other role, also to a new one.</param>
/// <param name="Guard">The condition, as <c>Expression&lt;Func&lt;TEntity, bool&gt;&gt;</c>.</param>
/// <param name="Words">The condition in words, to follow "if".</param>
internal sealed record FieldCondition(string Type, string Field, IReadOnlyList<Role> Exempt, LambdaExpression Guard, string Words)
{
    public static FieldCondition For<TEntity>(string field, IReadOnlyList<Role> exempt, Expression<Func<TEntity, bool>> guard, string words) =>
        new(typeof(TEntity).Name, field, exempt, guard, words);
}

/// <summary>The conditions of single fields, each with its words, and the words of every field that <see cref="SharingTable"/> lists.</summary>
/// <remarks>
/// A role that <see cref="SharingTable"/> gives the field <c>Always</c> gets null where the condition does not hold. Write each
/// condition as what must be true: see <see cref="RowRules"/>.
/// </remarks>
internal static class FieldConditions
{
    public static IReadOnlyList<FieldCondition> All { get; } =
    [
        // After a move, the latest referral can still be from the previous municipality. Recipients in the new one do not see it.
        FieldCondition.For<Refugee>("referral", [Role.CentreWorker, Role.DataProtectionOfficer],
            r => r.Referral!.MunicipalityCode == r.MunicipalityCode, "the referral is in the municipality where the person is placed"),
        FieldCondition.For<Activity>("version", [], a => a.BranchId == CallerValues.ScopeId.Value, "the caller's branch runs the activity"),
    ];

    /// <summary>Returns the condition of a field for a role (null without a token); null if there is none.</summary>
    public static FieldCondition? Of(Role? role, string type, string field)
    {
        // Not LINQ: it is called for every field of every operation that is planned.
        foreach (var condition in All)
        {
            if (condition.Field == field && condition.Type == type && !(role is { } known && condition.Exempt.Contains(known)))
            {
                return condition;
            }
        }

        return null;
    }

    /// <summary>
    /// Returns, to follow "if", when a role gets the value of a field that it has; null if it gets the value in every row that is
    /// visible to it.
    /// </summary>
    public static string? WordsOf(Role? role, string type, string field) => SharingTable.Of(role, type, field) == Access.Consent
        ? SharingConditions.WordsOf(SharingTable.ClassOf(role!.Value)!.Value, SharingTable.Shared[field])
        : Of(role, type, field)?.Words;
}
