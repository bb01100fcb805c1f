namespace Integration.Graph.Server.Mutations;

/// <summary>
/// A mutation that was done under an <c>Idempotency-Key</c>. Holds nothing that came with the request: the key and the
/// input stand in it as hashes, and the result as the id of the row that it is about.
/// </summary>
internal sealed class IdempotencyKey
{
    /// <summary>SHA-256 of the caller, the header and the name that the field has in the answer, in base64.</summary>
    public required string Id { get; init; }

    /// <summary>
    /// Of the field and its input, keyed with the header, in base64: who has the database and not the header cannot try out which phone
    /// number it was.
    /// </summary>
    public required string Input { get; init; }

    /// <summary>The result, as JSON that holds an id; empty while the mutation is under way.</summary>
    public required string Result { get; set; }

    public DateTime At { get; init; }
}
