using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Subscriptions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integration.Graph.Server.Storage.Mapping;

/// <summary>Mapping of events for subscribers. Events have no foreign keys, so that they block no erasure.</summary>
internal sealed class ChangeEventMapping : IEntityTypeConfiguration<ChangeEvent>, IEntityTypeConfiguration<ConsentChange>
{
    public void Configure(EntityTypeBuilder<ChangeEvent> builder) => builder.Property(x => x.Id).ValueGeneratedOnAdd();

    public void Configure(EntityTypeBuilder<ConsentChange> builder)
    {
        // Read only and without a table of its own: other columns of the same rows.
        builder.ToView("consents");
        builder.HasOne(x => x.Refugee).WithMany().HasForeignKey(x => x.RefugeeId);
    }
}
