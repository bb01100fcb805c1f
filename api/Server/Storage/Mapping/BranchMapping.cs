using Integration.Graph.Server.Activities;
using Integration.Graph.Server.Branches;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integration.Graph.Server.Storage.Mapping;

/// <summary>Mapping of branches, centres and activities.</summary>
internal sealed class BranchMapping :
    IEntityTypeConfiguration<Branch>, IEntityTypeConfiguration<AsylumCentre>, IEntityTypeConfiguration<Activity>
{
    public void Configure(EntityTypeBuilder<Branch> builder)
    {
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.Property(x => x.NameKey).UsePropertyAccessMode(PropertyAccessMode.Property);
        builder.Property(x => x.NameOrder).UsePropertyAccessMode(PropertyAccessMode.Property);
        builder.HasIndex(x => x.Slug).IsUnique();
        builder.HasOne(x => x.Municipality).WithMany().HasForeignKey(x => x.MunicipalityCode).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(x => x.MunicipalityCode);
    }

    public void Configure(EntityTypeBuilder<AsylumCentre> builder)
    {
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.HasIndex(x => x.Slug).IsUnique();
        builder.HasOne(x => x.Municipality).WithMany().HasForeignKey(x => x.MunicipalityCode).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<Activity> builder)
    {
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.Property(x => x.Version).IsConcurrencyToken();
        builder.HasOne(x => x.ActivityType).WithMany().HasForeignKey(x => x.ActivityTypeKey).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(x => x.Branch).WithMany(x => x.Activities).HasForeignKey(x => x.BranchId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(x => x.Centre).WithMany(x => x.Activities).HasForeignKey(x => x.CentreId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(x => x.BranchId);
        builder.HasIndex(x => x.CentreId);
        builder.ToTable(table => table.HasCheckConstraint(
            "CK_activities_branch_or_centre", "(branch_id IS NULL) <> (centre_id IS NULL)"));
    }
}
