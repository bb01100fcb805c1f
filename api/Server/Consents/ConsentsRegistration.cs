using Integration.Graph.Server.Consents.Pages;
using Integration.Graph.Server.Hosting;
using Integration.Graph.Server.Http;
using Microsoft.Extensions.Options;

namespace Integration.Graph.Server.Consents;

/// <summary>Registers the pages of consents.</summary>
internal static class ConsentsRegistration
{
    /// <summary>Adds the texts of the pages.</summary>
    public static void AddConsents(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptionsWithValidateOnStart<ConsentPageOptions, ConsentPageOptionsValidator>()
            .Bind(builder.Configuration.GetSection(ConsentPageOptions.Section))
            .PostConfigure(options => options.Texts = builder.Configuration.PathOf(builder.Environment, options.Texts));
        builder.Services.AddSingleton(provider => ConsentTexts.Read(provider.GetRequiredService<IOptions<ConsentPageOptions>>().Value.Texts, []));
    }

    /// <summary>Maps the form (<c>/consents/{id}/form</c>) and the receipt (<c>/consents/{id}/receipt</c>).</summary>
    public static void MapConsents(this WebApplication app)
    {
        var pages = app.MapGroup("/consents/{id}").RequireCors(Cors.Configured).LimitPerClient();
        pages.MapGet("/form", ConsentPages.AnswerFormAsync);
        pages.MapGet("/receipt", ConsentPages.AnswerReceiptAsync);
    }
}
