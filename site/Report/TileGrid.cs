namespace Integration.Graph.Site.Report;

/// <summary>Size of the tile map in cells. The style sheet has a class for every column and row.</summary>
internal static class TileGrid
{
    public const int Columns = 20;
    public const int Rows = 15;
}
