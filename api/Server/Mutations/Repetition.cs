using System.Collections;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Integration.Graph.Engine.Types;
using Integration.Graph.Engine.Types.Resolvers;
using Integration.Graph.Server.Identifiers;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Mutations;

/// <summary>
/// The identity of a mutation with an <c>Idempotency-Key</c>: the caller, the header and the field's response name.
/// <see cref="MutationTransaction"/> uses it, so no mutation has to.
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
        // No part can contain the separator: headers, names, roles and scopes are printable.
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
    /// Returns the stored result of this key. If there is none, takes the key and returns null; a concurrent repetition then waits
    /// until this transaction has ended.
    /// </summary>
    /// <exception cref="GraphQLException">The key was used for another mutation or another input.</exception>
    public async Task<string?> TakeAsync(GraphContext db, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await db.IdempotencyKeys.AsNoTracking().SingleOrDefaultAsync(x => x.Id == Id, cancellationToken) is { } known)
            {
                if (known.At > Now - Lifetime)
                {
                    return known.Input == Input ? known.Result : throw new GraphQLException(
                        "This Idempotency-Key was used for another mutation, or for this one with another input. Nothing was changed. Use a new key for a new mutation.",
                        IdempotencyKeys.ReusedCode);
                }

                await db.IdempotencyKeys.Where(x => x.Id == Id).ExecuteDeleteAsync(cancellationToken);
            }

            // Waits for an open transaction that has taken the key. If that one commits, the next pass reads its result.
            if (await KeyRows.TryInsertAsync(db, new IdempotencyKey { Id = Id, Input = Input, Result = "", At = Now }, cancellationToken))
            {
                return null;
            }
        }
    }

    /// <summary>Stores the result.</summary>
    /// <exception cref="InvalidOperationException">The result is not an id. Such a mutation could be executed twice.</exception>
    public Task KeepAsync<T>(GraphContext db, T result, CancellationToken cancellationToken)
    {
        if (!IsId(result))
        {
            throw new InvalidOperationException($"A mutation's result is stored for repeated requests, so it must be an id or a reference, not a {typeof(T)}.");
        }

        var text = JsonSerializer.Serialize(result);
        return db.IdempotencyKeys.Where(x => x.Id == Id).ExecuteUpdateAsync(row => row.SetProperty(x => x.Result, text), cancellationToken);
    }

    /// <summary>Returns the result that <see cref="KeepAsync"/> stored.</summary>
    public static T ResultOf<T>(string kept) => JsonSerializer.Deserialize<T>(kept)!;

    private static bool IsId<T>(T result) => result switch
    {
        string text => Ids.IsReference(text),
        long => true,
        _ => typeof(T).IsGenericType && typeof(T).GetGenericTypeDefinition() == typeof(Ref<>),
    };

    // Sorts by name, so that the client's order of fields does not matter.
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
                {
                    Write(json, item);
                }

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
