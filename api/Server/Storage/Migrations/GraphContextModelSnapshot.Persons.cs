using Microsoft.EntityFrameworkCore;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

namespace Integration.Graph.Server.Storage.Migrations;

/// <content>The entities of persons and the process.</content>
internal sealed partial class GraphContextModelSnapshot
{
    private static void BuildHandovers(ModelBuilder model)
    {
        model.Entity(Name + ".Handovers.HandoverInterview", b =>
        {
            b.ToTable("handover_interviews");
            b.Property<long>("Id").HasColumnName("id");
            b.Property<int>("Answer").HasColumnName("answer");
            b.Property<string>("HeldBy").HasColumnName("held_by").IsRequired();
            b.Property<DateOnly>("HeldOn").HasColumnName("held_on");
            b.Property<bool>("Interpreter").HasColumnName("interpreter");
            b.Property<string>("LanguageCode").HasColumnName("language_code").IsRequired();
            b.Property<DateTime>("RecordedAt").HasColumnName("recorded_at");
            b.Property<long>("RefugeeId").HasColumnName("refugee_id");
            b.Property<string>("Wishes").HasColumnName("wishes").IsRequired();
            b.HasKey("Id");
            b.HasIndex("RefugeeId");
        });
        model.Entity(Name + ".Consents.Consent", b =>
        {
            b.ToTable("consents");
            b.Property<long>("Id").HasColumnName("id");
            b.Property<DateTime>("GivenAt").HasColumnName("given_at");
            b.Property<string>("Guardian").HasColumnName("guardian");
            b.Property<string>("LanguageCode").HasColumnName("language_code").IsRequired();
            b.Property<int>("Method").HasColumnName("method");
            b.Property<int>("MunicipalityFields").HasColumnName("municipality_fields");
            b.Property<DateTime?>("MunicipalitySince").HasColumnName("municipality_since");
            b.Property<int>("MunicipalityVersion").HasColumnName("municipality_version");
            b.Property<string>("RecordedBy").HasColumnName("recorded_by").IsRequired();
            b.Property<long>("RefugeeId").HasColumnName("refugee_id");
            b.Property<DateTime?>("ReplacedAt").HasColumnName("replaced_at");
            b.Property<DateTime>("ValidUntil").HasColumnName("valid_until");
            b.Property<int>("Version").HasColumnName("version");
            b.Property<int>("VolunteersFields").HasColumnName("volunteers_fields");
            b.Property<DateTime?>("VolunteersSince").HasColumnName("volunteers_since");
            b.Property<int>("VolunteersVersion").HasColumnName("volunteers_version");
            b.Property<DateTime?>("WithdrawnAt").HasColumnName("withdrawn_at");
            b.HasKey("Id");
            b.HasIndex("RefugeeId", "Version").IsUnique();
        });
        model.Entity(Name + ".Handovers.HandoverNotice", b =>
        {
            b.ToTable("handover_notices");
            b.Property<long>("Id").HasColumnName("id");
            b.Property<DateTime?>("AcknowledgedAt").HasColumnName("acknowledged_at");
            b.Property<string>("AcknowledgedBy").HasColumnName("acknowledged_by");
            b.Property<DateTime>("CreatedAt").HasColumnName("created_at");
            b.Property<string>("MunicipalityCode").HasColumnName("municipality_code").IsRequired();
            b.Property<int>("News").HasColumnName("news");
            b.Property<string>("Reference").HasColumnName("reference").IsRequired();
            b.Property<long>("RefugeeId").HasColumnName("refugee_id");
            b.Property<int>("Version").HasColumnName("version").IsConcurrencyToken();
            b.HasKey("Id");
            b.HasIndex("RefugeeId");
            b.HasIndex("MunicipalityCode", "CreatedAt", "Id");
            b.HasIndex(["CreatedAt", "Id"], "IX_handover_notices_unacknowledged").HasFilter("acknowledged_at IS NULL");
        });
    }

