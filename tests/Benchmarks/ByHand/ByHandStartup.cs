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
/// Adds the hand-written endpoints beside the product's endpoint, behind the same middleware as in Development: developer
/// exception page, routing, outages, compression, CORS, tokens, rate limit. The comparison therefore covers GraphQL, not the
/// cost that every endpoint of this server has. The host finds this class by its attribute, so the product's program runs
/// unchanged.
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
        {
            LedgerLeftOut.Apply(app.ApplicationServices);
        }

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
