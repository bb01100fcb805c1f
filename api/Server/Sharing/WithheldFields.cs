using System.Collections.Concurrent;
using System.Linq.Expressions;
using Integration.Graph.Engine.Types.Resolvers;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Refugees;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Sharing;

/// <summary>A personal field that is null, and the reason.</summary>
/// <param name="Field">The personal field.</param>
/// <param name="Reason">The first reason that applies, in the order of the enum.</param>
internal sealed record WithheldField(SharedField Field, WithheldReason Reason);

/// <summary>
/// Why a personal field is null. The first reason that applies is given; for a field that is not granted, no other reason is
/// revealed.
/// </summary>
public enum WithheldReason
{
    /// <summary>The consent in force does not grant the field to the caller's recipient class.</summary>
    NotGranted = 1,

    /// <summary>The field is granted, but the person's address is protected.</summary>
    ProtectedAddress = 2,

    /// <summary>The caller may read the field, but no value is recorded yet.</summary>
    NotRecorded = 3,
}

/// <summary>
/// Finds the withheld fields without reading their values. The database returns one number: its low bits are the grants of the
/// caller's class, its high bits say which granted fields have no value.
/// </summary>
internal static class WithheldFields
{
    private const int Protected = 1 << 8;
    private const int NoPhone = 1 << 9;
    private const int NoAddress = 1 << 10;
    private const int NoCaseworker = 1 << 11;
    private const int NoLanguages = 1 << 12;

    private static readonly SharedField[] Every = Enum.GetValues<SharedField>();

    /// <summary>Fields that can be without a value, each with its flag. The field's own guard is checked first.</summary>
    private static readonly (SharedField Field, int Flag, Expression<Func<Refugee, bool>> IsMissing)[] Missing =
    [
        (SharedField.Phone, NoPhone, r => r.Phone == null),
        (SharedField.Address, NoAddress, r => r.Street == null),
        (SharedField.Caseworker, NoCaseworker, r => r.CaseworkerId == null),
        (SharedField.Languages, NoLanguages, r => r.Languages == ""),
    ];

    public static Computed<Refugee, IReadOnlyList<WithheldField>> For(Role? role)
    {
        var fields = Every.Where(f => role is { } asking && SharingTable.Shared.Any(s => s.Value == f && SharingTable.Of(asking, nameof(Refugee), s.Key) is not null)).ToArray();
        // There are few different states and many persons.
        var known = new ConcurrentDictionary<int, IReadOnlyList<WithheldField>>();
        return Computed.Of(State(role, fields), (state, _) => known.GetOrAdd(state, s => [.. Reasons(fields, s)]));
    }

    /// <summary>Returns why the field is null in the only row of the query; null if it is not withheld.</summary>
    public static async Task<WithheldReason?> ReasonAsync(IQueryable<Refugee> row, Role role, SharedField field, CancellationToken cancellationToken)
    {
        SharedField[] fields = [field];
        var state = await row.Select(State(role, fields)).SingleAsync(cancellationToken);
        return Reasons(fields, state).Select(x => (WithheldReason?)x.Reason).SingleOrDefault();
    }

    /// <summary>
    /// Builds the number's expression. It covers the role's own fields only, so nothing is revealed about the others.
    /// </summary>
    private static Expression<Func<Refugee, int>> State(Role? role, SharedField[] fields)
    {
        var row = Expression.Parameter(typeof(Refugee), "r");
        var own = Expression.Constant((int)fields.Aggregate(SharedFields.None, (all, field) => all | field.Bit()));
        var recipient = role is { } known ? SharingTable.ClassOf(known) : null;
        Expression state = recipient is { } some ? Expression.And(Expression.Convert(SharingConditions.FieldsOf(some).Inline([row]), typeof(int)), own) : own;
        if (recipient is { } one && fields.Contains(SharedField.Address))
        {
            state = Expression.Or(state, Flag(Protected, SharingConditions.ProtectsGrantedAddress(one).Inline([row])));
        }

        foreach (var (field, flag, isMissing) in Missing.Where(m => fields.Contains(m.Field)))
        {
            var missing = isMissing.Inline([row]);
            state = Expression.Or(state, Flag(flag, recipient is null ? missing : Expression.AndAlso(SharingPolicy.Guard(role!.Value, field).Inline([row]), missing)));
        }

        return Expression.Lambda<Func<Refugee, int>>(state, row);
    }

    private static ConditionalExpression Flag(int flag, Expression condition) =>
        Expression.Condition(condition, Expression.Constant(flag), Expression.Constant(0));

    private static IEnumerable<WithheldField> Reasons(SharedField[] fields, int state)
    {
        foreach (var field in fields)
        {
            if ((state & (int)field.Bit()) == 0)
            {
                yield return new WithheldField(field, WithheldReason.NotGranted);
            }
            else if (field == SharedField.Address && (state & Protected) != 0)
            {
                yield return new WithheldField(field, WithheldReason.ProtectedAddress);
            }
            else if ((state & MissingBit(field)) != 0)
            {
                yield return new WithheldField(field, WithheldReason.NotRecorded);
            }
        }
    }

    private static int MissingBit(SharedField field) => field switch
    {
        SharedField.Phone => NoPhone,
        SharedField.Address => NoAddress,
        SharedField.Caseworker => NoCaseworker,
        SharedField.Languages => NoLanguages,
        _ => 0,
    };
}
