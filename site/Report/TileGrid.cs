namespace Integration.Graph.Site.Report;

/// <summary>The tile map's size in cells; the style sheet has a class for every column and row.</summary>
internal static class TileGrid
{
    public const int Columns = 20;
    public const int Rows = 15;
}
