using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

namespace Integration.Graph.Server.Storage.Migrations;

/// <summary>
/// The model after all migrations, without the types of either database. Migrating fails if the model differs from this snapshot.
/// Write a migration first, then update the snapshot.
/// </summary>
[DbContext(typeof(GraphContext))]
internal sealed partial class GraphContextModelSnapshot : ModelSnapshot
{
    // Namespace prefix of the entities' names.
    private const string Name = "Integration.Graph.Server";

    protected override void BuildModel(ModelBuilder modelBuilder)
    {
        BuildCountry(modelBuilder);
        BuildBranches(modelBuilder);
        BuildHandovers(modelBuilder);
        BuildReferrals(modelBuilder);
        BuildPersons(modelBuilder);
        BuildKept(modelBuilder);
        BuildLosses(modelBuilder);
        BuildRights(modelBuilder);
        Relate(modelBuilder);
    }

    private static void BuildCountry(ModelBuilder model)
    {
        model.Entity(Name + ".Municipalities.Region", b =>
        {
            b.ToTable("regions");
            b.Property<string>("Code").HasColumnName("code");
            b.Property<string>("NameDa").HasColumnName("name_da").IsRequired();
            b.Property<string>("NameEn").HasColumnName("name_en").IsRequired();
            b.HasKey("Code");
        });
        model.Entity(Name + ".Municipalities.Municipality", b =>
        {
            b.ToTable("municipalities");
            b.Property<string>("Code").HasColumnName("code");
            b.Property<double>("Latitude").HasColumnName("latitude");
            b.Property<double>("Longitude").HasColumnName("longitude");
            b.Property<string>("Name").HasColumnName("name").IsRequired();
            b.Property<int>("Population").HasColumnName("population");
            b.Property<string>("RegionCode").HasColumnName("region_code").IsRequired();
            b.Property<string>("TileAbbreviation").HasColumnName("tile_abbreviation").IsRequired();
            b.Property<int>("TileColumn").HasColumnName("tile_column");
            b.Property<int>("TileRow").HasColumnName("tile_row");
            b.HasKey("Code");
            b.HasIndex("TileColumn", "TileRow").IsUnique();
        });
        model.Entity(Name + ".Municipalities.Nationality", b =>
        {
            b.ToTable("nationalities");
            b.Property<string>("Code").HasColumnName("code");
            b.Property<string>("NameDa").HasColumnName("name_da").IsRequired();
            b.Property<string>("NameEn").HasColumnName("name_en").IsRequired();
            b.HasKey("Code");
        });
        model.Entity(Name + ".Municipalities.Language", b =>
        {
            b.ToTable("languages");
            b.Property<string>("Code").HasColumnName("code");
            b.Property<string>("Endonym").HasColumnName("endonym").IsRequired();
            b.Property<string>("NameDa").HasColumnName("name_da").IsRequired();
            b.Property<string>("NameEn").HasColumnName("name_en").IsRequired();
            b.Property<bool>("RightToLeft").HasColumnName("right_to_left");
            b.HasKey("Code");
        });
        model.Entity(Name + ".Municipalities.PostalDistrict", b =>
        {
            b.ToTable("postal_districts");
            b.Property<string>("Code").HasColumnName("code");
            b.Property<double>("Latitude").HasColumnName("latitude");
            b.Property<double>("Longitude").HasColumnName("longitude");
            b.Property<string>("MunicipalityCode").HasColumnName("municipality_code").IsRequired();
            b.Property<string>("Town").HasColumnName("town").IsRequired();
            b.HasKey("Code");
        });
        model.Entity(Name + ".Activities.ActivityType", b =>
        {
            b.ToTable("activity_types");
            b.Property<string>("Key").HasColumnName("key");
            b.Property<string>("DescriptionDa").HasColumnName("description_da").IsRequired();
            b.Property<string>("DescriptionEn").HasColumnName("description_en").IsRequired();
            b.Property<bool>("IsIntegration").HasColumnName("is_integration");
            b.Property<string>("NameDa").HasColumnName("name_da").IsRequired();
            b.Property<string>("NameEn").HasColumnName("name_en").IsRequired();
            b.HasKey("Key");
        });
        model.Entity(Name + ".Secrets.DataProtectionKey", b =>
        {
            b.ToTable("data_protection_keys");
            b.Property<string>("Name").HasColumnName("name");
            b.Property<string>("Xml").HasColumnName("xml").IsRequired();
            b.HasKey("Name");
        });
        model.Entity(Name + ".Storage.StorageMark", b =>
        {
            b.ToTable("storage_marks");
            b.Property<string>("Name").HasColumnName("name");
            b.Property<string>("Value").HasColumnName("value").IsRequired();
            b.HasKey("Name");
        });
    }

