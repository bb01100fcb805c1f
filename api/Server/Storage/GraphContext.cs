using Integration.Graph.Server.Activities;
using Integration.Graph.Server.Branches;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Coverage;
using Integration.Graph.Server.DeletionRequests;
using Integration.Graph.Server.Disclosures;
using Integration.Graph.Server.Handovers;
using Integration.Graph.Server.Identifiers;
using Integration.Graph.Server.Municipalities;
using Integration.Graph.Server.Mutations;
using Integration.Graph.Server.Referrals;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Rights;
using Integration.Graph.Server.Secrets;
using Integration.Graph.Server.Storage.Mapping;
using Integration.Graph.Server.Subscriptions;
using Integration.Graph.Server.Volunteers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace Integration.Graph.Server.Storage;

/// <summary>
/// The database. Code that adds a row sets its id (<see cref="Ids.New"/>). Code that changes a row with a <c>Version</c>
/// increases it.
/// </summary>
internal sealed class GraphContext(DbContextOptions<GraphContext> options) : DbContext(options)
{
    public DbSet<Region> Regions => Set<Region>();
    public DbSet<Municipality> Municipalities => Set<Municipality>();
    public DbSet<Nationality> Nationalities => Set<Nationality>();
    public DbSet<Language> Languages => Set<Language>();
    public DbSet<PostalDistrict> PostalDistricts => Set<PostalDistrict>();
    public DbSet<ActivityType> ActivityTypes => Set<ActivityType>();
    public DbSet<Branch> Branches => Set<Branch>();
    public DbSet<AsylumCentre> AsylumCentres => Set<AsylumCentre>();
    public DbSet<Activity> Activities => Set<Activity>();
    public DbSet<Household> Households => Set<Household>();
    public DbSet<Refugee> Refugees => Set<Refugee>();
    public DbSet<Caseworker> Caseworkers => Set<Caseworker>();
    public DbSet<HandoverInterview> HandoverInterviews => Set<HandoverInterview>();
    public DbSet<Consent> Consents => Set<Consent>();
    public DbSet<HandoverNotice> HandoverNotices => Set<HandoverNotice>();
    public DbSet<Referral> Referrals => Set<Referral>();
    public DbSet<BranchActivation> BranchActivations => Set<BranchActivation>();
    public DbSet<Volunteer> Volunteers => Set<Volunteer>();
    public DbSet<Match> Matches => Set<Match>();
    public DbSet<ChangeEvent> ChangeEvents => Set<ChangeEvent>();
    public DbSet<DeletionRequest> DeletionRequests => Set<DeletionRequest>();
    public DbSet<ConsentNotice> ConsentNotices => Set<ConsentNotice>();
    public DbSet<SubjectAccess> SubjectAccesses => Set<SubjectAccess>();
    public DbSet<DisclosureEntry> DisclosureEntries => Set<DisclosureEntry>();
    public DbSet<DisclosureGroup> DisclosureGroups => Set<DisclosureGroup>();
    public DbSet<Holding> Holdings => Set<Holding>();
    public DbSet<DisclosureGate> DisclosureGates => Set<DisclosureGate>();
    public DbSet<CoverageSnapshot> CoverageSnapshots => Set<CoverageSnapshot>();
    public DbSet<IdempotencyKey> IdempotencyKeys => Set<IdempotencyKey>();
    public DbSet<FormerValue> FormerValues => Set<FormerValue>();
    public DbSet<ErasedRefugee> ErasedRefugees => Set<ErasedRefugee>();
    public DbSet<StorageMark> StorageMarks => Set<StorageMark>();
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <summary>
    /// Whether events were saved that the feed has not been notified of yet. Meaningless if the transaction was rolled back.
    /// </summary>
    public bool HasChangeEvents { get; set; }

    /// <summary>Identifies repeated requests of the running mutation; null if it has no such identification.</summary>
    public Repetition? Repetition { get; set; }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcInstantConverter>();
        // Mapping declares the indexes that the product's queries need, one by one.
        configurationBuilder.Conventions.Remove<ForeignKeyIndexConvention>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(GraphContext).Assembly);
        SnakeCaseNames.Apply(modelBuilder.Model);
    }

    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        var pointers = RefugeePointers.TakeFrom(ChangeTracker);
        HasChangeEvents |= Subscriptions.ChangeEvents.AddTo(this);
        if (pointers.IsEmpty)
        {
            return base.SaveChanges(acceptAllChangesOnSuccess);
        }

        using var transaction = Database.CurrentTransaction is null ? Database.BeginTransaction() : null;
        var written = base.SaveChanges(true);
        pointers.PutBack();
        written += base.SaveChanges(acceptAllChangesOnSuccess);
        transaction?.Commit();
        return written;
    }

    public override async Task<int> SaveChangesAsync(
        bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        var pointers = RefugeePointers.TakeFrom(ChangeTracker);
        HasChangeEvents |= Subscriptions.ChangeEvents.AddTo(this);
        if (pointers.IsEmpty)
        {
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        }

        await using var transaction = Database.CurrentTransaction is null
            ? await Database.BeginTransactionAsync(cancellationToken)
            : null;
        var written = await base.SaveChangesAsync(true, cancellationToken);
        pointers.PutBack();
        written += await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        if (transaction is not null)
        {
            await transaction.CommitAsync(cancellationToken);
        }

        return written;
    }
}
