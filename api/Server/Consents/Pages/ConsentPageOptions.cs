using Microsoft.Extensions.Options;

namespace Integration.Graph.Server.Consents.Pages;

/// <summary>Settings of the printed form and receipt (<c>Consents:…</c>).</summary>
internal sealed class ConsentPageOptions
{
    public const string Section = "Consents";

    /// <summary>Folder with one file of texts for each language. Default: the shipped texts.</summary>
    public string Texts { get; set; } = Path.Combine(AppContext.BaseDirectory, "Consents", "Texts");
}

/// <summary>Checks the texts and reports all problems at once.</summary>
internal sealed class ConsentPageOptionsValidator : IValidateOptions<ConsentPageOptions>
{
    public ValidateOptionsResult Validate(string? name, ConsentPageOptions options)
    {
        var problems = new List<string>();
        ConsentTexts.Read(options.Texts, problems);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
