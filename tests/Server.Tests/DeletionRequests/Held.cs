using System.Globalization;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.DeletionRequests;
using Integration.Graph.Server.Disclosures;
using Integration.Graph.Server.Identifiers;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Tests.Mutations;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Tests.DeletionRequests;

/// <summary>Creates holdings for recipients, and lists deletion requests as one line each.</summary>
internal static class Held
{
    public const SharedFields Contact = SharedFields.Name | SharedFields.Phone;

    /// <summary>Stores holdings as if a response with these fields had been sent to a recipient.</summary>
    public static Task HoldAsync(this Scene scene, string reference, Role role, string scope, SharedFields fields = Contact) => scene.DoAsync(async db =>
    {
        db.AddRange(fields.Each().Select(field => new Holding
        {
            Reference = reference,
            Role = role,
            Scope = scope,
            Field = field,
            Since = scene.Clock.Now,
            ConsentVersion = 1,
        }));
        await db.SaveChangesAsync();
    });

    /// <summary>Makes every further change to this person's row fail. For SQLite only.</summary>
    public static Task BreakAsync(this Scene scene, string reference) => scene.DoAsync(async db =>
    {
        await db.Database.ExecuteSqlRawAsync("CREATE TABLE broken_rows (reference TEXT)");
        await db.Database.ExecuteSqlAsync($"INSERT INTO broken_rows VALUES ({reference})");
        await db.Database.ExecuteSqlRawAsync(
            "CREATE TRIGGER broken BEFORE UPDATE ON refugees WHEN NEW.reference IN (SELECT reference FROM broken_rows) BEGIN SELECT RAISE(ABORT, 'broken'); END");
    });

    /// <summary>
    /// Returns the deletion requests of a person, for example <c>Municipality 9901 Withdrawn: Name, Phone</c>.
    /// </summary>
    public static async Task<List<string>> RequestsAsync(this Scene scene, string reference) =>
        [.. (await scene.AllRequestsAsync(reference)).Select(x => $"{x.Role} {x.Scope} {x.Reason}: {x.Fields}"
            + (x.ConfirmedAt is null ? "" : " confirmed") + (x.CancelledAt is null ? "" : " cancelled")).Order()];

    public static Task<List<DeletionRequest>> AllRequestsAsync(this Scene scene, string reference) => scene.DoAsync(db =>
        db.DeletionRequests.AsNoTracking().Where(x => x.Reference == reference).ToListAsync());

    public static Task ConfirmDeletionAsync(this Scene scene, long request, Caller caller) => scene.DoAsync(db =>
        DeletionRequestMutations.ConfirmDeletionAsync(new(request), scene.In(db, caller)));

    public static Caller Branch(string slug) => new(Role.BranchCoordinator, slug, Ids.OfBranch(slug), "coordinator", null);

    public static Caller Volunteer(long id) => new(Role.Volunteer, id.ToString(CultureInfo.InvariantCulture), id, "volunteer", null);

    /// <summary>Creates a person with a match in North. Municipality, branch and volunteer hold some of their fields.</summary>
    public static async Task<(long Id, string Reference, long Referral, long Volunteer, long Match)> MatchedAsync(
        this Scene scene, DateTime? validUntil = null)
    {
        var id = await scene.RegisterAsync();
        await scene.PlaceAsync(id);
        await scene.AskAsync(id, wishes: [TestCountry.Family]);
        await scene.ConsentAsync(id, validUntil: validUntil);
        var person = await scene.LoadAsync(id);
        var referral = person.ReferralId!.Value;
        await scene.AcceptAsync(referral, TestCountry.NorthA);
        var volunteer = await scene.RegisterVolunteerAsync(TestCountry.NorthA);
        var match = await scene.ProposeAsync(referral, volunteer, TestCountry.NorthA);
        await scene.ConfirmAsync(match, volunteer);
        await scene.HoldAsync(person.Reference, Role.Municipality, TestCountry.North);
        await scene.HoldAsync(person.Reference, Role.BranchCoordinator, "test-north-a", SharedFields.Phone | SharedFields.Age);
        await scene.HoldAsync(person.Reference, Role.Volunteer, $"{volunteer}", SharedFields.Name);
        // Centre and officer hold the fields by their office and never get a request.
        await scene.HoldAsync(person.Reference, Role.CentreWorker, "test-centre", SharedFields.All);
        await scene.HoldAsync(person.Reference, Role.DataProtectionOfficer, "", SharedFields.All);
        return (id, person.Reference, referral, volunteer, match);
    }
}
