using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Storage.Migrations;

internal sealed partial class GraphContextModelSnapshot
{
    private static void BuildLosses(ModelBuilder model)
    {
        model.Entity(Name + ".DeletionRequests.DeletionRequest", b =>
        {
            b.ToTable("deletion_requests");
            b.Property<long>("Id").HasColumnName("id");
            b.Property<DateTime?>("CancelledAt").HasColumnName("cancelled_at");
            b.Property<DateTime?>("ConfirmedAt").HasColumnName("confirmed_at");
            b.Property<string>("ConfirmedBy").HasColumnName("confirmed_by");
            b.Property<int>("Fields").HasColumnName("fields");
            b.Property<int>("Reason").HasColumnName("reason");
            b.Property<string>("Reference").HasColumnName("reference").IsRequired();
            b.Property<DateTime?>("RemindedAt").HasColumnName("reminded_at");
            b.Property<DateTime>("RequestedAt").HasColumnName("requested_at");
            b.Property<int>("Role").HasColumnName("role");
            b.Property<string>("Scope").HasColumnName("scope").IsRequired();
            b.Property<int>("Version").HasColumnName("version").IsConcurrencyToken();
            b.HasKey("Id");
            b.HasIndex("Reference");
            b.HasIndex("Role", "Scope", "Id");
            b.HasIndex("RequestedAt", "Id");
            b.HasIndex(["RequestedAt"], "IX_deletion_requests_pending").HasFilter("confirmed_at IS NULL AND cancelled_at IS NULL");
        });
        model.Entity(Name + ".DeletionRequests.ConsentNotice", b =>
        {
            b.ToTable("consent_notices");
            b.Property<long>("Id").HasColumnName("id");
            b.Property<int>("ConsentVersion").HasColumnName("consent_version");
            b.Property<DateTime>("CreatedAt").HasColumnName("created_at");
            b.Property<DateOnly>("EndsOn").HasColumnName("ends_on");
            b.Property<long>("RefugeeId").HasColumnName("refugee_id");
            b.HasKey("Id");
            b.HasIndex("RefugeeId", "ConsentVersion").IsUnique();
        });
        model.Entity(Name + ".Disclosures.SubjectAccess", b =>
        {
            b.ToTable("subject_accesses");
            b.Property<long>("Id").HasColumnName("id");
            b.Property<DateTime>("ClosesAt").HasColumnName("closes_at");
            b.Property<string>("Officer").HasColumnName("officer").IsRequired();
            b.Property<DateTime>("OpenedAt").HasColumnName("opened_at");
            b.Property<string>("Reason").HasColumnName("reason");
            b.Property<string>("ReasonSalt").HasColumnName("reason_salt").IsRequired();
            b.Property<long>("RefugeeId").HasColumnName("refugee_id");
            b.HasKey("Id");
            b.HasIndex("RefugeeId");
            b.HasIndex("Officer", "ClosesAt");
        });
    }

    private static void RelateLosses(ModelBuilder model)
    {
        model.Entity(Name + ".DeletionRequests.ConsentNotice", b =>
        {
            b.HasOne(Name + ".Refugees.Refugee", "Refugee").WithMany().HasForeignKey("RefugeeId")
                .OnDelete(DeleteBehavior.Cascade).IsRequired();
        });
        model.Entity(Name + ".Disclosures.SubjectAccess", b =>
        {
            b.HasOne(Name + ".Refugees.Refugee", "Refugee").WithMany("SubjectAccesses").HasForeignKey("RefugeeId")
                .OnDelete(DeleteBehavior.Cascade).IsRequired();
        });
    }
}
