using Integration.Graph.Server.Municipalities;
using Integration.Graph.Server.Refugees;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

namespace Integration.Graph.Server.Storage.Mapping;

/// <summary>
/// Mapping of the person. Rows that belong to a person are deleted with the person. The references to the latest interview,
/// consent and referral become null when those rows are deleted: see <see cref="RefugeePointers"/>.
/// </summary>
internal sealed class RefugeeMapping :
    IEntityTypeConfiguration<Refugee>, IEntityTypeConfiguration<Household>, IEntityTypeConfiguration<Caseworker>
{
    public void Configure(EntityTypeBuilder<Refugee> builder)
    {
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.Property(x => x.NameKey).UsePropertyAccessMode(PropertyAccessMode.Property);
        builder.Property(x => x.NameOrder).UsePropertyAccessMode(PropertyAccessMode.Property);
        builder.Property(x => x.Version).IsConcurrencyToken();
        builder.HasIndex(x => x.Reference).IsUnique();

        builder.HasOne(x => x.Centre).WithMany().HasForeignKey(x => x.CentreId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(x => x.Household).WithMany(x => x.Members).HasForeignKey(x => x.HouseholdId).OnDelete(DeleteBehavior.SetNull);
        builder.HasOne<Nationality>().WithMany().HasForeignKey(x => x.NationalityCode).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(x => x.Municipality).WithMany().HasForeignKey(x => x.MunicipalityCode).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(x => x.Caseworker).WithMany().HasForeignKey(x => x.CaseworkerId).OnDelete(DeleteBehavior.SetNull);

        builder.HasOne(x => x.Interview).WithOne().HasForeignKey<Refugee>(x => x.InterviewId).OnDelete(DeleteBehavior.SetNull);
        builder.HasOne(x => x.Consent).WithOne().HasForeignKey<Refugee>(x => x.ConsentId).OnDelete(DeleteBehavior.SetNull);
        builder.HasOne(x => x.Referral).WithOne().HasForeignKey<Refugee>(x => x.ReferralId).OnDelete(DeleteBehavior.SetNull);
        builder.HasIndex(x => x.InterviewId).IsUnique();
        builder.HasIndex(x => x.ConsentId).IsUnique();
        builder.HasIndex(x => x.ReferralId).IsUnique();

        builder.HasIndex(x => x.CentreId);
        builder.HasIndex(x => x.HouseholdId);
        builder.HasIndex(x => x.CaseworkerId);
        // A municipality's list in this order is read from the index: latest move-in date first, persons without a date last.
        builder.HasIndex(x => new { x.MunicipalityCode, x.MovesInOn, x.Id })
            .IsDescending(false, true, false)
            .HasNullSortOrder(NullSortOrder.Unspecified, NullSortOrder.NullsLast, NullSortOrder.Unspecified);
        builder.ToTable(table => table.HasCheckConstraint("CK_refugees_address",
            "(street IS NULL) = (postal_code IS NULL) AND (street IS NULL) = (town IS NULL)"));
    }

    public void Configure(EntityTypeBuilder<Household> builder) => builder.Property(x => x.Id).ValueGeneratedNever();

    public void Configure(EntityTypeBuilder<Caseworker> builder)
    {
        builder.Property(x => x.Id).ValueGeneratedNever();
        builder.HasOne<Municipality>().WithMany().HasForeignKey(x => x.MunicipalityCode).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(x => x.MunicipalityCode);
    }
}
