using System.CommandLine;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Sharing;

namespace Integration.Graph.Server;

/// <summary><c>schema [--role R]</c> on the command line: prints the schema and ends. It needs neither settings nor a database.</summary>
internal static class SchemaCommand
{
    private const string Name = "schema";
    private const int WrongUse = 2;

    /// <summary>Whether the command line asks for the schema and not for a server.</summary>
    public static bool IsMeant(string[] arguments) => arguments is [Name, ..];

    /// <summary>Prints what is asked for; what is wrong with the question goes to <paramref name="error"/>.</summary>
    /// <returns>The exit code: 0, or 2 if the command line is wrong.</returns>
    public static int Run(string[] arguments, TextWriter output, TextWriter error)
    {
        var role = new Option<string?>("--role") { Description = "Only what this role sees, as /graphql/schema answers it: " + RoleNames.List(RoleNames.All) + "." };
        var command = new Command(Name, "Prints the schema in the schema definition language, all of it unless a role is named.") { role };
        command.SetAction(parsed => Print(parsed.GetValue(role), output, error));
        var parsed = new RootCommand("Serves the GraphQL API, the query page and the statistics site.") { command }.Parse(arguments);
        if (parsed.Errors.Count == 0)
        {
            return parsed.Invoke(new InvocationConfiguration { Output = output, Error = error });
        }

        error.WriteLine(string.Join(' ', parsed.Errors.Select(e => e.Message)) + " Write: schema [--role ROLE].");
        return WrongUse;
    }

    private static int Print(string? role, TextWriter output, TextWriter error)
    {
        if (role is not null && RoleNames.Parse(role) is null)
        {
            error.WriteLine($"There is no role '{role}'. The roles are {RoleNames.List(RoleNames.All)}; without --role the whole schema is printed.");
            return WrongUse;
        }

        var policy = new SharingPolicy();
        var full = SchemaBuilder.Build(policy, typeof(SchemaCommand).Assembly.GetTypes());
        output.Write(SchemaPrinter.Print(role is null ? full : new SchemaView(full, policy, role).Schema));
        // As in the file schema.graphql, on every platform.
        output.Write('\n');
        return 0;
    }
}
