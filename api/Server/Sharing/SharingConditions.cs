using System.Linq.Expressions;
using Integration.Graph.Engine.Types;
using Integration.Graph.Engine.Types.Resolvers;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Refugees;

namespace Integration.Graph.Server.Sharing;

/// <summary>
/// The conditions on a person's consent that decide about sharing, for queries. Each is written here once; an expression names
/// it by its method and is passed through <see cref="Inline{T, TResult}"/>.
/// </summary>
/// <remarks>
/// A person's row refers to the version that is neither withdrawn nor replaced, so the conditions compare only its end. In memory
/// the same is decided by <see cref="ConsentRules.IsInForce"/>; a test compares the two on generated histories. Conditions say
/// what must be true, never what must not be: see <see cref="RowRules"/>.
/// </remarks>
internal static class SharingConditions
{
    private static readonly Expression<Func<Refugee, DateTime, bool>> InForce = (r, now) => r.Consent != null && r.Consent.ValidUntil > now;

    private static readonly Expression<Func<Refugee, DateTime, bool>> Municipality =
        And(InForce, (r, now) => r.Consent!.MunicipalityFields > SharedFields.None);

    private static readonly Expression<Func<Refugee, DateTime, bool>> Volunteers =
        And(InForce, (r, now) => r.Consent!.VolunteersFields > SharedFields.None);

    private static readonly Dictionary<string, LambdaExpression> Conditions = new()
    {
        [nameof(HasConsentInForce)] = InForce,
        [nameof(AdmitsMunicipality)] = Municipality,
        [nameof(AdmitsVolunteers)] = Volunteers,
        [nameof(SharesAddressWithVolunteers)] = Grants(RecipientClass.Volunteers, SharedField.Address),
    };

    /// <summary>Whether the person's consent is in force at an instant.</summary>
    public static bool HasConsentInForce(this Refugee person, DateTime now) => throw OnlyInQueries();

    /// <summary>Whether the consent in force grants the municipality at least one field: the person is then visible to it.</summary>
    public static bool AdmitsMunicipality(this Refugee person, DateTime now) => throw OnlyInQueries();

    /// <summary>Whether the consent in force grants volunteers at least one field: the person is then visible to them.</summary>
    public static bool AdmitsVolunteers(this Refugee person, DateTime now) => throw OnlyInQueries();

    /// <summary>Whether the latest consent grants volunteers the address, and the address is not protected.</summary>
    public static bool SharesAddressWithVolunteers(this Refugee person) => throw OnlyInQueries();

    /// <summary>
    /// Whether the latest consent grants the field to the class, and the field may be shared: a protected address is
    /// never shared. Does not check that the consent is in force: the row rule in the same query does. So the guard is
    /// one comparison.
    /// </summary>
    public static Expression<Func<Refugee, bool>> Grants(RecipientClass recipient, SharedField field)
    {
        var granted = HasGrant(recipient, field);
        return field == SharedField.Address
            ? Expression.Lambda<Func<Refugee, bool>>(Expression.AndAlso(Expression.Not(IsProtected.Inline(granted.Parameters[0])), granted.Body), granted.Parameters)
            : granted;
    }

    /// <summary>The condition of <see cref="Grants"/> in words, to follow "if".</summary>
    public static string WordsOf(RecipientClass recipient, SharedField field) =>
        $"the person's consent in force grants {field.SchemaName()} to {recipient.SchemaName()}"
        + (field == SharedField.Address ? ", and the address is not protected" : "");

    /// <summary>Whether the latest consent grants the class the address, and the address is not shared because it is protected.</summary>
    public static Expression<Func<Refugee, bool>> ProtectsGrantedAddress(RecipientClass recipient)
    {
        var granted = HasGrant(recipient, SharedField.Address);
        return Expression.Lambda<Func<Refugee, bool>>(Expression.AndAlso(granted.Body, IsProtected.Inline(granted.Parameters[0])), granted.Parameters);
    }

    /// <summary>The fields that the latest consent grants to the class.</summary>
    public static Expression<Func<Refugee, SharedFields>> FieldsOf(RecipientClass recipient) =>
        recipient == RecipientClass.Municipality ? r => r.Consent!.MunicipalityFields : r => r.Consent!.VolunteersFields;

    /// <summary>Replaces calls of this class's conditions in an expression by the conditions' own expressions.</summary>
    public static Expression<Func<T, TResult>> Inline<T, TResult>(Expression<Func<T, TResult>> expression) =>
        (Expression<Func<T, TResult>>)new Inlining().Visit(expression);

    private static Expression<Func<Refugee, bool>> IsProtected => r => r.NameAndAddressProtection;

    private static Expression<Func<Refugee, bool>> HasGrant(RecipientClass recipient, SharedField field)
    {
        var fields = FieldsOf(recipient);
        var bit = Expression.Constant((int)field.Bit());
        return Expression.Lambda<Func<Refugee, bool>>(Expression.Equal(Expression.And(Expression.Convert(fields.Body, typeof(int)), bit), bit), fields.Parameters);
    }

    private static Expression<Func<Refugee, DateTime, bool>> And(Expression<Func<Refugee, DateTime, bool>> first, Expression<Func<Refugee, DateTime, bool>> second) =>
        Expression.Lambda<Func<Refugee, DateTime, bool>>(Expression.AndAlso(first.Body, second.Inline([.. first.Parameters])), first.Parameters);

    private static InvalidOperationException OnlyInQueries([System.Runtime.CompilerServices.CallerMemberName] string name = "") =>
        new($"{name} is a condition of queries. Pass the expression that contains it through {nameof(SharingConditions)}.{nameof(Inline)}.");

    private sealed class Inlining : ExpressionVisitor
    {
        protected override Expression VisitMethodCall(MethodCallExpression node) =>
            node.Method.DeclaringType == typeof(SharingConditions) && Conditions.TryGetValue(node.Method.Name, out var condition)
                ? condition.Inline([.. node.Arguments.Select(Visit)!])
                : base.VisitMethodCall(node);
    }
}
