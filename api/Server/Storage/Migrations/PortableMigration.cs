using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.EntityFrameworkCore.Migrations.Operations.Builders;

namespace Integration.Graph.Server.Storage.Migrations;

/// <summary>Base of migrations for both databases.</summary>
internal abstract class PortableMigration : Migration
{
    protected bool IsPostgreSql => ActiveProvider == "Npgsql.EntityFrameworkCore.PostgreSQL";

    /// <summary>Collation of text: by bytes, which is SQLite's default.</summary>
    protected string? TextOrder => IsPostgreSql ? "C" : null;

    /// <summary>Adds a column of text.</summary>
    protected OperationBuilder<AddColumnOperation> Text(ColumnsBuilder table, bool nullable = false) =>
        table.Column<string>(nullable: nullable, collation: TextOrder);
}