    private static void BuildBranches(ModelBuilder model)
    {
        model.Entity(Name + ".Branches.Branch", b =>
        {
            b.ToTable("branches");
            b.Property<long>("Id").HasColumnName("id");
            b.Property<int>("Capacity").HasColumnName("capacity");
            b.Property<double>("Latitude").HasColumnName("latitude");
            b.Property<double>("Longitude").HasColumnName("longitude");
            b.Property<string>("MunicipalityCode").HasColumnName("municipality_code").IsRequired();
            b.Property<string>("Name").HasColumnName("name").IsRequired();
            b.Property<string>("NameKey").HasColumnName("name_key").IsRequired();
            b.Property<string>("NameOrder").HasColumnName("name_order").IsRequired();
            b.Property<int>("Origin").HasColumnName("origin");
            b.Property<string>("PostalCode").HasColumnName("postal_code").IsRequired();
            b.Property<string>("Slug").HasColumnName("slug").IsRequired();
            b.Property<string>("Source").HasColumnName("source");
            b.Property<string>("Town").HasColumnName("town").IsRequired();
            b.HasKey("Id");
            b.HasIndex("MunicipalityCode");
            b.HasIndex("Slug").IsUnique();
        });
        model.Entity(Name + ".Branches.AsylumCentre", b =>
        {
            b.ToTable("asylum_centres");
            b.Property<long>("Id").HasColumnName("id");
            b.Property<int?>("ClosedYear").HasColumnName("closed_year");
            b.Property<string>("MunicipalityCode").HasColumnName("municipality_code").IsRequired();
            b.Property<string>("Name").HasColumnName("name").IsRequired();
            b.Property<int>("Operator").HasColumnName("operator");
            b.Property<string>("Slug").HasColumnName("slug").IsRequired();
            b.HasKey("Id");
            b.HasIndex("Slug").IsUnique();
        });
        model.Entity(Name + ".Activities.Activity", b =>
        {
            b.ToTable("activities", t =>
                t.HasCheckConstraint("CK_activities_branch_or_centre",
                    "(branch_id IS NULL) <> (centre_id IS NULL)"));
            b.Property<long>("Id").HasColumnName("id");
            b.Property<string>("ActivityTypeKey").HasColumnName("activity_type_key").IsRequired();
            b.Property<long?>("BranchId").HasColumnName("branch_id");
            b.Property<long?>("CentreId").HasColumnName("centre_id");
            b.Property<DateOnly?>("ClosesOn").HasColumnName("closes_on");
            b.Property<DateOnly>("OpensOn").HasColumnName("opens_on");
            b.Property<int>("Origin").HasColumnName("origin");
            b.Property<string>("Source").HasColumnName("source");
            b.Property<string>("Title").HasColumnName("title").IsRequired();
            b.Property<int>("Version").HasColumnName("version").IsConcurrencyToken();
            b.Property<int?>("Weekday").HasColumnName("weekday");
            b.HasKey("Id");
            b.HasIndex("BranchId");
            b.HasIndex("CentreId");
        });
    }

