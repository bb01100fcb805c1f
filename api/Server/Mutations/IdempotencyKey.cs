namespace Integration.Graph.Server.Mutations;

/// <summary>
/// A mutation that was executed with an <c>Idempotency-Key</c>. Holds no value of the request: key and input are stored as
/// hashes, and the result as the id of its row.
/// </summary>
internal sealed class IdempotencyKey
{
    /// <summary>SHA-256 of the caller, the header and the field's response name, in base64.</summary>
    public required string Id { get; init; }

    /// <summary>
    /// HMAC of the field and its input, keyed with the header, in base64. Without the header, nobody can guess phone
    /// numbers and check them against the database.
    /// </summary>
    public required string Input { get; init; }

    /// <summary>The result, as JSON with an id; empty while the mutation is running.</summary>
    public required string Result { get; set; }

    public DateTime At { get; init; }
}
