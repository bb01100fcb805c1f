using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

namespace Integration.Graph.Server.Storage.Migrations;

/// <content>The tables of persons and the process.</content>
internal sealed partial class Initial
{
    private void CreateHandovers(MigrationBuilder migration)
    {
        migration.CreateTable("handover_interviews",
            table => new
            {
                id = table.Column<long>(),
                refugee_id = table.Column<long>(),
                held_on = table.Column<DateOnly>(),
                held_by = Text(table),
                language_code = Text(table),
                interpreter = table.Column<bool>(),
                answer = table.Column<int>(),
                wishes = Text(table),
                recorded_at = table.Column<DateTime>(),
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_handover_interviews", x => x.id);
                table.ForeignKey("FK_handover_interviews_languages_language_code", x => x.language_code,
                    "languages", "code", onDelete: ReferentialAction.Restrict);
            });
        migration.CreateIndex("IX_handover_interviews_refugee_id", "handover_interviews", "refugee_id");
        migration.CreateTable("consents",
            table => new
            {
                id = table.Column<long>(),
                refugee_id = table.Column<long>(),
                version = table.Column<int>(),
                given_at = table.Column<DateTime>(),
                valid_until = table.Column<DateTime>(),
                withdrawn_at = table.Column<DateTime>(nullable: true),
                replaced_at = table.Column<DateTime>(nullable: true),
                method = table.Column<int>(),
                language_code = Text(table),
                guardian = Text(table, nullable: true),
                recorded_by = Text(table),
                municipality_fields = table.Column<int>(),
                volunteers_fields = table.Column<int>(),
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_consents", x => x.id);
                table.ForeignKey("FK_consents_languages_language_code", x => x.language_code,
                    "languages", "code", onDelete: ReferentialAction.Restrict);
            });
        migration.CreateIndex("IX_consents_refugee_id_version", "consents", ["refugee_id", "version"], unique: true);
        migration.CreateTable("handover_notices",
            table => new
            {
                id = table.Column<long>(),
                refugee_id = table.Column<long>(),
                reference = Text(table),
                municipality_code = Text(table),
                news = table.Column<int>(),
                created_at = table.Column<DateTime>(),
                acknowledged_at = table.Column<DateTime>(nullable: true),
                acknowledged_by = Text(table, nullable: true),
                version = table.Column<int>(),
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_handover_notices", x => x.id);
                table.ForeignKey("FK_handover_notices_municipalities_municipality_code", x => x.municipality_code,
                    "municipalities", "code", onDelete: ReferentialAction.Restrict);
            });
        migration.CreateIndex("IX_handover_notices_municipality_code_created_at_id", "handover_notices",
            ["municipality_code", "created_at", "id"]);
        migration.CreateIndex("IX_handover_notices_refugee_id", "handover_notices", "refugee_id");
    }

