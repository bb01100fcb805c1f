using System.Text.RegularExpressions;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Tests.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace Integration.Graph.Server.Tests.Storage;

public partial class MigrationTests
{
    [Theory, BothDatabases]
    public async Task Migrating_an_empty_database_makes_every_table(DatabaseKind kind)
    {
        await using var database = TestDatabase.Empty(kind);
        await using var context = database.CreateContext();

        await context.Database.MigrateAsync();

        (await context.Refugees.CountAsync()).ShouldBe(0);
        (await context.CoverageSnapshots.CountAsync()).ShouldBe(0);
    }

    [Theory, BothDatabases]
    public async Task The_model_snapshot_has_not_been_left_behind(DatabaseKind kind)
    {
        await using var database = TestDatabase.Empty(kind);
        await using var context = database.CreateContext();

        context.Database.HasPendingModelChanges().ShouldBeFalse();
    }

    [Theory, BothDatabases]
    public async Task The_migrations_make_exactly_what_the_model_says(DatabaseKind kind)
    {
        await using var database = TestDatabase.Empty(kind);
        await using var context = database.CreateContext();
        var model = context.GetService<IDesignTimeModel>().Model;
        var expected = context.GetService<IMigrationsModelDiffer>().GetDifferences(null, model.GetRelationalModel());
        var assembly = context.GetService<IMigrationsAssembly>();
        var written = assembly.Migrations.Values.SelectMany(type =>
            assembly.CreateMigration(type, context.Database.ProviderName!).UpOperations);

        var (made, meant) = (Describe(written, context), Describe(expected, context));
        made.Except(meant).ShouldBeEmpty();
        meant.Except(made).ShouldBeEmpty();
        made.Count.ShouldBe(meant.Count);
    }

    [Fact]
    public async Task PostgreSQL_orders_every_text_by_bytes_as_SQLite_does()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.PostgreSql);
        await using var context = database.CreateContext();

        var others = await context.Database.SqlQuery<string>($"""
            SELECT table_name || '.' || column_name AS "Value" FROM information_schema.columns
            WHERE table_schema = 'public' AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'
            """).ToListAsync();

        others.ShouldBeEmpty();
    }

    // Describes each column, key, index and constraint in one line, so that a difference is easy to read. Excludes collations
    // and deferrability, which the model cannot express.
    private static List<string> Describe(IEnumerable<MigrationOperation> operations, GraphContext context)
    {
        var types = context.GetService<Microsoft.EntityFrameworkCore.Storage.IRelationalTypeMappingSource>();
        var lines = new List<string>();
        foreach (var operation in operations)
        {
            switch (operation)
            {
                case CreateTableOperation table:
                    lines.AddRange(table.Columns.Select(x => Line(x, types)));
                    lines.Add(Line(table.PrimaryKey!));
                    lines.AddRange(table.CheckConstraints.Select(x => $"check {x.Table}.{x.Name} {x.Sql}"));
                    lines.AddRange(table.ForeignKeys.Select(Line));
                    table.UniqueConstraints.ShouldBeEmpty();
                    break;
                case AddColumnOperation column:
                    lines.Add(Line(column, types));
                    break;
                case AddForeignKeyOperation key:
                    lines.Add(Line(key));
                    break;
                case CreateIndexOperation index:
                    lines.Add($"index {index.Table}.{index.Name} ({string.Join(',', index.Columns)}) unique={index.IsUnique} where {index.Filter} descending {Values(index.IsDescending)} "
                        + string.Join(' ', index.GetAnnotations().Where(x => context.Database.IsNpgsql()).Select(x => x.Name + Values((Array?)x.Value))));
                    break;
                case SqlOperation sql when DroppedColumn().Match(sql.Sql) is { Success: true } dropped:
                    lines.RemoveAll(x => x.StartsWith($"column {dropped.Groups[1]}.{dropped.Groups[2]} ", StringComparison.Ordinal)).ShouldBe(1, sql.Sql);
                    break;
                case SqlOperation:
                    break;
                default:
                    throw new InvalidOperationException($"This test does not compare {operation.GetType().Name} yet.");
            }
        }

        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    [GeneratedRegex(@"^ALTER TABLE (\w+) DROP COLUMN (\w+)$")]
    private static partial Regex DroppedColumn();

    private static string Line(AddColumnOperation column, Microsoft.EntityFrameworkCore.Storage.IRelationalTypeMappingSource types) =>
        $"column {column.Table}.{column.Name} {column.ColumnType ?? types.FindMapping(column.ClrType)!.StoreType} null={column.IsNullable}";

    private static string Line(AddPrimaryKeyOperation key) => $"key {key.Table}.{key.Name} ({string.Join(',', key.Columns)})";

    private static string Line(AddForeignKeyOperation key) =>
        $"reference {key.Table}.{key.Name} ({string.Join(',', key.Columns)}) to {key.PrincipalTable} ({string.Join(',', key.PrincipalColumns!)}) {key.OnDelete}";

    private static string Values(Array? values) => values is null ? "" : string.Join(',', values.Cast<object>());
}
