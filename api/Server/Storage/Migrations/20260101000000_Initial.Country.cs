using Microsoft.EntityFrameworkCore.Migrations;

namespace Integration.Graph.Server.Storage.Migrations;

/// <content>The tables of the country, its branches and centres.</content>
internal sealed partial class Initial
{
    private void CreateCountry(MigrationBuilder migration)
    {
        migration.CreateTable("regions",
            table => new
            {
                code = Text(table),
                name_da = Text(table),
                name_en = Text(table),
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_regions", x => x.code);
            });
        migration.CreateTable("municipalities",
            table => new
            {
                code = Text(table),
                name = Text(table),
                region_code = Text(table),
                population = table.Column<int>(),
                latitude = table.Column<double>(),
                longitude = table.Column<double>(),
                tile_column = table.Column<int>(),
                tile_row = table.Column<int>(),
                tile_abbreviation = Text(table),
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_municipalities", x => x.code);
                table.ForeignKey("FK_municipalities_regions_region_code", x => x.region_code,
                    "regions", "code", onDelete: ReferentialAction.Restrict);
            });
        migration.CreateIndex("IX_municipalities_tile_column_tile_row", "municipalities",
            ["tile_column", "tile_row"], unique: true);
        migration.CreateTable("nationalities",
            table => new
            {
                code = Text(table),
                name_da = Text(table),
                name_en = Text(table),
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_nationalities", x => x.code);
            });
        migration.CreateTable("languages",
            table => new
            {
                code = Text(table),
                name_da = Text(table),
                name_en = Text(table),
                endonym = Text(table),
                right_to_left = table.Column<bool>(),
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_languages", x => x.code);
            });
        migration.CreateTable("postal_districts",
            table => new
            {
                code = Text(table),
                town = Text(table),
                municipality_code = Text(table),
                latitude = table.Column<double>(),
                longitude = table.Column<double>(),
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_postal_districts", x => x.code);
                table.ForeignKey("FK_postal_districts_municipalities_municipality_code", x => x.municipality_code,
                    "municipalities", "code", onDelete: ReferentialAction.Restrict);
            });
        migration.CreateTable("activity_types",
            table => new
            {
                key = Text(table),
                name_da = Text(table),
                name_en = Text(table),
                description_da = Text(table),
                description_en = Text(table),
                is_integration = table.Column<bool>(),
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_activity_types", x => x.key);
            });
        migration.CreateTable("storage_marks",
            table => new
            {
                name = Text(table),
                value = Text(table),
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_storage_marks", x => x.name);
            });
    }

    private void CreateBranches(MigrationBuilder migration)
    {
        migration.CreateTable("branches",
            table => new
            {
                id = table.Column<long>(),
                slug = Text(table),
                name = Text(table),
                municipality_code = Text(table),
                town = Text(table),
                postal_code = Text(table),
                latitude = table.Column<double>(),
                longitude = table.Column<double>(),
                capacity = table.Column<int>(),
                verified = table.Column<bool>(),
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_branches", x => x.id);
                table.ForeignKey("FK_branches_municipalities_municipality_code", x => x.municipality_code,
                    "municipalities", "code", onDelete: ReferentialAction.Restrict);
            });
        migration.CreateIndex("IX_branches_municipality_code", "branches", "municipality_code");
        migration.CreateIndex("IX_branches_slug", "branches", "slug", unique: true);
        migration.CreateTable("asylum_centres",
            table => new
            {
                id = table.Column<long>(),
                slug = Text(table),
                name = Text(table),
                @operator = table.Column<int>(),
                municipality_code = Text(table),
                closed_year = table.Column<int>(nullable: true),
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_asylum_centres", x => x.id);
                table.ForeignKey("FK_asylum_centres_municipalities_municipality_code", x => x.municipality_code,
                    "municipalities", "code", onDelete: ReferentialAction.Restrict);
            });
        migration.CreateIndex("IX_asylum_centres_slug", "asylum_centres", "slug", unique: true);
        migration.CreateTable("activities",
            table => new
            {
                id = table.Column<long>(),
                activity_type_key = Text(table),
                title = Text(table),
                branch_id = table.Column<long>(nullable: true),
                centre_id = table.Column<long>(nullable: true),
                weekday = table.Column<int>(nullable: true),
                opens_on = table.Column<DateOnly>(),
                closes_on = table.Column<DateOnly>(nullable: true),
                version = table.Column<int>(),
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_activities", x => x.id);
                table.CheckConstraint("CK_activities_branch_or_centre",
                    "(branch_id IS NULL) <> (centre_id IS NULL)");
                table.ForeignKey("FK_activities_activity_types_activity_type_key", x => x.activity_type_key,
                    "activity_types", "key", onDelete: ReferentialAction.Restrict);
                table.ForeignKey("FK_activities_asylum_centres_centre_id", x => x.centre_id,
                    "asylum_centres", "id", onDelete: ReferentialAction.Restrict);
                table.ForeignKey("FK_activities_branches_branch_id", x => x.branch_id,
                    "branches", "id", onDelete: ReferentialAction.Restrict);
            });
        migration.CreateIndex("IX_activities_branch_id", "activities", "branch_id");
        migration.CreateIndex("IX_activities_centre_id", "activities", "centre_id");
    }
}
