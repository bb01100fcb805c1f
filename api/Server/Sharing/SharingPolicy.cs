using System.Linq.Expressions;
using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Disclosures;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Refugees;

namespace Integration.Graph.Server.Sharing;

/// <summary>Access policy of the engine, decided by <see cref="SharingTable"/> and <see cref="RowRules"/>.</summary>
internal sealed class SharingPolicy : IAccessPolicy
{
    private readonly RowTracker _ledger = new DisclosureTracker();

    public IReadOnlyList<string> Views { get; } = ["", .. RoleNames.All.Select(r => r.InTokens())];

    public IEnumerable<string> Problems(Schema schema) => SharingCheck.Problems(schema);

    public bool IsVisible(string view, string type, string field) => SharingTable.Of(RoleNames.Parse(view), type, field) is not null;

    // The check ensures that a public type has the same name in C# and in the schema.
    public bool IsConfidential(Type entity) => !SharingTable.IsPublic(entity.Name);

    public LambdaExpression? RowRule(string view, Type entity) => RowRules.For(RoleNames.Parse(view), entity);

    public LambdaExpression? FieldGuard(string view, string type, string field)
    {
        var role = RoleNames.Parse(view);
        return SharingTable.Of(role, type, field) == Access.Consent
            ? Guard(role!.Value, SharingTable.Shared[field])
            : FieldConditions.Of(role, type, field)?.Guard;
    }

    public RowTracker? Tracker(string view, Type entity) => entity == typeof(Refugee) ? _ledger : null;

    /// <summary>The guard of a field for a role that needs the person's consent: see <see cref="SharingConditions.Grants"/>.</summary>
    public static Expression<Func<Refugee, bool>> Guard(Role role, SharedField field) => SharingConditions.Grants(
        SharingTable.ClassOf(role) ?? throw new InvalidOperationException($"{role} needs no consent."), field);

    public IEnumerable<AppliedDirective> Directives(string type, string field)
    {
        var roles = SharingTable.Roles(type, field);
        if (roles.Count == 0)
        {
            yield break;
        }

        var arguments = new List<(string, ValueNode)>();
        foreach (var (name, access) in new[] { ("always", Access.Always), ("consent", Access.Consent) })
        {
            var values = roles.Where(r => r.Access == access).Select(r => (ValueNode)new EnumValueNode(r.Role.InTokens())).ToList();
            if (values.Count > 0)
            {
                arguments.Add((name, new ListValueNode(values)));
            }
        }

        yield return new AppliedDirective("access", arguments);
    }

    public IEnumerable<DirectiveDefinition> DirectiveDefinitions(Func<string, NamedType?> type)
    {
        var roles = new NonNullType(new ListType(new NonNullType(type("Role")!)));
        yield return new DirectiveDefinition("access")
        {
            Description = "Roles that have the field. A role in neither list does not have the field in its schema.",
            Locations = ["FIELD_DEFINITION"],
            Arguments =
            [
                new InputValueDefinition("always", roles) { Description = "Roles that get the value in every row visible to them, unless `permissions` has a condition for the field.", DefaultValue = new ListValueNode([]) },
                new InputValueDefinition("consent", roles) { Description = "Roles that get the value if the person's consent in force grants the field to their recipient class.", DefaultValue = new ListValueNode([]) },
            ],
        };
    }
}
