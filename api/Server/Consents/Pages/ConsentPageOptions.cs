using Microsoft.Extensions.Options;

namespace Integration.Graph.Server.Consents.Pages;

/// <summary>The printed form and receipt (<c>Consents:…</c>).</summary>
internal sealed class ConsentPageOptions
{
    public const string Section = "Consents";

    /// <summary>A folder with a file of texts for each language; the shipped ones if none is named.</summary>
    public string Texts { get; set; } = Path.Combine(AppContext.BaseDirectory, "Consents", "Texts");
}

/// <summary>Finds everything that is wrong with the texts.</summary>
internal sealed class ConsentPageOptionsValidator : IValidateOptions<ConsentPageOptions>
{
    public ValidateOptionsResult Validate(string? name, ConsentPageOptions options)
    {
        var problems = new List<string>();
        ConsentTexts.Read(options.Texts, problems);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
