using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.EntityFrameworkCore.Migrations.Operations.Builders;

namespace Integration.Graph.Server.Storage.Migrations;

/// <summary>One migration for both databases.</summary>
internal abstract class PortableMigration : Migration
{
    protected bool IsPostgreSql => ActiveProvider == "Npgsql.EntityFrameworkCore.PostgreSQL";

    /// <summary>How text is compared: by its bytes, as SQLite does anyway.</summary>
    protected string? TextOrder => IsPostgreSql ? "C" : null;

    /// <summary>A column of text.</summary>
    protected OperationBuilder<AddColumnOperation> Text(ColumnsBuilder table, bool nullable = false) =>
        table.Column<string>(nullable: nullable, collation: TextOrder);
}
