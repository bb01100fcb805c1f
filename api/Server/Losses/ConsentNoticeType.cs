using System.Linq.Expressions;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Storage;

namespace Integration.Graph.Server.Losses;

/// <summary>A consent given by a guardian ends soon, because the person comes of age: ask the person.</summary>
[ObjectType<ConsentNotice>]
[Node]
internal static class ConsentNoticeType
{
    /// <summary>Opaque and stable.</summary>
    [ID<ConsentNotice>]
    public static Expression<Func<ConsentNotice, long>> Id => n => n.Id;

    /// <summary>The person's reference.</summary>
    public static Expression<Func<ConsentNotice, string>> Reference => n => n.Refugee!.Reference;

    /// <summary>The version that ends.</summary>
    public static Expression<Func<ConsentNotice, int>> ConsentVersion => n => n.ConsentVersion;

    /// <summary>The day from whose beginning on it grants nothing: the first of the month of the 18th birthday.</summary>
    [Sortable]
    public static Expression<Func<ConsentNotice, DateOnly>> EndsOn => n => n.EndsOn;

    /// <summary>When it came into being: 60 days before, or when the consent was given after that.</summary>
    public static Expression<Func<ConsentNotice, DateTime>> CreatedAt => n => n.CreatedAt;

    /// <summary>The person, as far as the caller may see them at this moment.</summary>
    public static Expression<Func<ConsentNotice, Refugee?>> Refugee => n => n.Refugee;
}

[QueryType]
internal static class ConsentNoticeQueries
{
    /// <summary>The centre's persons whose guardian's consent ends within 60 days because they come of age, and has not been replaced.</summary>
    [UsePaging]
    [UseSorting]
    public static IQueryable<ConsentNotice> GetConsentNotices(GraphContext db) => db.ConsentNotices;
}
