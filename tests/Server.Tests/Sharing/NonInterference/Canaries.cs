using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Municipalities;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Volunteers;

namespace Integration.Graph.Server.Tests.Sharing.NonInterference;

/// <summary>
/// A world in which every personal value occurs once and is recognisable (a canary): <c>Canary7giv</c> is the given name of
/// the person at index 7. The design's tables decide which canaries a caller may see.
/// </summary>
internal sealed partial class Canaries(GeneratedWorld plain)
{
    private const int OfCaseworkers = 500;
    private const int OfVolunteers = 600;
    private const int OfActivations = 700;

    private static readonly Dictionary<string, HashSet<string>> Large = [];

    public GeneratedWorld World { get; } = plain with
    {
        People = [.. plain.People.Select((p, n) => p with
        {
            Given = $"Canary{n}giv",
            Family = $"Canary{n}fam",
            Street = p.Street is null ? null : $"Canary{n}str 1",
            Town = $"Canary{n}twn",
            Phone = p.Phone is null ? null : PhoneOf(n),
            Languages = p.Languages.Length == 0 ? "" : LanguageOf(n, 0),
            ConsentLanguage = LanguageOf(n, 1),
            InterviewLanguage = LanguageOf(n, 2),
            Nationality = NationalityOf(n),
            Guardian = $"Canary{n}grd",
            RecordedBy = $"Canary{n}rec",
            HeldBy = $"Canary{n}hel",
            ReturnReason = $"Canary{n}ret",
            // The officer has opened every second person within the last hour, and half of the others an hour ago.
            OpenedMinutesAgo = n % 2 == 0 ? 59 : n % 4 == 1 ? 60 : null,
            DateOfBirth = BirthOf(n),
            // Late enough that the date of birth ends a guardian's consent first.
            ChosenEnd = p.ChosenEnd > SharingWorld.Now && IsMinor(n) ? new DateTime(2041, 1, 1, 0, 0, 0, DateTimeKind.Utc) : p.ChosenEnd,
        })],
        Caseworkers = [.. plain.Caseworkers.Select((c, i) => c with { Name = $"Canary{OfCaseworkers + i}cwn", Phone = PhoneOf(OfCaseworkers + i), Email = $"canary{OfCaseworkers + i}cwe@test.invalid" })],
        Volunteers = [.. plain.Volunteers.Select((v, i) => v with { Given = $"Canary{OfVolunteers + i}giv", Family = $"Canary{OfVolunteers + i}fam", Phone = PhoneOf(OfVolunteers + i), Email = $"canary{OfVolunteers + i}vem@test.invalid" })],
        Activations = [.. plain.Activations.Select((a, i) => a with { Reason = $"Canary{OfActivations + i}act" })],
    };

    /// <summary>Adds the nationalities and languages that only one person of the world has.</summary>
    public async Task PrepareAsync(GraphContext db)
    {
        for (var n = 0; n < World.People.Count; n++)
        {
            db.Add(new Nationality { Code = NationalityOf(n), NameDa = $"Canary{n}nat", NameEn = $"Canary{n}nat" });
            foreach (var (name, kind) in new[] { ("tng", 0), ("con", 1), ("int", 2) })
            {
                db.Add(new Language { Code = LanguageOf(n, kind), NameDa = $"Canary{n}{name}", NameEn = $"Canary{n}{name}", Endonym = $"Canary{n}{name}" });
            }
        }

        await db.SaveChangesAsync();
    }

    /// <summary>Returns every canary in a text, including those in Base64. Canaries are in lower case.</summary>
    public static HashSet<string> In(string text)
    {
        // All callers get the same scripts of the query page, which are megabytes.
        if (text.Length < 100_000)
        {
            return Find(text);
        }

        lock (Large)
        {
            if (!Large.TryGetValue(text, out var known))
            {
                Large.Add(text, known = Find(text));
            }

            return [.. known];
        }
    }

    private static HashSet<string> Find(string text)
    {
        var found = Canary().Matches(text).Select(m => m.Value.ToLowerInvariant().TrimStart('+')).ToHashSet();
        // The reference in the schema's descriptions belongs to no person.
        found.Remove("rk-7q4m-2xkd");
        foreach (System.Text.RegularExpressions.Match packed in Packed().Matches(text))
        {
            if (Base64Url.IsValid(packed.Value))
            {
                found.UnionWith(Canary().Matches(Encoding.Latin1.GetString(Base64Url.DecodeFromChars(packed.Value))).Select(m => m.Value.ToLowerInvariant().TrimStart('+')));
            }
        }

        return found;
    }

