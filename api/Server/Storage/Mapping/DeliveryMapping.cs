using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Delivery;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integration.Graph.Server.Storage.Mapping;

/// <summary>What subscribers are told of. Events refer to no row, so that they hinder no erasure.</summary>
internal sealed class DeliveryMapping : IEntityTypeConfiguration<ChangeEvent>, IEntityTypeConfiguration<ConsentChange>
{
    public void Configure(EntityTypeBuilder<ChangeEvent> builder) => builder.Property(x => x.Id).ValueGeneratedOnAdd();

    public void Configure(EntityTypeBuilder<ConsentChange> builder)
    {
        // Read only, and no table of its own: other columns of the same rows.
        builder.ToView("consents");
        builder.HasOne(x => x.Refugee).WithMany().HasForeignKey(x => x.RefugeeId);
    }
}
