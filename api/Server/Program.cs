using Integration.Graph.Server;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Coverage;
using Integration.Graph.Server.Disclosures;
using Integration.Graph.Server.Hosting;
using Integration.Graph.Server.Http;
using Integration.Graph.Server.Ide;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Jobs;
using Integration.Graph.Server.Mutations;
using Integration.Graph.Server.Rights;
using Integration.Graph.Server.Secrets;
using Integration.Graph.Server.Sharing;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Subscriptions;

if (CommandLine.IsMeant(args))
{
    return await CommandLine.RunAsync(args, Console.Out, Console.Error);
}

var builder = ServerBuilder.Create(args);
builder.AddStorage();
builder.AddSecrets();
builder.AddIdentity();
builder.AddSharing();
builder.AddDisclosures();
builder.AddGraph();
builder.AddMutations();
builder.AddSubscriptions();
builder.AddConsents();
builder.AddFollowUp();
builder.AddRights();
builder.AddCoverage();
builder.AddJobs();
builder.AddHttp();

var app = builder.Build();
if (await app.InitializeAsync() is { } failed)
{
    return failed;
}

app.UseHttp();
app.UseIdentity();
app.UseRateLimit();
app.UseIdempotencyKeys();
app.MapGraph();
app.MapHttp();
app.MapConsents();
app.MapRights();
app.MapDevelopmentSignIn();
app.MapQueryPage();
app.MapStatisticsSite();
return await app.ServeAsync();