    /// <summary>The canaries that the caller may see.</summary>
    /// <param name="asker">The caller; null without a token.</param>
    /// <param name="world">This world, or the one after the caller's own change.</param>
    public static HashSet<string> Allowed(Asker? asker, GeneratedWorld world)
    {
        var all = new HashSet<string>();
        if (asker is null)
        {
            return all;
        }
        // The officer follows every disclosure by reference, even of persons that are not opened.
        if (asker.Role == Role.DataProtectionOfficer)
        {
            all.UnionWith(world.People.Select(p => p.Reference.ToLowerInvariant()));
        }

        for (var n = 0; n < world.People.Count; n++)
        {
            if (world.People[n].Exists)
            {
                all.UnionWith(Of(asker, world, world.People[n], n));
            }
        }

        for (var i = 0; i < world.Volunteers.Count; i++)
        {
            if (Readable.Of(asker, world.Volunteers[i]).Length > 0)
            {
                all.UnionWith([$"canary{OfVolunteers + i}giv", $"canary{OfVolunteers + i}fam", $"canary{OfVolunteers + i}vem", PhoneOf(OfVolunteers + i)[1..]]);
            }
        }

        for (var i = 0; i < world.Activations.Count; i++)
        {
            if (Readable.Of(asker, world.Activations[i]).Length > 0)
            {
                all.Add($"canary{OfActivations + i}act");
            }
        }

        all.UnionWith(world.Requests.Where(request => Readable.Of(asker, request).Length > 0).Select(request => request.Reference.ToLowerInvariant()));
        return all;
    }

    /// <summary>Values that occur only in the export of opened persons: who recorded what, and why.</summary>
    public IEnumerable<string> Exported() => World.People
        .SelectMany((p, n) => p.Exists && DesignTable.IsVisible(new Asker(Role.DataProtectionOfficer), p.AsPerson()) ? new[] { $"canary{n}rec", $"canary{n}hel", $"canary{n}ret" } : []);

    /// <summary>The world after a volunteer has confirmed every proposed match.</summary>
    public GeneratedWorld Confirmed() => World with
    {
        People = [.. World.People.Select(p => p with { MatchStatus = p.MatchStatus == MatchStatus.Proposed ? MatchStatus.Confirmed : p.MatchStatus })],
    };

    private static IEnumerable<string> Of(Asker asker, GeneratedWorld world, GeneratedPerson p, int n)
    {
        var person = p.AsPerson();
        if (asker.Role == Role.Municipality && p.HasNotice && p.NoticeMunicipality == asker.Scope)
        {
            yield return p.Reference.ToLowerInvariant();
        }

        if (!DesignTable.IsVisible(asker, person))
        {
            yield break;
        }

        yield return p.Reference.ToLowerInvariant();
        foreach (var (field, canaries) in new (string, string[])[]
        {
            ("name", [$"canary{n}giv", $"canary{n}fam"]),
            ("phone", p.Phone is null ? [] : [PhoneOf(n)[1..]]),
            ("address", p.Street is null ? [] : [$"canary{n}str", $"canary{n}twn"]),
            ("nationality", [$"canary{n}nat"]),
            ("languages", p.Languages.Length == 0 ? [] : [$"canary{n}tng"]),
            ("caseworker", Caseworker(world, p)),
            ("dateOfBirth", IsMinor(n) ? [] : [BirthOf(n).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)]),
            ("interview", p.HasInterview ? [$"canary{n}int"] : []),
        })
        {
            if (DesignTable.Access(asker.Role, field) != "none" && DesignTable.MayHave(asker.Role, field, person))
            {
                foreach (var canary in canaries)
                {
                    yield return canary;
                }
            }
        }

        if (asker.Role is Role.CentreWorker or Role.DataProtectionOfficer && p.HasConsent)
        {
            foreach (var canary in new[] { $"canary{n}con", $"canary{n}grd" })
            {
                yield return canary;
            }
        }
    }

    private static string[] Caseworker(GeneratedWorld world, GeneratedPerson p)
    {
        if (p.Caseworker is not { } id)
        {
            return [];
        }

        var i = OfCaseworkers + world.Caseworkers.ToList().FindIndex(c => c.Id == id);
        return [$"canary{i}cwn", $"canary{i}cwe", PhoneOf(i)[1..]];
    }

    private static string PhoneOf(int n) => $"+4588{n:D4}00";

    // Minors turn 18 in 2040. The first and last days of a month reveal no birthday; every other day of 2040 is a canary.
    private static DateOnly BirthOf(int n) => IsMinor(n) ? new DateOnly(2022, 1 + (n % 12), 3 + (n % 25)) : new DateOnly(1950, 1, 1).AddDays(n * 7);

    private static bool IsMinor(int n) => n % 3 == 0;

    private static string LanguageOf(int n, int kind) => Letters((n * 3) + kind + 40);

    private static string NationalityOf(int n) => Letters(n).ToUpperInvariant();

    private static string Letters(int number) => $"q{(char)('b' + (number / 26))}{(char)('a' + (number % 26))}";

    // Finds only phone numbers in the format of PhoneOf, because one in a few thousand ids contains ten digits that start
    // with 4588.
    [GeneratedRegex(@"canary\d+[a-z]{3}|45880\d{3}00|\b195\d-\d\d-\d\d\b|\b195\d{5}\b|\b2040-\d\d-(?:0[2-9]|1\d|2[0-7])\b|RK-[0-9A-Z]{4}-[0-9A-Z]{4}", RegexOptions.IgnoreCase)]
    private static partial Regex Canary();

    [GeneratedRegex("[A-Za-z0-9_-]{20,}")]
    private static partial Regex Packed();
}
