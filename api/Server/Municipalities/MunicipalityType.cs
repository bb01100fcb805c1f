using System.Linq.Expressions;
using Integration.Graph.Engine.Types;
using Integration.Graph.Engine.Types.Resolvers;
using Integration.Graph.Server.Branches;
using Integration.Graph.Server.ReferenceData;
using Integration.Graph.Server.Refugees;

namespace Integration.Graph.Server.Municipalities;

/// <summary>One of the 98 Danish municipalities.</summary>
[ObjectType<Municipality>]
internal static class MunicipalityType
{
    /// <summary>Official code, four digits, for example `0461`.</summary>
    public static string Code([Parent] Municipality municipality) => municipality.Code;

    /// <summary>Name, for example `Odense`.</summary>
    public static string Name([Parent] Municipality municipality) => municipality.Name;

    /// <summary>Region of the municipality.</summary>
    public static Region Region([Parent] Municipality municipality) => municipality.Region!;

    /// <summary>Number of inhabitants on 1 January 2020.</summary>
    public static int Population([Parent] Municipality municipality) => municipality.Population;

    /// <summary>Red Cross branches in the municipality.</summary>
    public static Children<Municipality, Branch> Branches => Children.Of(
        (Municipality m) => m.Code, (Branch b) => b.MunicipalityCode, all => all.OrderBy(b => b.Slug));

    /// <summary>Persons placed in the municipality that the caller may see.</summary>
    [UsePaging]
    [UseFiltering]
    [UseSorting]
    public static Children<Municipality, Refugee> Refugees => Children.Of((Municipality m) => m.Code, (Refugee r) => r.MunicipalityCode!);
}

/// <summary>One of the five Danish regions.</summary>
[ObjectType<Region>]
internal static class RegionType
{
    /// <summary>Official code, four digits.</summary>
    public static string Code([Parent] Region region) => region.Code;

    /// <summary>Name in Danish.</summary>
    public static string Name([Parent] Region region) => region.NameDa;

    /// <summary>Name in English.</summary>
    public static string NameEn([Parent] Region region) => region.NameEn;

    /// <summary>Municipalities of the region, ordered by code.</summary>
    [ListSize(20)]
    public static IReadOnlyList<Municipality> Municipalities([Parent] Region region, ReferenceTables reference) =>
        [.. reference.Municipalities.Where(m => m.RegionCode == region.Code)];
}

/// <summary>A nationality: a country, or stateless.</summary>
[ObjectType<Nationality>]
internal static class NationalityType
{
    /// <summary>ISO 3166-1 alpha-2 code, or `XXA` for stateless.</summary>
    public static string Code([Parent] Nationality nationality) => nationality.Code;

    /// <summary>Name in Danish.</summary>
    public static string Name([Parent] Nationality nationality) => nationality.NameDa;

    /// <summary>Name in English.</summary>
    public static string NameEn([Parent] Nationality nationality) => nationality.NameEn;
}

/// <summary>A language.</summary>
[ObjectType<Language>]
internal static class LanguageType
{
    /// <summary>ISO 639-3 code.</summary>
    public static string Code([Parent] Language language) => language.Code;

    /// <summary>Name in Danish.</summary>
    public static string Name([Parent] Language language) => language.NameDa;

    /// <summary>Name in English.</summary>
    public static string NameEn([Parent] Language language) => language.NameEn;

    /// <summary>Name of the language in the language itself.</summary>
    public static string Endonym([Parent] Language language) => language.Endonym;

    /// <summary>Whether the language is written from right to left.</summary>
    public static bool RightToLeft([Parent] Language language) => language.RightToLeft;
}

/// <summary>A municipality's caseworker, who receives newcomers.</summary>
[ObjectType<Caseworker>]
internal static class CaseworkerType
{
    /// <summary>Full name.</summary>
    public static Expression<Func<Caseworker, string>> Name => c => c.Name;

    /// <summary>Phone number in E.164 format; null if unknown.</summary>
    public static Expression<Func<Caseworker, string?>> Phone => c => c.Phone;

    /// <summary>E-mail address; null if unknown.</summary>
    public static Expression<Func<Caseworker, string?>> Email => c => c.Email;
}