    private void CreateReferrals(MigrationBuilder migration)
    {
        migration.CreateTable("referrals",
            table => new
            {
                id = table.Column<long>(),
                refugee_id = table.Column<long>(),
                municipality_code = Text(table),
                branch_id = table.Column<long>(nullable: true),
                status = table.Column<int>(),
                waiting_since = table.Column<DateTime>(),
                assigned_at = table.Column<DateTime>(nullable: true),
                accepted_at = table.Column<DateTime>(nullable: true),
                contacted_at = table.Column<DateTime>(nullable: true),
                closed_at = table.Column<DateTime>(nullable: true),
                return_reason = Text(table, nullable: true),
                version = table.Column<int>(),
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_referrals", x => x.id);
                table.ForeignKey("FK_referrals_branches_branch_id", x => x.branch_id,
                    "branches", "id", onDelete: ReferentialAction.Restrict);
                table.ForeignKey("FK_referrals_municipalities_municipality_code", x => x.municipality_code,
                    "municipalities", "code", onDelete: ReferentialAction.Restrict);
            });
        migration.CreateIndex("IX_referrals_municipality_code_waiting_since_id", "referrals",
            ["municipality_code", "waiting_since", "id"]);
        migration.CreateIndex("IX_referrals_open_at_branch", "referrals", ["branch_id", "waiting_since", "id"],
            filter: "closed_at IS NULL");
        migration.CreateIndex("IX_referrals_open_of_refugee", "referrals", "refugee_id", unique: true,
            filter: "closed_at IS NULL");
        migration.CreateIndex("IX_referrals_refugee_id", "referrals", "refugee_id");
        migration.CreateTable("branch_activations",
            table => new
            {
                id = table.Column<long>(),
                branch_id = table.Column<long>(),
                requested_at = table.Column<DateTime>(),
                status = table.Column<int>(),
                decided_at = table.Column<DateTime>(nullable: true),
                reason = Text(table, nullable: true),
                version = table.Column<int>(),
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_branch_activations", x => x.id);
                table.ForeignKey("FK_branch_activations_branches_branch_id", x => x.branch_id,
                    "branches", "id", onDelete: ReferentialAction.Restrict);
            });
        migration.CreateIndex("IX_branch_activations_branch_id", "branch_activations", "branch_id");
        migration.CreateIndex("IX_branch_activations_requested", "branch_activations", "branch_id", unique: true,
            filter: "status = 1");
        migration.CreateTable("volunteers",
            table => new
            {
                id = table.Column<long>(),
                branch_id = table.Column<long>(),
                given_name = Text(table),
                family_name = Text(table),
                phone = Text(table, nullable: true),
                email = Text(table, nullable: true),
                languages = Text(table),
                activity_types = Text(table),
                capacity = table.Column<int>(),
                child_certificate_on = table.Column<DateOnly>(nullable: true),
                version = table.Column<int>(),
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_volunteers", x => x.id);
                table.ForeignKey("FK_volunteers_branches_branch_id", x => x.branch_id,
                    "branches", "id", onDelete: ReferentialAction.Restrict);
            });
        migration.CreateIndex("IX_volunteers_branch_id", "volunteers", "branch_id");
        migration.CreateTable("matches",
            table => new
            {
                id = table.Column<long>(),
                referral_id = table.Column<long>(),
                refugee_id = table.Column<long>(),
                volunteer_id = table.Column<long>(),
                branch_id = table.Column<long>(),
                activity_type_key = Text(table),
                status = table.Column<int>(),
                proposed_at = table.Column<DateTime>(),
                confirmed_at = table.Column<DateTime>(nullable: true),
                ended_at = table.Column<DateTime>(nullable: true),
                version = table.Column<int>(),
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_matches", x => x.id);
                table.ForeignKey("FK_matches_activity_types_activity_type_key", x => x.activity_type_key,
                    "activity_types", "key", onDelete: ReferentialAction.Restrict);
                table.ForeignKey("FK_matches_branches_branch_id", x => x.branch_id,
                    "branches", "id", onDelete: ReferentialAction.Restrict);
                table.ForeignKey("FK_matches_volunteers_volunteer_id", x => x.volunteer_id,
                    "volunteers", "id", onDelete: ReferentialAction.Restrict);
            });
        migration.CreateIndex("IX_matches_branch_id", "matches", "branch_id");
        migration.CreateIndex("IX_matches_current_of_referral", "matches", "referral_id", unique: true,
            filter: "status IN (1, 2)");
        migration.CreateIndex("IX_matches_referral_id", "matches", "referral_id");
        migration.CreateIndex("IX_matches_refugee_id", "matches", "refugee_id");
        migration.CreateIndex("IX_matches_volunteer_id_status", "matches", ["volunteer_id", "status"]);
    }

