using System.Text.Json;
using Integration.Graph.Server.DeletionRequests;
using Integration.Graph.Server.Disclosures;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Rights;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.DeletionRequests;
using Integration.Graph.Server.Tests.Mutations;
using Integration.Graph.Server.Time;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Integration.Graph.Server.Tests.Rights;

/// <summary>The export contains all stored data. Every new column must be added to the export or listed here.</summary>
public sealed class SubjectDataTests
{
    private static readonly string[] NotSaid =
    [
        // Derived from the name, and from earlier versions.
        "Refugee.NameKey", "Refugee.NameOrder", "Consent.MunicipalitySince", "Consent.VolunteersSince",
        // Only links the ledger to the reason. It contains no information of its own.
        "SubjectAccess.ReasonSalt",
        // An employee of a recipient. The export names the recipient.
        "HandoverNotice.AcknowledgedBy", "DeletionRequest.ConfirmedBy",
    ];

    [Theory, BothDatabases]
    public async Task Every_text_and_every_time_that_is_held_of_a_person_is_in_the_export(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var (id, reference, _, _, _) = await scene.MatchedAsync();
        await scene.UpdateAsync(new(id, Phone: new("+4500000002")));
        await scene.WithdrawAsync(reference);
        var planted = new Dictionary<string, string>();
        await scene.DoAsync(async db =>
        {
            db.Add(new ConsentNotice { Id = 1, RefugeeId = id, ConsentVersion = 1, EndsOn = scene.Clock.Today, CreatedAt = scene.Clock.Now });
            db.Add(new SubjectAccess { Id = 1, RefugeeId = id, Officer = "officer", ReasonSalt = "salt", OpenedAt = scene.Clock.Now, ClosesAt = scene.Clock.Now });
            await db.SaveChangesAsync();

            var hanging = db.Model.GetEntityTypes().Where(x => x.GetTableName() is not null && (x.ClrType == typeof(Refugee) || x.ClrType == typeof(Holding) || x.ClrType == typeof(DeletionRequest)
                || x.GetForeignKeys().Any(key => key.PrincipalEntityType.ClrType == typeof(Refugee)))).Select(x => x.ClrType).ToList();
            hanging.Count.ShouldBeGreaterThan(8);
            var rows = new List<object>
            {
                await db.Refugees.AsTracking().SingleAsync(), await db.HandoverInterviews.AsTracking().FirstAsync(), await db.Consents.AsTracking().FirstAsync(),
                await db.ConsentNotices.AsTracking().FirstAsync(), await db.HandoverNotices.AsTracking().FirstAsync(), await db.Referrals.AsTracking().FirstAsync(),
                await db.Matches.AsTracking().FirstAsync(), await db.FormerValues.AsTracking().FirstAsync(), await db.SubjectAccesses.AsTracking().FirstAsync(),
                await db.Holdings.AsTracking().FirstAsync(), await db.DeletionRequests.AsTracking().FirstAsync(),
            };
            rows.Select(x => x.GetType()).ShouldBe(hanging, ignoreOrder: true);
            foreach (var entry in rows.Select(db.Entry))
            {
                Plant(entry, planted);
            }

            await db.SaveChangesAsync();
        });

        var json = (await scene.DoAsync(db => SubjectData.ReadAsync(db, id, Moment.Of(scene.Clock), default)))!.ToJson();

        planted.Count.ShouldBeGreaterThan(40);
        planted.Where(x => !json.Contains(x.Value, StringComparison.Ordinal)).Select(x => x.Key).ShouldBe(NotSaid, ignoreOrder: true);
    }

    /// <summary>Sets each column that can hold free values to a unique value.</summary>
    private static void Plant(EntityEntry entry, Dictionary<string, string> planted)
    {
        foreach (var name in entry.Metadata.ClrType.GetProperties().Select(x => x.Name))
        {
            if (entry.Metadata.FindProperty(name) is not { } property || property.IsKey() || property.IsForeignKey() || name == nameof(Refugee.Reference))
            {
                continue;
            }

            var number = planted.Count;
            object? value = (Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType) switch
            {
                var type when type == typeof(string) => $"qanarie{number:000}",
                var type when type == typeof(DateTime) => new DateTime(2031, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(number),
                var type when type == typeof(DateOnly) => new DateOnly(2032, 1, 1).AddDays(number),
                _ => null,
            };
            if (value is null)
            {
                continue;
            }

            entry.Property(name).CurrentValue = value;
            planted.Add($"{entry.Metadata.ClrType.Name}.{name}", JsonSerializer.Serialize(value).Trim('"'));
        }
    }
}
