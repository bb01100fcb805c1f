using Integration.Graph.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Tests.Mutations;

/// <summary>Creates contexts on a scene's database, for jobs that use a new one for each person.</summary>
internal sealed class SceneContexts(Scene scene) : IDbContextFactory<GraphContext>
{
    public GraphContext CreateDbContext() => scene.Database.CreateContext();
}
