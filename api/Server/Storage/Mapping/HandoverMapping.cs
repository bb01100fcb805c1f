using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Handovers;
using Integration.Graph.Server.Municipalities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integration.Graph.Server.Storage.Mapping;

/// <summary>Mapping of interviews, consents and notices.</summary>
internal sealed class HandoverMapping :
    IEntityTypeConfiguration<HandoverInterview>, IEntityTypeConfiguration<Consent>, IEntityTypeConfiguration<HandoverNotice>
{
    public void Configure(EntityTypeBuilder<HandoverInterview> builder)
    {
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.HasOne(x => x.Refugee).WithMany(x => x.Interviews).HasForeignKey(x => x.RefugeeId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Language>().WithMany().HasForeignKey(x => x.LanguageCode).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(x => x.RefugeeId);
    }

    public void Configure(EntityTypeBuilder<Consent> builder)
    {
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.HasOne(x => x.Refugee).WithMany(x => x.Consents).HasForeignKey(x => x.RefugeeId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Language>().WithMany().HasForeignKey(x => x.LanguageCode).OnDelete(DeleteBehavior.Restrict);
        // Two concurrent writers of a consent create the same version; one of them fails here.
        builder.HasIndex(x => new { x.RefugeeId, x.Version }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<HandoverNotice> builder)
    {
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.Property(x => x.Version).IsConcurrencyToken();
        builder.HasOne(x => x.Refugee).WithMany(x => x.HandoverNotices).HasForeignKey(x => x.RefugeeId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne(x => x.Municipality).WithMany().HasForeignKey(x => x.MunicipalityCode).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(x => x.RefugeeId);
        builder.HasIndex(x => new { x.MunicipalityCode, x.CreatedAt, x.Id });
        // For the consultant's list of the whole country: only a few of all notices are unacknowledged.
        builder.HasIndex(x => new { x.CreatedAt, x.Id }, "IX_handover_notices_unacknowledged").HasFilter("acknowledged_at IS NULL");
    }
}