    private static void BuildKept(ModelBuilder model)
    {
        model.Entity(Name + ".Disclosures.DisclosureEntry", b =>
        {
            b.ToTable("disclosure_entries");
            b.Property<long>("Id").HasColumnName("id");
            b.Property<DateTime>("At").HasColumnName("at");
            b.Property<string>("Caller").HasColumnName("caller").IsRequired();
            b.Property<string>("Operation").HasColumnName("operation").IsRequired();
            b.Property<string>("OperationHash").HasColumnName("operation_hash").IsRequired();
            b.Property<string>("Persons").HasColumnName("persons").IsRequired();
            b.Property<string>("ReasonHash").HasColumnName("reason_hash").IsRequired();
            b.Property<string>("Role").HasColumnName("role").IsRequired();
            b.Property<string>("Scope").HasColumnName("scope").IsRequired();
            b.HasKey("Id");
            b.HasIndex("At", "Id");
        });
        model.Entity(Name + ".Disclosures.DisclosureGroup", b =>
        {
            b.ToTable("disclosure_groups");
            b.Property<long>("ChainId").HasColumnName("chain_id");
            b.Property<long>("Number").HasColumnName("number");
            b.Property<string>("Anchor").HasColumnName("anchor");
            b.Property<DateTime>("At").HasColumnName("at");
            b.Property<int>("Entries").HasColumnName("entries");
            b.Property<long>("FirstEntryId").HasColumnName("first_entry_id");
            b.Property<byte[]>("Hash").HasColumnName("hash").IsRequired();
            b.Property<byte[]>("PreviousHash").HasColumnName("previous_hash").IsRequired();
            b.HasKey("ChainId", "Number");
            b.HasIndex(["ChainId"], "IX_disclosure_groups_first_of_chain").IsUnique().HasFilter("number = 1");
        });
        model.Entity(Name + ".Disclosures.Holding", b =>
        {
            b.ToTable("disclosure_holdings");
            b.Property<string>("Reference").HasColumnName("reference");
            b.Property<int>("Role").HasColumnName("role");
            b.Property<string>("Scope").HasColumnName("scope");
            b.Property<int>("Field").HasColumnName("field");
            b.Property<int>("ConsentVersion").HasColumnName("consent_version");
            b.Property<DateTime?>("EndedAt").HasColumnName("ended_at");
            b.Property<DateTime>("Since").HasColumnName("since");
            b.HasKey("Reference", "Role", "Scope", "Field");
        });
        model.Entity(Name + ".Disclosures.DisclosureGate", b =>
        {
            b.ToTable("disclosure_gate");
            b.Property<int>("Id").HasColumnName("id");
            b.Property<long>("Forgets").HasColumnName("forgets");
            b.Property<long>("Steps").HasColumnName("steps");
            b.HasKey("Id");
        });
        model.Entity(Name + ".Subscriptions.ChangeEvent", b =>
        {
            b.ToTable("change_events");
            b.Property<long>("Id").HasColumnName("id").ValueGeneratedOnAdd()
                .HasAnnotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn)
                .HasAnnotation("Sqlite:Autoincrement", true);
            b.Property<DateTime>("At").HasColumnName("at");
            b.Property<int>("Kind").HasColumnName("kind");
            b.Property<long>("RefugeeId").HasColumnName("refugee_id");
            b.Property<long>("SubjectId").HasColumnName("subject_id");
            b.HasKey("Id");
        });
        model.Entity(Name + ".Mutations.IdempotencyKey", b =>
        {
            b.ToTable("idempotency_keys");
            b.Property<string>("Id").HasColumnName("id");
            b.Property<DateTime>("At").HasColumnName("at");
            b.Property<string>("Input").HasColumnName("input").IsRequired();
            b.Property<string>("Result").HasColumnName("result").IsRequired();
            b.HasKey("Id");
            b.HasIndex("At");
        });
        model.Entity(Name + ".Coverage.CoverageSnapshot", b =>
        {
            b.ToTable("coverage_snapshots");
            b.Property<DateOnly>("On").HasColumnName("on_day");
            b.Property<int>("Revision").HasColumnName("revision");
            b.Property<string>("Json").HasColumnName("json").IsRequired();
            b.Property<DateTime>("MadeAt").HasColumnName("made_at");
            b.HasKey("On", "Revision");
        });
    }
}
