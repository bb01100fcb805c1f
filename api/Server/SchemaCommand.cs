using System.CommandLine;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Sharing;

namespace Integration.Graph.Server;

/// <summary><c>schema [--role R]</c> on the command line: prints the schema. It needs neither settings nor a database.</summary>
internal static class SchemaCommand
{
    public static Command Create()
    {
        var role = new Option<string?>("--role")
        {
            Description = "Prints only this role's schema, as /graphql/schema does: " + RoleNames.List(RoleNames.All) + ".",
            HelpName = "ROLE",
        };
        var command = new Command("schema", "Prints the schema in the schema definition language: the full one, unless a role is given.") { role };
        command.SetAction(parsed => Print(parsed.GetValue(role), parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error));
        return command;
    }

    private static int Print(string? role, TextWriter output, TextWriter error)
    {
        if (role is not null && RoleNames.Parse(role) is null)
        {
            error.WriteLine($"There is no role '{role}'. The roles are {RoleNames.List(RoleNames.All)}; without --role the whole schema is printed.");
            return ExitCode.WrongUse;
        }

        var policy = new SharingPolicy();
        var full = SchemaBuilder.Build(policy, typeof(SchemaCommand).Assembly.GetTypes());
        output.Write(SchemaPrinter.Print(role is null ? full : new SchemaView(full, policy, role).Schema));
        // The same line ending as in schema.graphql, on every platform.
        output.Write('\n');
        return ExitCode.Done;
    }
}
