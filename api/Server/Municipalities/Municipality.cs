namespace Integration.Graph.Server.Municipalities;

/// <summary>One of the 98 municipalities.</summary>
internal sealed class Municipality
{
    /// <summary>Official code of four digits.</summary>
    public required string Code { get; init; }
    public required string Name { get; set; }
    public required string RegionCode { get; set; }
    public Region? Region { get; set; }

    /// <summary>Inhabitants on 1 January 2020.</summary>
    public int Population { get; set; }

    /// <summary>Seat of the administration; degrees, WGS84.</summary>
    public double Latitude { get; set; }
    public double Longitude { get; set; }

    /// <summary>Cell of the tile map: column from the west, row from the north, and what stands in it.</summary>
    public int TileColumn { get; set; }
    public int TileRow { get; set; }
    public required string TileAbbreviation { get; set; }
}

/// <summary>One of the five regions.</summary>
internal sealed class Region
{
    public required string Code { get; init; }
    public required string NameDa { get; set; }
    public required string NameEn { get; set; }
}

/// <summary>Who receives newcomers in a municipality's administration.</summary>
internal sealed class Caseworker
{
    public long Id { get; init; }
    public required string MunicipalityCode { get; init; }
    public required string Name { get; set; }
    public string? Phone { get; set; }
    public string? Email { get; set; }
}

/// <summary>A country, or none, by which a person is counted.</summary>
internal sealed class Nationality
{
    /// <summary>ISO 3166-1 alpha-2, or <c>XXA</c> for stateless.</summary>
    public required string Code { get; init; }
    public required string NameDa { get; set; }
    public required string NameEn { get; set; }
}

/// <summary>A language.</summary>
internal sealed class Language
{
    /// <summary>ISO 639-3.</summary>
    public required string Code { get; init; }
    public required string NameDa { get; set; }
    public required string NameEn { get; set; }

    /// <summary>What its speakers call it.</summary>
    public required string Endonym { get; set; }
    public bool RightToLeft { get; set; }
}

/// <summary>A postal district.</summary>
internal sealed class PostalDistrict
{
    /// <summary>Four digits.</summary>
    public required string Code { get; init; }
    public required string Town { get; set; }

    /// <summary>The municipality that most of the district lies in.</summary>
    public required string MunicipalityCode { get; set; }
    public double Latitude { get; set; }
    public double Longitude { get; set; }
}