    private static void BuildReferrals(ModelBuilder model)
    {
        model.Entity(Name + ".Referrals.Referral", b =>
        {
            b.ToTable("referrals");
            b.Property<long>("Id").HasColumnName("id");
            b.Property<DateTime?>("AcceptedAt").HasColumnName("accepted_at");
            b.Property<DateTime?>("AssignedAt").HasColumnName("assigned_at");
            b.Property<long?>("BranchId").HasColumnName("branch_id");
            b.Property<DateTime?>("ClosedAt").HasColumnName("closed_at");
            b.Property<DateTime?>("ContactedAt").HasColumnName("contacted_at");
            b.Property<DateTime?>("MetAt").HasColumnName("met_at");
            b.Property<string>("MunicipalityCode").HasColumnName("municipality_code").IsRequired();
            b.Property<long>("RefugeeId").HasColumnName("refugee_id");
            b.Property<string>("ReturnReason").HasColumnName("return_reason");
            b.Property<int>("Status").HasColumnName("status");
            b.Property<int>("Version").HasColumnName("version").IsConcurrencyToken();
            b.Property<DateTime>("WaitingSince").HasColumnName("waiting_since");
            b.HasKey("Id");
            b.HasIndex("RefugeeId");
            b.HasIndex("MunicipalityCode", "WaitingSince", "Id");
            b.HasIndex(["BranchId", "WaitingSince", "Id"], "IX_referrals_open_at_branch").HasFilter("closed_at IS NULL");
            b.HasIndex(["RefugeeId"], "IX_referrals_open_of_refugee").IsUnique().HasFilter("closed_at IS NULL");
        });
        model.Entity(Name + ".Referrals.BranchActivation", b =>
        {
            b.ToTable("branch_activations");
            b.Property<long>("Id").HasColumnName("id");
            b.Property<long>("BranchId").HasColumnName("branch_id");
            b.Property<DateTime?>("DecidedAt").HasColumnName("decided_at");
            b.Property<string>("Reason").HasColumnName("reason");
            b.Property<DateTime>("RequestedAt").HasColumnName("requested_at");
            b.Property<string>("RequestedBy").HasColumnName("requested_by");
            b.Property<int>("Status").HasColumnName("status");
            b.Property<int>("Version").HasColumnName("version").IsConcurrencyToken();
            b.HasKey("Id");
            b.HasIndex("BranchId");
            b.HasIndex(["BranchId"], "IX_branch_activations_requested").IsUnique().HasFilter("status = 1");
        });
        model.Entity(Name + ".Volunteers.Volunteer", b =>
        {
            b.ToTable("volunteers");
            b.Property<long>("Id").HasColumnName("id");
            b.Property<string>("ActivityTypes").HasColumnName("activity_types").IsRequired();
            b.Property<long>("BranchId").HasColumnName("branch_id");
            b.Property<int>("Capacity").HasColumnName("capacity");
            b.Property<DateOnly?>("ChildCertificateOn").HasColumnName("child_certificate_on");
            b.Property<string>("Email").HasColumnName("email");
            b.Property<string>("FamilyName").HasColumnName("family_name").IsRequired();
            b.Property<string>("GivenName").HasColumnName("given_name").IsRequired();
            b.Property<string>("Languages").HasColumnName("languages").IsRequired();
            b.Property<string>("NameKey").HasColumnName("name_key").IsRequired();
            b.Property<string>("NameOrder").HasColumnName("name_order").IsRequired();
            b.Property<string>("Phone").HasColumnName("phone");
            b.Property<int>("Version").HasColumnName("version").IsConcurrencyToken();
            b.HasKey("Id");
            b.HasIndex("BranchId");
        });
        model.Entity(Name + ".Volunteers.Match", b =>
        {
            b.ToTable("matches");
            b.Property<long>("Id").HasColumnName("id");
            b.Property<string>("ActivityTypeKey").HasColumnName("activity_type_key").IsRequired();
            b.Property<long>("BranchId").HasColumnName("branch_id");
            b.Property<DateTime?>("ConfirmedAt").HasColumnName("confirmed_at");
            b.Property<DateTime?>("EndedAt").HasColumnName("ended_at");
            b.Property<DateTime>("ProposedAt").HasColumnName("proposed_at");
            b.Property<long>("ReferralId").HasColumnName("referral_id");
            b.Property<long>("RefugeeId").HasColumnName("refugee_id");
            b.Property<int>("Status").HasColumnName("status");
            b.Property<int>("Version").HasColumnName("version").IsConcurrencyToken();
            b.Property<long>("VolunteerId").HasColumnName("volunteer_id");
            b.HasKey("Id");
            b.HasIndex("BranchId");
            b.HasIndex("ReferralId");
            b.HasIndex("RefugeeId");
            b.HasIndex("VolunteerId", "Status");
            b.HasIndex(["ReferralId"], "IX_matches_current_of_referral").IsUnique().HasFilter("status IN (1, 2)");
        });
    }

