using Integration.Graph.Server.Disclosures;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Integration.Graph.Server.Storage.Migrations;

/// <summary>The number of chains of the ledger that were started, so that a verification detects removed chains.</summary>
[DbContext(typeof(GraphContext))]
[Migration("20261127200001_LedgerChainCount")]
internal sealed class LedgerChainCount : PortableMigration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        $"INSERT INTO storage_marks (name, value) SELECT '{LedgerChain.CountMark}', CAST(COUNT(DISTINCT chain_id) AS text) FROM disclosure_groups");
}
