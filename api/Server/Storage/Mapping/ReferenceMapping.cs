using Integration.Graph.Server.Activities;
using Integration.Graph.Server.Municipalities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integration.Graph.Server.Storage.Mapping;

/// <summary>Mapping of the country's reference tables. Their rows cannot be deleted while anything refers to them.</summary>
internal sealed class ReferenceMapping :
    IEntityTypeConfiguration<Region>, IEntityTypeConfiguration<Municipality>, IEntityTypeConfiguration<Nationality>,
    IEntityTypeConfiguration<Language>, IEntityTypeConfiguration<PostalDistrict>, IEntityTypeConfiguration<ActivityType>
{
    public void Configure(EntityTypeBuilder<Region> builder) => builder.HasKey(x => x.Code);

    public void Configure(EntityTypeBuilder<Municipality> builder)
    {
        builder.HasKey(x => x.Code);
        builder.HasOne(x => x.Region).WithMany().HasForeignKey(x => x.RegionCode).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(x => new { x.TileColumn, x.TileRow }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<Nationality> builder) => builder.HasKey(x => x.Code);

    public void Configure(EntityTypeBuilder<Language> builder) => builder.HasKey(x => x.Code);

    public void Configure(EntityTypeBuilder<PostalDistrict> builder)
    {
        builder.HasKey(x => x.Code);
        builder.HasOne<Municipality>().WithMany().HasForeignKey(x => x.MunicipalityCode).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<ActivityType> builder) => builder.HasKey(x => x.Key);
}
