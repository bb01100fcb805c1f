using Integration.Graph.Server.Http;
using Integration.Graph.Server.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

[assembly: HostingStartup(typeof(Integration.Graph.Benchmarks.ByHand.ByHandStartup))]

namespace Integration.Graph.Benchmarks.ByHand;

/// <summary>
/// Puts the hand-written endpoints beside the product's, behind the same steps that its endpoint stands behind in
/// Development: the page for developers, routing, outages, compression, origins, tokens, the limit per client. What is
/// compared is GraphQL, not what every endpoint of this server has to pass. The host finds it by the attribute, so that the
/// product's program runs as it is.
/// </summary>
internal sealed class ByHandStartup : IHostingStartup, IStartupFilter
{
    public void Configure(IWebHostBuilder builder) => builder.ConfigureServices(services =>
    {
        services.AddSingleton<ByHandConnections>();
        services.AddSingleton<ByHandPersons>();
        services.AddSingleton<ByHandBranches>();
        services.AddTransient<IStartupFilter, ByHandStartup>();
    });

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        if (app.ApplicationServices.GetRequiredService<IConfiguration>().GetValue<bool>(LedgerLeftOut.Setting))
            LedgerLeftOut.Apply(app.ApplicationServices);
        app.Map("/byhand", byHand =>
        {
            var persons = app.ApplicationServices.GetRequiredService<ByHandPersons>();
            var branches = app.ApplicationServices.GetRequiredService<ByHandBranches>();
            byHand.UseDeveloperExceptionPage();
            byHand.UseRouting();
            byHand.UseMiddleware<OutageMiddleware>();
            byHand.UseResponseCompression();
            byHand.UseCors();
            byHand.UseIdentity();
            byHand.UseRateLimit();
            byHand.UseEndpoints(routes =>
            {
                var all = routes.MapGroup("").RequireCors(Cors.Configured).LimitPerClient();
                all.MapGet("/worklist", persons.WorklistAsync);
                all.MapGet("/person", persons.PersonAsync);
                all.MapGet("/filter", persons.FilterAsync);
                all.MapGet("/branches", branches.AnswerAsync);
                all.MapGet("/allocated", http => http.Response.WriteAsync($"{GC.GetTotalAllocatedBytes(precise: true)}"));
            });
        });
        next(app);
    };
}
