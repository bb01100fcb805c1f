using System.Linq.Expressions;
using Integration.Graph.Engine.Types;
using Integration.Graph.Engine.Types.Resolvers;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Municipalities;
using Integration.Graph.Server.ReferenceData;
using Integration.Graph.Server.Refugees;

namespace Integration.Graph.Server.Handovers;

/// <summary>
/// Notice to a municipality that it may see fields of a person, or that fields have new values. It holds no
/// values; query them through `refugee`.
/// </summary>
[ObjectType<HandoverNotice>]
[Node]
internal static class HandoverNoticeType
{
    /// <summary>Global id, opaque and stable.</summary>
    [ID<HandoverNotice>]
    public static Expression<Func<HandoverNotice, long>> Id => n => n.Id;

    /// <summary>Reference of the person, for example `RK-7Q4M-2XKD`.</summary>
    public static Expression<Func<HandoverNotice, string?>> Reference => n => n.Reference;

    /// <summary>The municipality that the notice is for.</summary>
    public static Computed<HandoverNotice, Municipality?> Municipality => Computed.Of(
        (HandoverNotice n) => n.MunicipalityCode, (code, context) => context.Service<ReferenceTables>().Municipality(code));

    /// <summary>The fields that have become visible to the municipality, or that have new values.</summary>
    public static Computed<HandoverNotice, IReadOnlyList<SharedField>?> News => Computed.Of(
        (HandoverNotice n) => n.News, (fields, _) => (IReadOnlyList<SharedField>?)[.. fields.Each()]);

    /// <summary>When the notice was created.</summary>
    [Sortable]
    [Filterable]
    public static Expression<Func<HandoverNotice, DateTime>> CreatedAt => n => n.CreatedAt;

    /// <summary>When the municipality acknowledged the notice; null until then.</summary>
    [Filterable]
    public static Expression<Func<HandoverNotice, DateTime?>> AcknowledgedAt => n => n.AcknowledgedAt;

    /// <summary>The person; null if the person is not visible to the caller now.</summary>
    public static Expression<Func<HandoverNotice, Refugee?>> Refugee => n => n.Refugee;
}
