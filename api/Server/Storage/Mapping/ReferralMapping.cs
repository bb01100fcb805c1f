using Integration.Graph.Server.Activities;
using Integration.Graph.Server.Referrals;
using Integration.Graph.Server.Volunteers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integration.Graph.Server.Storage.Mapping;

/// <summary>Mapping of referrals, activations, volunteers and matches. Unique indexes enforce what may exist only once.</summary>
internal sealed class ReferralMapping :
    IEntityTypeConfiguration<Referral>, IEntityTypeConfiguration<BranchActivation>,
    IEntityTypeConfiguration<Volunteer>, IEntityTypeConfiguration<Match>
{
    public void Configure(EntityTypeBuilder<Referral> builder)
    {
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.Property(x => x.Version).IsConcurrencyToken();
        builder.HasOne(x => x.Refugee).WithMany(x => x.Referrals).HasForeignKey(x => x.RefugeeId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne(x => x.Municipality).WithMany().HasForeignKey(x => x.MunicipalityCode).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(x => x.Branch).WithMany().HasForeignKey(x => x.BranchId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(x => x.RefugeeId);
        builder.HasIndex(x => x.RefugeeId, "IX_referrals_open_of_refugee").IsUnique().HasFilter("closed_at IS NULL");
        builder.HasIndex(x => new { x.BranchId, x.WaitingSince, x.Id }, "IX_referrals_open_at_branch").HasFilter("closed_at IS NULL");
        builder.HasIndex(x => new { x.MunicipalityCode, x.WaitingSince, x.Id });
    }

    public void Configure(EntityTypeBuilder<BranchActivation> builder)
    {
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.Property(x => x.Version).IsConcurrencyToken();
        builder.HasOne(x => x.Branch).WithMany().HasForeignKey(x => x.BranchId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(x => x.BranchId);
        builder.HasIndex(x => x.BranchId, "IX_branch_activations_requested").IsUnique()
            .HasFilter($"status = {(int)ActivationStatus.Requested}");
    }

    public void Configure(EntityTypeBuilder<Volunteer> builder)
    {
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.Property(x => x.NameKey).UsePropertyAccessMode(PropertyAccessMode.Property);
        builder.Property(x => x.NameOrder).UsePropertyAccessMode(PropertyAccessMode.Property);
        builder.Property(x => x.Version).IsConcurrencyToken();
        builder.HasOne(x => x.Branch).WithMany().HasForeignKey(x => x.BranchId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(x => x.BranchId);
    }

    public void Configure(EntityTypeBuilder<Match> builder)
    {
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.Property(x => x.Version).IsConcurrencyToken();
        builder.HasOne(x => x.Referral).WithMany(x => x.Matches).HasForeignKey(x => x.ReferralId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne(x => x.Refugee).WithMany().HasForeignKey(x => x.RefugeeId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne(x => x.Volunteer).WithMany().HasForeignKey(x => x.VolunteerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(x => x.Branch).WithMany().HasForeignKey(x => x.BranchId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<ActivityType>().WithMany().HasForeignKey(x => x.ActivityTypeKey).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(x => x.ReferralId);
        builder.HasIndex(x => x.ReferralId, "IX_matches_current_of_referral").IsUnique()
            .HasFilter($"status IN ({(int)MatchStatus.Proposed}, {(int)MatchStatus.Confirmed})");
        builder.HasIndex(x => x.RefugeeId);
        builder.HasIndex(x => new { x.VolunteerId, x.Status });
        builder.HasIndex(x => x.BranchId);
    }
}
