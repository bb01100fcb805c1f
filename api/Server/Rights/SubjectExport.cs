using System.Linq.Expressions;
using Integration.Graph.Engine.Execution;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Disclosures;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Mutations;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Sharing;
using Integration.Graph.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Rights;

/// <summary>
/// Everything that is held of a person, for the data protection officer who has opened them. Read here only, so that it leaves
/// with its entry in the ledger, whether it becomes a document or a page.
/// </summary>
internal static class SubjectExport
{
    public const string Name = "exportSubjectData";

    private const int Attempts = 10;

    /// <summary>Reads it once, and notes the person for the entry of the answer that it is part of.</summary>
    /// <param name="db">Where it is held.</param>
    /// <param name="caller">Who gets it.</param>
    /// <param name="disclosed">Of the answer; begun before.</param>
    /// <param name="at">Now.</param>
    /// <param name="which">Picks the person.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Null if the caller has opened no such person.</returns>
    public static async Task<SubjectData?> ReadAsync(
        GraphContext db, Caller caller, DisclosedPersons disclosed, Moment at, Expression<Func<Refugee, bool>> which, CancellationToken cancellationToken)
    {
        // The version first: it shows a step that is taken while the rest is read.
        var person = await VisibleRows.Of<Refugee>(db, caller, at).AsNoTracking().Where(which)
            .Select(x => new { x.Id, x.Version, Consent = (int?)x.Consent!.Version }).SingleOrDefaultAsync(cancellationToken);
        if (person is null || await SubjectData.ReadAsync(db, person.Id, at, cancellationToken) is not { } data)
            return null;
        disclosed.Add(data.Reference, SharedFields.All, person.Consent ?? 0, person.Version);
        return data;
    }

    /// <summary>Reads what leaves by itself, again if the person has changed meanwhile; the ledger has its entry then.</summary>
    /// <param name="db">Where it is held.</param>
    /// <param name="caller">Who gets it.</param>
    /// <param name="ledger">Records it.</param>
    /// <param name="clock">Says when.</param>
    /// <param name="which">Picks the person.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Null if the caller has opened no such person.</returns>
    /// <exception cref="GraphQLException">The person changes faster than can be read: ANSWER_OUTDATED.</exception>
    public static async Task<SubjectData?> HandOutAsync(
        GraphContext db, Caller caller, Ledger ledger, TimeProvider clock, Expression<Func<Refugee, bool>> which, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var at = Moment.Of(clock);
            using var disclosed = new DisclosedPersons();
            disclosed.Begin(ledger);
            var data = await ReadAsync(db, caller, disclosed, at, which, cancellationToken);
            if (data is null || await ledger.RecordAsync(caller, at.Now, Name, "", disclosed))
                return data;
        }

        throw new GraphQLException($"The person's record has changed {Attempts} times while it was read. Ask again.", ErrorCodes.AnswerOutdated);
    }
}
