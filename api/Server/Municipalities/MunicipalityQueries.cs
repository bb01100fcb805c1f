using Integration.Graph.Engine.Types;
using Integration.Graph.Server.ReferenceData;

namespace Integration.Graph.Server.Municipalities;

/// <summary>Queries for municipalities and regions.</summary>
[QueryType]
internal static class MunicipalityQueries
{
    /// <summary>The five Danish regions, ordered by code.</summary>
    [ListSize(5)]
    public static IReadOnlyList<Region> GetRegions(ReferenceTables reference) => reference.Regions;

    /// <summary>The 98 Danish municipalities, ordered by code.</summary>
    [ListSize(98)]
    public static IReadOnlyList<Municipality> GetMunicipalities(ReferenceTables reference) => reference.Municipalities;

    /// <summary>One municipality, by code; null if there is none.</summary>
    /// <param name="code">Official code, four digits, for example `0461`.</param>
    /// <param name="reference">The reference data.</param>
    public static Municipality? GetMunicipality(string code, ReferenceTables reference) => reference.Municipality(code);
}
