using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Handovers;
using Integration.Graph.Server.Municipalities;
using Integration.Graph.Server.Referrals;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Volunteers;

namespace Integration.Graph.Server.Demo;

/// <summary>
/// Rows that can be stored together. They refer only to rows in the same batch, in an earlier one, or in the seed data.
/// </summary>
internal sealed class DemoBatch
{
    public List<Caseworker> Caseworkers { get; } = [];
    public List<Volunteer> Volunteers { get; } = [];
    public List<Household> Households { get; } = [];
    public List<Refugee> Refugees { get; } = [];
    public List<HandoverInterview> Interviews { get; } = [];
    public List<Consent> Consents { get; } = [];
    public List<HandoverNotice> Notices { get; } = [];
    public List<Referral> Referrals { get; } = [];
    public List<Match> Matches { get; } = [];
    public List<BranchActivation> Activations { get; } = [];

    /// <summary>Inserts batches in one transaction: the current one, or a new one if there is none.</summary>
    public static async Task WriteAsync(GraphContext context, IEnumerable<DemoBatch> batches, CancellationToken cancellationToken = default)
    {
        await using var transaction = context.Database.CurrentTransaction is null
            ? await context.Database.BeginTransactionAsync(cancellationToken)
            : null;
        var writer = new BulkWriter(context);
        foreach (var batch in batches)
        {
            await batch.WriteAsync(writer, cancellationToken);
        }

        if (transaction is not null)
        {
            await transaction.CommitAsync(cancellationToken);
        }
    }

    // Persons are inserted before the rows that they refer to.
    private async Task WriteAsync(BulkWriter writer, CancellationToken cancellationToken)
    {
        await writer.DeferReferencesAsync(cancellationToken);
        await writer.InsertAsync(Caseworkers, cancellationToken);
        await writer.InsertAsync(Volunteers, cancellationToken);
        await writer.InsertAsync(Households, cancellationToken);
        await writer.InsertAsync(Refugees, cancellationToken);
        await writer.InsertAsync(Interviews, cancellationToken);
        await writer.InsertAsync(Consents, cancellationToken);
        await writer.InsertAsync(Notices, cancellationToken);
        await writer.InsertAsync(Referrals, cancellationToken);
        await writer.InsertAsync(Matches, cancellationToken);
        await writer.InsertAsync(Activations, cancellationToken);
    }
}
