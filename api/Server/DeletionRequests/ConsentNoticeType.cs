using System.Linq.Expressions;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Refugees;

namespace Integration.Graph.Server.DeletionRequests;

/// <summary>
/// Notice that a consent given by a guardian ends soon, because the person turns 18. Ask the person for a consent of their own.
/// </summary>
[ObjectType<ConsentNotice>]
[Node]
internal static class ConsentNoticeType
{
    /// <summary>Global id, opaque and stable.</summary>
    [ID<ConsentNotice>]
    public static Expression<Func<ConsentNotice, long>> Id => n => n.Id;

    /// <summary>Reference of the person, for example `RK-7Q4M-2XKD`.</summary>
    public static Expression<Func<ConsentNotice, string>> Reference => n => n.Refugee!.Reference;

    /// <summary>The consent version that ends.</summary>
    public static Expression<Func<ConsentNotice, int>> ConsentVersion => n => n.ConsentVersion;

    /// <summary>Day from whose beginning the consent grants nothing: the first day of the month of the 18th birthday.</summary>
    [Sortable]
    public static Expression<Func<ConsentNotice, DateOnly>> EndsOn => n => n.EndsOn;

    /// <summary>When the notice was created: 60 days before `endsOn`, or later if the consent was given later.</summary>
    public static Expression<Func<ConsentNotice, DateTime>> CreatedAt => n => n.CreatedAt;

    /// <summary>The person; null if the person is not visible to the caller now.</summary>
    public static Expression<Func<ConsentNotice, Refugee?>> Refugee => n => n.Refugee;
}
