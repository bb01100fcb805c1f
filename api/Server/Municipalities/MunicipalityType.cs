using System.Linq.Expressions;
using Integration.Graph.Engine.Planning.Rows;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Branches;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Storage;

namespace Integration.Graph.Server.Municipalities;

/// <summary>One of the 98 municipalities.</summary>
[ObjectType<Municipality>]
internal static class MunicipalityType
{
    /// <summary>Four digits, such as `0461`.</summary>
    public static string Code([Parent] Municipality municipality) => municipality.Code;

    /// <summary>Such as `Odense`.</summary>
    public static string Name([Parent] Municipality municipality) => municipality.Name;

    /// <summary>The region.</summary>
    public static Region Region([Parent] Municipality municipality) => municipality.Region!;

    /// <summary>Inhabitants on 1 January 2020.</summary>
    public static int Population([Parent] Municipality municipality) => municipality.Population;

    /// <summary>The Red Cross branches there.</summary>
    public static Children<Municipality, Branch> Branches => Children.Of(
        (Municipality m) => m.Code, (Branch b) => b.MunicipalityCode, all => all.OrderBy(b => b.Slug));

    /// <summary>The persons placed there who exist for the caller.</summary>
    [UsePaging]
    [UseFiltering]
    [UseSorting]
    public static Children<Municipality, Refugee> Refugees => Children.Of((Municipality m) => m.Code, (Refugee r) => r.MunicipalityCode!);
}

/// <summary>One of the five regions.</summary>
[ObjectType<Region>]
internal static class RegionType
{
    /// <summary>Four digits.</summary>
    public static string Code([Parent] Region region) => region.Code;

    /// <summary>In Danish.</summary>
    public static string Name([Parent] Region region) => region.NameDa;

    /// <summary>In English.</summary>
    public static string NameEn([Parent] Region region) => region.NameEn;

    /// <summary>Its municipalities, by code.</summary>
    [ListSize(20)]
    public static IReadOnlyList<Municipality> Municipalities([Parent] Region region, ReferenceData reference) =>
        [.. reference.Municipalities.Where(m => m.RegionCode == region.Code)];
}

/// <summary>A nationality, by which a person is counted.</summary>
[ObjectType<Nationality>]
internal static class NationalityType
{
    /// <summary>ISO 3166-1 alpha-2, or `XXA` for stateless.</summary>
    public static string Code([Parent] Nationality nationality) => nationality.Code;

    /// <summary>In Danish.</summary>
    public static string Name([Parent] Nationality nationality) => nationality.NameDa;

    /// <summary>In English.</summary>
    public static string NameEn([Parent] Nationality nationality) => nationality.NameEn;
}

/// <summary>A language.</summary>
[ObjectType<Language>]
internal static class LanguageType
{
    /// <summary>ISO 639-3.</summary>
    public static string Code([Parent] Language language) => language.Code;

    /// <summary>In Danish.</summary>
    public static string Name([Parent] Language language) => language.NameDa;

    /// <summary>In English.</summary>
    public static string NameEn([Parent] Language language) => language.NameEn;

    /// <summary>What its speakers call it.</summary>
    public static string Endonym([Parent] Language language) => language.Endonym;

    /// <summary>Whether it is written from right to left.</summary>
    public static bool RightToLeft([Parent] Language language) => language.RightToLeft;
}

/// <summary>Who receives newcomers in a municipality's administration.</summary>
[ObjectType<Caseworker>]
internal static class CaseworkerType
{
    /// <summary>Given and family name.</summary>
    public static Expression<Func<Caseworker, string>> Name => c => c.Name;

    /// <summary>E.164; null if unknown.</summary>
    public static Expression<Func<Caseworker, string?>> Phone => c => c.Phone;

    /// <summary>E-mail address; null if unknown.</summary>
    public static Expression<Func<Caseworker, string?>> Email => c => c.Email;
}

[QueryType]
internal static class MunicipalityQueries
{
    /// <summary>The five regions, by code.</summary>
    [ListSize(5)]
    public static IReadOnlyList<Region> GetRegions(ReferenceData reference) => reference.Regions;

    /// <summary>The 98 municipalities, by code.</summary>
    [ListSize(98)]
    public static IReadOnlyList<Municipality> GetMunicipalities(ReferenceData reference) => reference.Municipalities;

    /// <summary>One municipality; null if there is none with this code.</summary>
    /// <param name="code">Four digits, such as `0461`.</param>
    /// <param name="reference">Where they are.</param>
    public static Municipality? GetMunicipality(string code, ReferenceData reference) => reference.Municipality(code);
}
