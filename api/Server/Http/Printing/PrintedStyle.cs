using System.Security.Cryptography;
using System.Text;

namespace Integration.Graph.Server.Http.Printing;

/// <summary>Style of the printable pages. It is inline, so that a page needs no other file.</summary>
internal static class PrintedStyle
{
    public const string Text = """
        :root { color-scheme: light; }
        body { margin: 0; background: #fff; color: #111; font: 1rem/1.5 "Noto Sans", "Helvetica Neue", Arial, sans-serif; }
        main { max-width: 42rem; margin: 0 auto; padding: 1rem; }
        h1 { font-size: 1.5rem; line-height: 1.25; border-block-start: .4rem solid #c8102e; padding-block-start: .6rem; }
        h2 { font-size: 1.15rem; margin-block: 1.2rem .3rem; }
        p { margin-block: .4rem; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin-block: .8rem; }
        dt { font-weight: bold; }
        dd { margin: 0; }
        ul { margin-block: .3rem; padding-inline-start: 1.4rem; }
        .choices { list-style: none; padding: 0; }
        .choices input { inline-size: 1.1rem; block-size: 1.1rem; vertical-align: -.15rem; }
        .signatures { gap: 1rem; }
        .signatures dd { border-block-end: 1px solid #111; min-block-size: 1.6rem; }
        .notice { border: .15rem solid #c8102e; padding: .4rem .6rem; font-weight: bold; }
        section { break-inside: avoid; }
        @page { size: A4; margin: 16mm; }
        @media print {
          body { font-size: 10.5pt; line-height: 1.35; }
          main { max-width: none; padding: 0; }
        }
        """;

    /// <summary>Source expression for the Content-Security-Policy that permits only this style.</summary>
    public static string Source { get; } = $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Text)))}'";
}
