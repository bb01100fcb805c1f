using Integration.Graph.Server.Coverage;
using Integration.Graph.Server.Disclosures;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integration.Graph.Server.Storage.Mapping;

/// <summary>
/// Mapping of append-only tables: the ledger and the reports. They have no foreign keys, so that they outlive other rows.
/// </summary>
internal sealed class KeptMapping :
    IEntityTypeConfiguration<DisclosureEntry>, IEntityTypeConfiguration<DisclosureGroup>, IEntityTypeConfiguration<Holding>,
    IEntityTypeConfiguration<DisclosureGate>, IEntityTypeConfiguration<CoverageSnapshot>, IEntityTypeConfiguration<StorageMark>
{
    public void Configure(EntityTypeBuilder<DisclosureEntry> builder)
    {
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.HasIndex(x => new { x.At, x.Id });
    }

    public void Configure(EntityTypeBuilder<DisclosureGroup> builder)
    {
        builder.HasKey(x => new { x.ChainId, x.Number });
        builder.HasIndex(x => x.ChainId, "IX_disclosure_groups_first_of_chain").IsUnique().HasFilter("number = 1");
    }

    public void Configure(EntityTypeBuilder<Holding> builder)
    {
        builder.ToTable("disclosure_holdings");
        builder.HasKey(x => new { x.Reference, x.Role, x.Scope, x.Field });
    }

    public void Configure(EntityTypeBuilder<DisclosureGate> builder)
    {
        builder.ToTable("disclosure_gate");
        builder.Property(x => x.Id).ValueGeneratedNever();
    }

    public void Configure(EntityTypeBuilder<CoverageSnapshot> builder)
    {
        builder.HasKey(x => new { x.On, x.Revision });
        // The name "on" would need quotes in every statement.
        builder.Property(x => x.On).HasColumnName("on_day");
    }

    public void Configure(EntityTypeBuilder<StorageMark> builder) => builder.HasKey(x => x.Name);
}