    private static void BuildPersons(ModelBuilder model)
    {
        model.Entity(Name + ".Refugees.Household", b =>
        {
            b.ToTable("households");
            b.Property<long>("Id").HasColumnName("id");
            b.HasKey("Id");
        });
        model.Entity(Name + ".Municipalities.Caseworker", b =>
        {
            b.ToTable("caseworkers");
            b.Property<long>("Id").HasColumnName("id");
            b.Property<string>("Email").HasColumnName("email");
            b.Property<string>("MunicipalityCode").HasColumnName("municipality_code").IsRequired();
            b.Property<string>("Name").HasColumnName("name").IsRequired();
            b.Property<string>("Phone").HasColumnName("phone");
            b.HasKey("Id");
            b.HasIndex("MunicipalityCode");
        });
        model.Entity(Name + ".Refugees.Refugee", b =>
        {
            b.ToTable("refugees", t =>
                t.HasCheckConstraint("CK_refugees_address",
                    "(street IS NULL) = (postal_code IS NULL) AND (street IS NULL) = (town IS NULL)"));
            b.Property<long>("Id").HasColumnName("id");
            b.Property<long?>("CaseworkerId").HasColumnName("caseworker_id");
            b.Property<long>("CentreId").HasColumnName("centre_id");
            b.Property<long?>("ConsentId").HasColumnName("consent_id");
            b.Property<int>("DateOfBirth").HasColumnName("date_of_birth");
            b.Property<string>("FamilyName").HasColumnName("family_name").IsRequired();
            b.Property<string>("GivenName").HasColumnName("given_name").IsRequired();
            b.Property<long?>("HouseholdId").HasColumnName("household_id");
            b.Property<long?>("InterviewId").HasColumnName("interview_id");
            b.Property<string>("KnownActivityTypes").HasColumnName("known_activity_types").IsRequired();
            b.Property<string>("Languages").HasColumnName("languages").IsRequired();
            b.Property<DateOnly?>("MovesInOn").HasColumnName("moves_in_on");
            b.Property<string>("MunicipalityCode").HasColumnName("municipality_code");
            b.Property<bool>("NameAndAddressProtection").HasColumnName("name_and_address_protection");
            b.Property<string>("NameKey").HasColumnName("name_key").IsRequired();
            b.Property<string>("NameOrder").HasColumnName("name_order").IsRequired();
            b.Property<string>("NationalityCode").HasColumnName("nationality_code").IsRequired();
            b.Property<string>("Phone").HasColumnName("phone");
            b.Property<DateTime?>("PlacedAt").HasColumnName("placed_at");
            b.Property<string>("PostalCode").HasColumnName("postal_code");
            b.Property<string>("Reference").HasColumnName("reference").IsRequired();
            b.Property<long?>("ReferralId").HasColumnName("referral_id");
            b.Property<DateTime>("RegisteredAt").HasColumnName("registered_at");
            b.Property<string>("Street").HasColumnName("street");
            b.Property<string>("Town").HasColumnName("town");
            b.Property<int>("Version").HasColumnName("version").IsConcurrencyToken();
            b.HasKey("Id");
            b.HasIndex("CaseworkerId");
            b.HasIndex("CentreId");
            b.HasIndex("ConsentId").IsUnique();
            b.HasIndex("HouseholdId");
            b.HasIndex("InterviewId").IsUnique();
            b.HasIndex("Reference").IsUnique();
            b.HasIndex("ReferralId").IsUnique();
            b.HasIndex("MunicipalityCode", "MovesInOn", "Id").IsDescending(false, true, false)
                .HasAnnotation("Npgsql:IndexNullSortOrder",
                    new[] { NullSortOrder.Unspecified, NullSortOrder.NullsLast, NullSortOrder.Unspecified });
        });
    }
}
