using Integration.Graph.Server.Rights;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integration.Graph.Server.Storage.Mapping;

/// <summary>Mapping of previous values, and of the records that remain of erased persons.</summary>
internal sealed class RightsMapping : IEntityTypeConfiguration<FormerValue>, IEntityTypeConfiguration<ErasedRefugee>
{
    public void Configure(EntityTypeBuilder<FormerValue> builder)
    {
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.HasOne(x => x.Refugee).WithMany().HasForeignKey(x => x.RefugeeId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(x => x.RefugeeId);
    }

    public void Configure(EntityTypeBuilder<ErasedRefugee> builder) => builder.HasKey(x => x.Reference);
}
