using Integration.Graph.Server.DeletionRequests;
using Integration.Graph.Server.Disclosures;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integration.Graph.Server.Storage.Mapping;

/// <summary>Mapping of deletion requests, consent notices and officers' access to persons.</summary>
internal sealed class DeletionRequestMapping :
    IEntityTypeConfiguration<DeletionRequest>, IEntityTypeConfiguration<ConsentNotice>, IEntityTypeConfiguration<SubjectAccess>,
    IEntityTypeConfiguration<Disclosure>
{
    /// <summary>Read only: a view over the ledger's entries.</summary>
    public void Configure(EntityTypeBuilder<Disclosure> builder) => builder.ToView("disclosures");

    public void Configure(EntityTypeBuilder<DeletionRequest> builder)
    {
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.Property(x => x.Version).IsConcurrencyToken();
        builder.Ignore(x => x.IsPending);
        builder.HasIndex(x => x.Reference);
        builder.HasIndex(x => new { x.Role, x.Scope, x.Id });
        builder.HasIndex(x => new { x.RequestedAt, x.Id });
        builder.HasIndex(x => x.RequestedAt, "IX_deletion_requests_pending").HasFilter("confirmed_at IS NULL AND cancelled_at IS NULL");
    }

    public void Configure(EntityTypeBuilder<ConsentNotice> builder)
    {
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.HasOne(x => x.Refugee).WithMany().HasForeignKey(x => x.RefugeeId).OnDelete(DeleteBehavior.Cascade);
        // Two processes that create the notice at the same time store only one.
        builder.HasIndex(x => new { x.RefugeeId, x.ConsentVersion }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<SubjectAccess> builder)
    {
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.HasOne(x => x.Refugee).WithMany(x => x.SubjectAccesses).HasForeignKey(x => x.RefugeeId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(x => x.RefugeeId);
        builder.HasIndex(x => new { x.Officer, x.ClosesAt });
    }
}
