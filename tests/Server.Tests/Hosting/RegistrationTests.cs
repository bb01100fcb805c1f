using System.Reflection;
using System.Runtime.CompilerServices;
using Integration.Graph.Server.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Integration.Graph.Server.Tests.Hosting;

/// <summary>Every folder registers its services in one form, so that <c>Program.cs</c> reads as a table of contents.</summary>
public sealed class RegistrationTests
{
    private const string Suffix = "Registration";

    private static readonly List<Type> Types = [.. typeof(ServerBuilder).Assembly.GetTypes()];

    private static readonly List<MethodInfo> Extensions =
    [
        .. Types.Where(x => x.IsAbstract && x.IsSealed)
            .SelectMany(x => x.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(x => x.IsDefined(typeof(ExtensionAttribute))),
    ];

    [Fact]
    public void A_folder_has_one_class_that_registers_with_the_folders_name() =>
        Types.Where(x => x.Name.EndsWith(Suffix, StringComparison.Ordinal) && x.Name != nameof(GraphRegistration))
            .Where(x => x.Name != x.Namespace![(x.Namespace!.LastIndexOf('.') + 1)..] + Suffix)
            .ShouldBeEmpty();

    [Fact]
    public void Services_are_added_to_the_application_and_by_nothing_else()
    {
        Extensions.Where(x => Extended(x) == typeof(IServiceCollection)).Select(Name).ShouldBeEmpty("Take IHostApplicationBuilder, which has the settings too.");
        var adding = Extensions.Where(x => Extended(x) == typeof(IHostApplicationBuilder)).ToList();
        adding.Count.ShouldBeGreaterThan(14);
        adding.Where(x => !IsRegistration(x) || !x.Name.StartsWith("Add", StringComparison.Ordinal) || x.ReturnType != typeof(void)).Select(Name).ShouldBeEmpty();
        // Only jobs take more: the work and its schedule.
        adding.Where(x => x.GetParameters().Length > 1).Select(x => x.Name).Distinct().ShouldBe(["AddJob"]);
    }

    [Fact]
    public void Middleware_and_endpoints_are_added_by_the_same_classes() =>
        Extensions.Where(x => (Extended(x) == typeof(WebApplication) || Extended(x) == typeof(IApplicationBuilder)) && !IsRegistration(x) && x.DeclaringType != typeof(Startup))
            .Select(Name).ShouldBeEmpty();

    [Fact]
    public void The_program_is_a_table_of_contents() =>
        File.ReadLines(Path.Combine(Readme.Repository, "api/Server/Program.cs")).Count().ShouldBeLessThan(60);

    private static bool IsRegistration(MethodInfo method) => method.DeclaringType!.Name.EndsWith(Suffix, StringComparison.Ordinal);

    private static Type Extended(MethodInfo method) => method.GetParameters()[0].ParameterType;

    private static string Name(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}";
}
