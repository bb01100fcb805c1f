using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Integration.Graph.Server.Storage.Mapping;

/// <summary>
/// Instants are UTC in C# and in both databases, with microsecond precision. SQLite does not store the kind, and PostgreSQL does
/// not store the last digit.
/// </summary>
internal sealed class UtcInstantConverter() : ValueConverter<DateTime, DateTime>(
    instant => ToStored(instant), stored => DateTime.SpecifyKind(stored, DateTimeKind.Utc))
{
    public static DateTime ToStored(DateTime instant) => instant.Kind == DateTimeKind.Utc
        ? new DateTime(instant.Ticks - (instant.Ticks % TimeSpan.TicksPerMicrosecond), DateTimeKind.Utc)
        : throw new ArgumentException($"An instant must be UTC; this one is {instant.Kind}.", nameof(instant));
}
