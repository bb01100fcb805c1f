using Integration.Graph.Engine.Http;
using Integration.Graph.Server;
using Integration.Graph.Server.Consents.Pages;
using Integration.Graph.Server.Coverage;
using Integration.Graph.Server.Hosting;
using Integration.Graph.Server.Http;
using Integration.Graph.Server.Http.Printing;
using Integration.Graph.Server.Ide;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Jobs;
using Integration.Graph.Server.Mutations;
using Integration.Graph.Server.Rights;
using Integration.Graph.Server.Rights.Pages;
using Integration.Graph.Server.Secrets;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Subscriptions;

if (CommandLine.IsMeant(args))
{
    return await CommandLine.RunAsync(args, Console.Out, Console.Error);
}

var builder = ServerBuilder.Create(args);
builder.Services.AddStorage(builder.Configuration, builder.Environment);
builder.Services.AddSecrets(builder.Configuration, builder.Environment);
builder.Services.AddIdentity(builder.Configuration);
builder.Services.AddSharing();
builder.Services.AddLedger();
builder.Services.AddGraph(builder.Configuration);
builder.Services.AddMutations();
builder.Services.AddChangeFeed(builder.Configuration);
builder.Services.AddPrintedPages();
builder.Services.AddConsentPages(builder.Configuration);
builder.Services.AddFollowUp(builder.Configuration);
builder.Services.AddRetention(builder.Configuration);
builder.Services.AddCoverage(builder.Configuration);
builder.Services.AddJobs();
builder.Services.AddObservability(builder.Configuration);
builder.Services.AddCompression();
builder.Services.AddConfiguredCors(builder.Configuration);
builder.Services.AddRateLimit(builder.Configuration);
builder.Services.AddProxies(builder.Configuration);
builder.Services.AddHttpsOnly(builder.Configuration);

var app = builder.Build();
if (await app.InitializeAsync() is { } failed)
{
    return failed;
}

app.UseMiddleware<SecurityHeaders>();
app.UseMiddleware<FailureMiddleware>();
app.UseProxies();
app.UseMiddleware<HttpsOnly>();
app.UseMiddleware<OutageMiddleware>();
app.UseResponseCompression();
app.UseCors();
app.UseIdentity();
app.UseRateLimit();
app.Use(IdempotencyKeys.CheckAsync);
app.MapGraphQL().RequireCors(Cors.Configured).LimitPerClient();
app.MapSchema();
app.MapConsentPages();
app.MapSubjectPages();
app.MapHealth();
app.MapDevelopmentSignIn();
app.MapQueryPage();
app.MapStatisticsSite();
return await app.ServeAsync();