    private void CreatePersons(MigrationBuilder migration)
    {
        migration.CreateTable("households",
            table => new
            {
                id = table.Column<long>(),
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_households", x => x.id);
            });
        migration.CreateTable("caseworkers",
            table => new
            {
                id = table.Column<long>(),
                municipality_code = Text(table),
                name = Text(table),
                phone = Text(table, nullable: true),
                email = Text(table, nullable: true),
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_caseworkers", x => x.id);
                table.ForeignKey("FK_caseworkers_municipalities_municipality_code", x => x.municipality_code,
                    "municipalities", "code", onDelete: ReferentialAction.Restrict);
            });
        migration.CreateIndex("IX_caseworkers_municipality_code", "caseworkers", "municipality_code");
        migration.CreateTable("refugees",
            table => new
            {
                id = table.Column<long>(),
                reference = Text(table),
                version = table.Column<int>(),
                registered_at = table.Column<DateTime>(),
                centre_id = table.Column<long>(),
                household_id = table.Column<long>(nullable: true),
                given_name = Text(table),
                family_name = Text(table),
                date_of_birth = table.Column<int>(),
                nationality_code = Text(table),
                name_and_address_protection = table.Column<bool>(),
                phone = Text(table, nullable: true),
                languages = Text(table),
                known_activity_types = Text(table),
                municipality_code = Text(table, nullable: true),
                placed_at = table.Column<DateTime>(nullable: true),
                moves_in_on = table.Column<DateOnly>(nullable: true),
                street = Text(table, nullable: true),
                postal_code = Text(table, nullable: true),
                town = Text(table, nullable: true),
                caseworker_id = table.Column<long>(nullable: true),
                interview_id = table.Column<long>(nullable: true),
                consent_id = table.Column<long>(nullable: true),
                referral_id = table.Column<long>(nullable: true),
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_refugees", x => x.id);
                table.CheckConstraint("CK_refugees_address",
                    "(street IS NULL) = (postal_code IS NULL) AND (street IS NULL) = (town IS NULL)");
                table.ForeignKey("FK_refugees_asylum_centres_centre_id", x => x.centre_id,
                    "asylum_centres", "id", onDelete: ReferentialAction.Restrict);
                table.ForeignKey("FK_refugees_caseworkers_caseworker_id", x => x.caseworker_id,
                    "caseworkers", "id", onDelete: ReferentialAction.SetNull);
                table.ForeignKey("FK_refugees_consents_consent_id", x => x.consent_id,
                    "consents", "id", onDelete: ReferentialAction.SetNull);
                table.ForeignKey("FK_refugees_handover_interviews_interview_id", x => x.interview_id,
                    "handover_interviews", "id", onDelete: ReferentialAction.SetNull);
                table.ForeignKey("FK_refugees_households_household_id", x => x.household_id,
                    "households", "id", onDelete: ReferentialAction.SetNull);
                table.ForeignKey("FK_refugees_municipalities_municipality_code", x => x.municipality_code,
                    "municipalities", "code", onDelete: ReferentialAction.Restrict);
                table.ForeignKey("FK_refugees_nationalities_nationality_code", x => x.nationality_code,
                    "nationalities", "code", onDelete: ReferentialAction.Restrict);
                table.ForeignKey("FK_refugees_referrals_referral_id", x => x.referral_id,
                    "referrals", "id", onDelete: ReferentialAction.SetNull);
            });
        migration.CreateIndex("IX_refugees_caseworker_id", "refugees", "caseworker_id");
        migration.CreateIndex("IX_refugees_centre_id", "refugees", "centre_id");
        migration.CreateIndex("IX_refugees_consent_id", "refugees", "consent_id", unique: true);
        migration.CreateIndex("IX_refugees_household_id", "refugees", "household_id");
        migration.CreateIndex("IX_refugees_interview_id", "refugees", "interview_id", unique: true);
        migration.CreateIndex("IX_refugees_municipality_code_moves_in_on_id", "refugees",
            ["municipality_code", "moves_in_on", "id"],
            descending: [false, true, false])
            .Annotation("Npgsql:IndexNullSortOrder",
                new[] { NullSortOrder.Unspecified, NullSortOrder.NullsLast, NullSortOrder.Unspecified });
        migration.CreateIndex("IX_refugees_reference", "refugees", "reference", unique: true);
        migration.CreateIndex("IX_refugees_referral_id", "refugees", "referral_id", unique: true);
    }
}
