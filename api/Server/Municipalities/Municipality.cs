namespace Integration.Graph.Server.Municipalities;

/// <summary>One of the 98 Danish municipalities.</summary>
internal sealed class Municipality
{
    /// <summary>Official code, four digits.</summary>
    public required string Code { get; init; }
    public required string Name { get; set; }
    public required string RegionCode { get; set; }
    public Region? Region { get; set; }

    /// <summary>Number of inhabitants on 1 January 2020.</summary>
    public int Population { get; set; }

    /// <summary>Position of the administration's seat in degrees, WGS84.</summary>
    public double Latitude { get; set; }
    public double Longitude { get; set; }

    /// <summary>Cell of the tile map: column from the west, row from the north, and the text in the cell.</summary>
    public int TileColumn { get; set; }
    public int TileRow { get; set; }
    public required string TileAbbreviation { get; set; }
}

/// <summary>One of the five Danish regions.</summary>
internal sealed class Region
{
    public required string Code { get; init; }
    public required string NameDa { get; set; }
    public required string NameEn { get; set; }
}

/// <summary>A municipality's caseworker, who receives newcomers.</summary>
internal sealed class Caseworker
{
    public long Id { get; init; }
    public required string MunicipalityCode { get; init; }
    public required string Name { get; set; }
    public string? Phone { get; set; }
    public string? Email { get; set; }
}

/// <summary>A nationality: a country, or stateless.</summary>
internal sealed class Nationality
{
    /// <summary>ISO 3166-1 alpha-2 code, or <c>XXA</c> for stateless.</summary>
    public required string Code { get; init; }
    public required string NameDa { get; set; }
    public required string NameEn { get; set; }
}

/// <summary>A language.</summary>
internal sealed class Language
{
    /// <summary>ISO 639-3 code.</summary>
    public required string Code { get; init; }
    public required string NameDa { get; set; }
    public required string NameEn { get; set; }

    /// <summary>Name of the language in the language itself.</summary>
    public required string Endonym { get; set; }
    public bool RightToLeft { get; set; }
}

/// <summary>A Danish postal district.</summary>
internal sealed class PostalDistrict
{
    /// <summary>Postal code, four digits.</summary>
    public required string Code { get; init; }
    public required string Town { get; set; }

    /// <summary>Code of the municipality that contains most of the district.</summary>
    public required string MunicipalityCode { get; set; }
    public double Latitude { get; set; }
    public double Longitude { get; set; }
}
