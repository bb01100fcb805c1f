using System.Linq.Expressions;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Disclosures;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Sharing;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Time;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Rights;

/// <summary>
/// Reads all stored data of a person for the data protection officer who has opened the person. Document and page both use it,
/// so that each has its ledger entry.
/// </summary>
internal static class SubjectExport
{
    public const string Name = "exportSubjectData";

    private const int Attempts = 10;

    /// <summary>Reads the data once, and adds the person to the ledger entry of the response that contains the data.</summary>
    /// <param name="db">The database.</param>
    /// <param name="caller">The officer who receives the data.</param>
    /// <param name="disclosed">Collects the persons that the response discloses; already begun.</param>
    /// <param name="at">The present moment.</param>
    /// <param name="which">Selects the person.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The data; null if the caller has not opened such a person.</returns>
    public static async Task<SubjectData?> ReadAsync(
        GraphContext db, Caller caller, DisclosedPersons disclosed, Moment at, Expression<Func<Refugee, bool>> which, CancellationToken cancellationToken)
    {
        // The version first, so that a step on the person during the rest of the reading is noticed.
        var person = await VisibleRows.Of<Refugee>(db, caller, at).AsNoTracking().Where(which)
            .Select(x => new { x.Id, x.Version, Consent = (int?)x.Consent!.Version }).SingleOrDefaultAsync(cancellationToken);
        if (person is null || await SubjectData.ReadAsync(db, person.Id, at, cancellationToken) is not { } data)
        {
            return null;
        }

        disclosed.Add(data.Reference, SharedFields.All, person.Consent ?? 0, person.Version);
        return data;
    }

    /// <summary>
    /// Reads the data as a response of its own, and records the ledger entry. Reads again if the person has changed in
    /// the meantime.
    /// </summary>
    /// <param name="db">The database.</param>
    /// <param name="caller">The officer who receives the data.</param>
    /// <param name="ledger">Records the disclosure.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="which">Selects the person.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The data; null if the caller has not opened such a person.</returns>
    /// <exception cref="GraphQLException">ANSWER_OUTDATED: the person changed during each attempt to read the data.</exception>
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
            {
                return data;
            }
        }

        throw new GraphQLException($"The person's record changed during each of {Attempts} attempts to read it. Send the request again.", ErrorCodes.AnswerOutdated);
    }
}
