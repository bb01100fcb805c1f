using Integration.Graph.Engine.Types;
using Integration.Graph.Site.Texts;

namespace Integration.Graph.Server.Storage;

/// <summary>Normalises the texts of requests by the same rules as the names stored for searching.</summary>
internal sealed class SearchText : ITextNormalizer
{
    public static string Normalize(string text) => DanishText.SearchKey(text);
}
