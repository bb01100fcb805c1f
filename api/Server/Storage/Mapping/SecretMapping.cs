using Integration.Graph.Server.Secrets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integration.Graph.Server.Storage.Mapping;

/// <summary>Mapping of the key ring that protects the server's secrets.</summary>
internal sealed class SecretMapping : IEntityTypeConfiguration<DataProtectionKey>
{
    public void Configure(EntityTypeBuilder<DataProtectionKey> builder) => builder.HasKey(x => x.Name);
}
