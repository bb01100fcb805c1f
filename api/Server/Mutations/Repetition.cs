using System.Collections;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Integration.Graph.Engine.Execution;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Mutations;

/// <summary>
/// What makes a mutation the same one when it comes again: the caller, the header <c>Idempotency-Key</c> and the field.
/// <see cref="MutationTransaction"/> asks it, so that no mutation has to know of it.
/// </summary>
/// <param name="Id">See <see cref="IdempotencyKey.Id"/>.</param>
/// <param name="Input">See <see cref="IdempotencyKey.Input"/>.</param>
/// <param name="Now">The instant of the request.</param>
internal sealed record Repetition(string Id, string Input, DateTime Now)
{
    /// <summary>How long a key is kept.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    public static Repetition Of(string header, Caller caller, MutationCall call, DateTime now)
    {
        // No part can hold the separator: headers and names are printable, and so are roles and scopes.
        var id = string.Join('\n', caller.Role, caller.Scope, caller.Subject.ReplaceLineEndings(" "), header, call.ResponseName);
        using var input = new MemoryStream();
        using (var json = new Utf8JsonWriter(input))
        {
            json.WriteStartObject();
            json.WritePropertyName(call.Field);
            Write(json, call.Arguments);
            json.WriteEndObject();
        }

        return new Repetition(
            Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(id))),
            Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(header), input.ToArray())),
            now);
    }

    /// <summary>
    /// The result of the mutation that was done under this key; null if none was. Then the key is taken: whoever comes
    /// with it at the same time waits until this transaction has ended.
    /// </summary>
    /// <exception cref="GraphQLException">The key was used for something else.</exception>
    public async Task<string?> TakeAsync(GraphContext db, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await db.IdempotencyKeys.AsNoTracking().SingleOrDefaultAsync(x => x.Id == Id, cancellationToken) is { } known)
            {
                if (known.At > Now - Lifetime)
                {
                    return known.Input == Input ? known.Result : throw new GraphQLException(
                        "This Idempotency-Key was used for another mutation, or for this one with another input. Nothing was changed; take a new key for a new mutation.",
                        IdempotencyKeys.ReusedCode);
                }

                await db.IdempotencyKeys.Where(x => x.Id == Id).ExecuteDeleteAsync(cancellationToken);
            }

            // Waits for whoever has taken it in a transaction that has not ended; if that one commits, its result is there to be read.
            if (await db.Database.ExecuteSqlAsync(
                $"INSERT INTO idempotency_keys (id, input, result, at) VALUES ({Id}, {Input}, {""}, {Now}) ON CONFLICT (id) DO NOTHING", cancellationToken) > 0)
                return null;
        }
    }

    /// <summary>Keeps the result.</summary>
    /// <exception cref="InvalidOperationException">It is no id: such a mutation could be done twice.</exception>
    public Task KeepAsync<T>(GraphContext db, T result, CancellationToken cancellationToken)
    {
        if (!IsId(result))
            throw new InvalidOperationException($"A mutation's result is kept for whoever repeats it, so it has to be an id or a reference and not a {typeof(T)}.");
        var text = JsonSerializer.Serialize(result);
        return db.IdempotencyKeys.Where(x => x.Id == Id).ExecuteUpdateAsync(row => row.SetProperty(x => x.Result, text), cancellationToken);
    }

    /// <summary>What <see cref="KeepAsync"/> kept.</summary>
    public static T ResultOf<T>(string kept) => JsonSerializer.Deserialize<T>(kept)!;

    private static bool IsId<T>(T result) => result switch
    {
        string text => Ids.IsReference(text),
        long => true,
        _ => typeof(T).IsGenericType && typeof(T).GetGenericTypeDefinition() == typeof(Ref<>),
    };

    // In the order of the names, so that the order in which a client writes them does not matter.
    private static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case ArgumentValues values:
                json.WriteStartObject();
                foreach (var (name, inner) in values.Present.OrderBy(x => x.Key, StringComparer.Ordinal))
                {
                    json.WritePropertyName(name);
                    Write(json, inner);
                }

                json.WriteEndObject();
                break;
            case IEnumerable list and not string:
                json.WriteStartArray();
                foreach (var item in list)
                    Write(json, item);
                json.WriteEndArray();
                break;
            case IFormattable formattable:
                json.WriteStringValue(formattable.ToString(value is DateTime ? "O" : null, CultureInfo.InvariantCulture));
                break;
            default:
                json.WriteStringValue(value.ToString());
                break;
        }
    }
}
