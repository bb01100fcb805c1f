using Integration.Graph.Server.Coverage;
using Integration.Graph.Server.Disclosures;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integration.Graph.Server.Storage.Mapping;

/// <summary>What is only ever added to: the ledger and the reports. They refer to no row, so that they outlive it.</summary>
internal sealed class KeptMapping :
    IEntityTypeConfiguration<DisclosureEntry>, IEntityTypeConfiguration<CoverageSnapshot>, IEntityTypeConfiguration<StorageMark>
{
    public void Configure(EntityTypeBuilder<DisclosureEntry> builder)
    {
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.HasIndex(x => new { x.At, x.Id });
    }

    public void Configure(EntityTypeBuilder<CoverageSnapshot> builder)
    {
        builder.HasKey(x => new { x.On, x.Revision });
        // "on" would need quotes in every statement.
        builder.Property(x => x.On).HasColumnName("on_day");
    }

    public void Configure(EntityTypeBuilder<StorageMark> builder) => builder.HasKey(x => x.Name);
}
