using Integration.Graph.Server.Mutations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integration.Graph.Server.Storage.Mapping;

/// <summary>Mapping of the idempotency keys, which prevent a mutation from being executed twice.</summary>
internal sealed class MutationMapping : IEntityTypeConfiguration<IdempotencyKey>
{
    public void Configure(EntityTypeBuilder<IdempotencyKey> builder) => builder.HasIndex(x => x.At);
}
