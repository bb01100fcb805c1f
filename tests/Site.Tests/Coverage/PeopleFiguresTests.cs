using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Handovers;
using Integration.Graph.Server.Identifiers;
using Integration.Graph.Server.Mutations;
using Integration.Graph.Server.Referrals;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Rights;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Time;
using Integration.Graph.Site.Report;
using Integration.Graph.Site.Tests.Reports;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Site.Tests.Coverage;

public sealed class PeopleFiguresTests
{
    [Theory]
    [BothDatabases]
    public async Task Placed_persons_are_counted_once_each_by_where_they_stand(DatabaseKind kind)
    {
        await using var world = await CoverageWorld.OnAsync(kind);
        await using (var context = world.CreateContext())
        {
            var now = world.Clock.GetUtcNow().UtcDateTime;
            var people = new People(context, now);
            people.Add("not placed", placed: false, ContactAnswer.WantsContact);
            people.Add("not asked");
            people.Add("not asked either");
            people.Add("declines", answer: ContactAnswer.Declines);
            people.Add("undecided", answer: ContactAnswer.Undecided);
            people.Add("no consent yet", answer: ContactAnswer.WantsContact);
            people.Waiting("waits", ReferralStatus.AwaitingBranch);
            people.Waiting("waits too", ReferralStatus.AwaitingBranch);
            people.Waiting("assigned", ReferralStatus.Assigned);
            people.Waiting("accepted", ReferralStatus.Accepted);
            people.Waiting("contacted", ReferralStatus.Contacted);
            people.Waiting("matched", ReferralStatus.Matched);
            people.Waiting("met", ReferralStatus.Met);
            people.Waiting("closed", ReferralStatus.Closed, closed: true);
            people.Waiting("waited, withdrew", ReferralStatus.AwaitingBranch, withdrawn: true);
            people.Waiting("waited, ran out this moment", ReferralStatus.AwaitingBranch, validUntil: now);
            people.Waiting("waits, runs out in a moment", ReferralStatus.AwaitingBranch, validUntil: now.AddMilliseconds(1));
            people.Waiting("waited, shares with the municipality only", ReferralStatus.AwaitingBranch, volunteers: SharedFields.None);
            await context.SaveChangesAsync();
        }
        var figures = new PeopleFigures
        {
            Placed = 17,
            Asked = 15,
            NotAsked = 2,
            WantsContact = 13,
            Declines = 1,
            Undecided = 1,
            AwaitingBranch = 3,
            WithBranch = 3,
            Matched = 2,
        };
        (await world.ReportAsync()).People.ShouldBe(figures);

        // Erased persons still count.
        foreach (var name in new[] { "not placed", "not asked", "declines", "undecided", "closed" })
        {
            await using var context = world.CreateContext();
            await MutationTransaction.RunAsync(context, async () =>
            {
                var person = await context.Refugees.Where(x => x.GivenName == name).WithHistory().SingleAsync();
                await Erasure.ApplyAsync(context, person, ErasureCause.Request, "officer", Moment.Of(world.Clock), default);
                return true;
            }, default);
        }
        (await world.ReportAsync()).People.ShouldBe(figures);
    }

    private sealed class People(GraphContext context, DateTime now)
    {
        public Refugee Add(string name, bool placed = true, ContactAnswer? answer = null)
        {
            var refugee = new Refugee
            {
                Id = Ids.New(),
                Reference = Ids.NewReference(),
                CentreId = Ids.OfCentre("center-sandholm"),
                GivenName = name,
                FamilyName = "Test",
                DateOfBirth = 19900101,
                NationalityCode = "SY",
                MunicipalityCode = placed ? "0461" : null,
                RegisteredAt = now,
            };
            if (answer is { } given)
            {
                var interview = new HandoverInterview
                {
                    Id = Ids.New(),
                    RefugeeId = refugee.Id,
                    HeldOn = CoverageWorld.Today,
                    HeldBy = "worker",
                    LanguageCode = "ara",
                    Answer = given,
                    RecordedAt = now,
                };
                context.HandoverInterviews.Add(interview);
                refugee.InterviewId = interview.Id;
            }
            context.Refugees.Add(refugee);
            return refugee;
        }

        public void Waiting(
            string name, ReferralStatus status, bool closed = false, bool withdrawn = false,
            DateTime? validUntil = null, SharedFields volunteers = SharedFields.Name)
        {
            var refugee = Add(name, answer: ContactAnswer.WantsContact);
            var consent = new Consent
            {
                Id = Ids.New(),
                RefugeeId = refugee.Id,
                Version = 1,
                GivenAt = now.AddDays(-1),
                ValidUntil = validUntil ?? now.AddYears(2),
                WithdrawnAt = withdrawn ? now : null,
                Method = ConsentMethod.SignedForm,
                LanguageCode = "ara",
                RecordedBy = "worker",
                MunicipalityFields = SharedFields.Name,
                VolunteersFields = volunteers,
            };
            var referral = new Referral
            {
                Id = Ids.New(),
                RefugeeId = refugee.Id,
                MunicipalityCode = "0461",
                Status = status,
                WaitingSince = now.AddDays(-1),
                ClosedAt = closed ? now : null,
            };
            context.Consents.Add(consent);
            context.Referrals.Add(referral);
            // A person's row never refers to a withdrawn version.
            refugee.ConsentId = withdrawn ? null : consent.Id;
            refugee.ReferralId = referral.Id;
        }
    }
}
