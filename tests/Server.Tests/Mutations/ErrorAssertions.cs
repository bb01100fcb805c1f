using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Mutations;

namespace Integration.Graph.Server.Tests.Mutations;

internal static class ErrorAssertions
{
    /// <summary>Checks for exactly these errors, as <c>field CODE</c> or <c>CODE</c>, in any order.</summary>
    public static async Task ShouldFailWithAsync(this Func<Task> mutation, params string[] expected)
    {
        var errors = await Scene.ErrorsOfAsync(mutation);
        errors.Select(Describe).Order().ShouldBe(expected.Order());
        errors.ShouldAllBe(x => x.Message.EndsWith('.'));
    }

    private static string Describe(MutationException error) => error switch
    {
        InvalidInputException invalid => $"{invalid.Field} {invalid.Code}",
        NotFoundException missing => $"{missing.Field} {missing.Code}",
        _ => error.Code,
    };
}
