using System.Collections.Frozen;
using Integration.Graph.Server.Activities;
using Integration.Graph.Server.Municipalities;
using Integration.Graph.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.ReferenceData;

/// <summary>
/// The reference tables of the country, read once and kept in memory, so that no request needs a query for them.
/// </summary>
internal sealed class ReferenceTables
{
    private readonly FrozenDictionary<string, Region> _regions;
    private readonly FrozenDictionary<string, Municipality> _municipalities;
    private readonly FrozenDictionary<string, Nationality> _nationalities;
    private readonly FrozenDictionary<string, Language> _languages;
    private readonly FrozenDictionary<string, PostalDistrict> _postalDistricts;
    private readonly FrozenDictionary<string, ActivityType> _activityTypes;

    private ReferenceTables(
        Region[] regions, Municipality[] municipalities, Nationality[] nationalities, Language[] languages,
        PostalDistrict[] postalDistricts, ActivityType[] activityTypes)
    {
        (Regions, Municipalities, Nationalities, Languages) = (regions, municipalities, nationalities, languages);
        (PostalDistricts, ActivityTypes) = (postalDistricts, activityTypes);
        _regions = regions.ToFrozenDictionary(x => x.Code);
        _municipalities = municipalities.ToFrozenDictionary(x => x.Code);
        _nationalities = nationalities.ToFrozenDictionary(x => x.Code);
        _languages = languages.ToFrozenDictionary(x => x.Code);
        _postalDistricts = postalDistricts.ToFrozenDictionary(x => x.Code);
        _activityTypes = activityTypes.ToFrozenDictionary(x => x.Key);
    }

    /// <summary>All regions, ordered by code.</summary>
    public IReadOnlyList<Region> Regions { get; }

    /// <summary>All municipalities with their regions, ordered by code.</summary>
    public IReadOnlyList<Municipality> Municipalities { get; }

    /// <summary>All nationalities, ordered by code.</summary>
    public IReadOnlyList<Nationality> Nationalities { get; }

    /// <summary>All languages, ordered by code.</summary>
    public IReadOnlyList<Language> Languages { get; }

    /// <summary>All postal districts, ordered by code.</summary>
    public IReadOnlyList<PostalDistrict> PostalDistricts { get; }

    /// <summary>All activity types, ordered by key.</summary>
    public IReadOnlyList<ActivityType> ActivityTypes { get; }

    public Region? Region(string? code) => Find(_regions, code);

    public Municipality? Municipality(string? code) => Find(_municipalities, code);

    public Nationality? Nationality(string? code) => Find(_nationalities, code);

    public Language? Language(string? code) => Find(_languages, code);

    public PostalDistrict? PostalDistrict(string? code) => Find(_postalDistricts, code);

    public ActivityType? ActivityType(string? key) => Find(_activityTypes, key);

    /// <summary>Returns the languages of a <see cref="KeyList"/>, in its order.</summary>
    public IReadOnlyList<Language> LanguagesOf(string keys) => [.. KeyList.Split(keys).Select(Language).OfType<Language>()];

    /// <summary>Returns the activity types of a <see cref="KeyList"/>, in its order.</summary>
    public IReadOnlyList<ActivityType> ActivityTypesOf(string keys) => [.. KeyList.Split(keys).Select(ActivityType).OfType<ActivityType>()];

    public static async Task<ReferenceTables> LoadAsync(GraphContext context, CancellationToken cancellationToken = default)
    {
        var regions = await context.Regions.AsNoTracking().OrderBy(x => x.Code).ToArrayAsync(cancellationToken);
        var byCode = regions.ToDictionary(x => x.Code);
        var municipalities = await context.Municipalities.AsNoTracking().OrderBy(x => x.Code).ToArrayAsync(cancellationToken);
        foreach (var municipality in municipalities)
        {
            municipality.Region = byCode[municipality.RegionCode];
        }

        return new ReferenceTables(
            regions,
            municipalities,
            await context.Nationalities.AsNoTracking().OrderBy(x => x.Code).ToArrayAsync(cancellationToken),
            await context.Languages.AsNoTracking().OrderBy(x => x.Code).ToArrayAsync(cancellationToken),
            await context.PostalDistricts.AsNoTracking().OrderBy(x => x.Code).ToArrayAsync(cancellationToken),
            await context.ActivityTypes.AsNoTracking().OrderBy(x => x.Key).ToArrayAsync(cancellationToken));
    }

    private static T? Find<T>(FrozenDictionary<string, T> rows, string? key)
        where T : class => key is null ? null : rows.GetValueOrDefault(key);
}

/// <summary>Holds the current <see cref="ReferenceTables"/>. Code that changes a row of it reloads it.</summary>
internal sealed class ReferenceTablesSource(IDbContextFactory<GraphContext> contexts)
{
    private volatile ReferenceTables? _current;

    /// <summary>The data as it was last read.</summary>
    public ReferenceTables Current => _current
        ?? throw new InvalidOperationException("The reference data is read by StorageInitializer, which has not run yet.");

    public async Task<ReferenceTables> ReloadAsync(CancellationToken cancellationToken = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return _current = await ReferenceTables.LoadAsync(context, cancellationToken);
    }
}
