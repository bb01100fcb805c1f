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
/// Hands out everything that is held of a person, to the data protection officer who has opened them. The ledger has its
/// entry by then, whether it becomes a document or a page.
/// </summary>
internal static class SubjectExport
{
    public const string Name = "exportSubjectData";

    private const int Attempts = 10;

    /// <summary>Reads it, again if the person has changed meanwhile.</summary>
    /// <param name="db">Where it is held.</param>
    /// <param name="caller">Who gets it.</param>
    /// <param name="ledger">Records it.</param>
    /// <param name="clock">Says when.</param>
    /// <param name="which">Picks the person.</param>
    /// <param name="operation">As the ledger names it.</param>
    /// <param name="operationHash">Of the document that it stands in; empty if it stands in none.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Null if the caller has opened no such person.</returns>
    /// <exception cref="GraphQLException">The person changes faster than can be read: ANSWER_OUTDATED.</exception>
    public static async Task<SubjectData?> ReadAsync(
        GraphContext db, Caller caller, Ledger ledger, TimeProvider clock, Expression<Func<Refugee, bool>> which,
        string operation, string operationHash, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var at = Moment.Of(clock);
            using var disclosed = new DisclosedPersons();
            disclosed.Begin(ledger);
            var person = await VisibleRows.Of<Refugee>(db, caller, at).AsNoTracking().Where(which)
                .Select(x => new { x.Id, x.Version, Consent = (int?)x.Consent!.Version }).SingleOrDefaultAsync(cancellationToken);
            if (person is null)
                return null;
            var data = await SubjectData.ReadAsync(db, person.Id, at, cancellationToken);
            disclosed.Add(data.Reference, SharedFields.All, person.Consent ?? 0, person.Version);
            if (await ledger.RecordAsync(caller, at.Now, operation, operationHash, disclosed))
                return data;
        }

        throw new GraphQLException($"The person's record has changed {Attempts} times while it was read. Ask again.", ErrorCodes.AnswerOutdated);
    }
}
