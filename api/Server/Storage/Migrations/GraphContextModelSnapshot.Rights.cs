using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Storage.Migrations;

internal sealed partial class GraphContextModelSnapshot
{
    private static void BuildRights(ModelBuilder model)
    {
        model.Entity(Name + ".Rights.FormerValue", b =>
        {
            b.ToTable("former_values");
            b.Property<long>("Id").HasColumnName("id");
            b.Property<DateTime>("ChangedAt").HasColumnName("changed_at");
            b.Property<string>("ChangedBy").HasColumnName("changed_by").IsRequired();
            b.Property<int>("ChangedIn").HasColumnName("changed_in");
            b.Property<string>("Field").HasColumnName("field").IsRequired();
            b.Property<long>("RefugeeId").HasColumnName("refugee_id");
            b.Property<string>("Value").HasColumnName("value").IsRequired();
            b.HasKey("Id");
            b.HasIndex("RefugeeId");
        });
        model.Entity(Name + ".Rights.ErasedRefugee", b =>
        {
            b.ToTable("erased_refugees");
            b.Property<string>("Reference").HasColumnName("reference");
            b.Property<int?>("Answer").HasColumnName("answer");
            b.Property<int>("Cause").HasColumnName("cause");
            b.Property<DateTime>("ErasedAt").HasColumnName("erased_at");
            b.Property<string>("ErasedBy").HasColumnName("erased_by").IsRequired();
            b.Property<string>("MunicipalityCode").HasColumnName("municipality_code");
            b.HasKey("Reference");
        });
    }

    private static void RelateRights(ModelBuilder model) => model.Entity(Name + ".Rights.FormerValue", b =>
    {
        b.HasOne(Name + ".Refugees.Refugee", "Refugee").WithMany().HasForeignKey("RefugeeId").OnDelete(DeleteBehavior.Cascade).IsRequired();
    });
}
