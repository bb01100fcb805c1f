using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Disclosures;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.ReferenceData;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Time;
using Microsoft.AspNetCore.Http;

namespace Integration.Graph.Benchmarks.ByHand;

/// <summary>Hand-written responses: the three operations about persons, for the role of the municipality.</summary>
internal sealed class ByHandPersons(ByHandConnections connections, ReferenceTablesSource reference, Ledger ledger, TimeProvider clock)
{
    private static readonly string Worklist = WithVersion(ByHandSql.Worklist);
    private static readonly string Person = WithVersion(ByHandSql.Person);
    private static readonly string FilterPage = WithVersion(ByHandSql.FilterPage);

    // The hand-written endpoint has no GraphQL document, and so no hash of one.
    private const string Hash = "0000000000000000000000000000000000000000000000000000000000000000";

    public async Task WorklistAsync(HttpContext http)
    {
        var (caller, at, answer, persons) = (http.GetCaller(), Moment.Of(clock), ByHandAnswer.Rent(), Begin());
        var json = answer.Json;
        Begin(json, "refugees"u8);
        json.WriteStartArray("nodes"u8);
        var connection = await connections.RentAsync();
        await using (var reader = await connection.Command(Worklist, Rule(caller, at)).ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                Write(json, reader, persons);
            }
        }

        connections.Return(connection);
        json.WriteEndArray();
        json.WriteEndObject();
        await FinishAsync(http, answer, caller, at, "Worklist", persons);
    }

    public async Task PersonAsync(HttpContext http)
    {
        var (caller, at, answer, persons) = (http.GetCaller(), Moment.Of(clock), ByHandAnswer.Rent(), Begin());
        var json = answer.Json;
        json.WriteStartObject();
        json.WriteStartObject("data"u8);
        json.WritePropertyName("refugee"u8);
        var id = GlobalId.TryDecode(http.Request.Query["id"].ToString(), out var type, out var number) && type == nameof(Refugee) ? number : 0;
        var connection = await connections.RentAsync();
        await using (var reader = await connection.Command(Person, [.. Rule(caller, at), ("id", id)]).ExecuteReaderAsync())
        {
            if (await reader.ReadAsync())
            {
                Write(json, reader, persons);
            }
            else
            {
                json.WriteNullValue();
            }
        }

        connections.Return(connection);
        await FinishAsync(http, answer, caller, at, "Person", persons);
    }

    public async Task FilterAsync(HttpContext http)
    {
        var (caller, at, answer, persons) = (http.GetCaller(), Moment.Of(clock), ByHandAnswer.Rent(), Begin());
        (string, object)[] values =
        [
            .. Rule(caller, at),
            ("nationality", http.Request.Query["nationality"].ToString()),
            ("age", int.Parse(http.Request.Query["age"].ToString(), CultureInfo.InvariantCulture)),
        ];
        var json = answer.Json;
        Begin(json, "refugees"u8);
        var connection = await connections.RentAsync();
        var count = await connection.Command(ByHandSql.FilterCount, values).ExecuteScalarAsync();
        json.WriteNumber("totalCount"u8, Convert.ToInt64(count, CultureInfo.InvariantCulture));
        json.WriteStartArray("nodes"u8);
        await using (var reader = await connection.Command(FilterPage, values).ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                WriteFound(json, reader, persons);
            }
        }

        connections.Return(connection);
        json.WriteEndArray();
        json.WriteEndObject();
        await FinishAsync(http, answer, caller, at, "Filter", persons);
    }

    // The last column is the version of the person that was read. The ledger needs it.
    private static string WithVersion(string sql) => sql.Replace("\nFROM refugees", ", r.version\nFROM refugees", StringComparison.Ordinal);

    private DisclosedPersons Begin()
    {
        var persons = new DisclosedPersons();
        persons.Begin(ledger);
        return persons;
    }

    private static (string, object)[] Rule(Caller caller, Moment at) =>
        [("scope", caller.Scope), ("now", at.Now), ("today", Age.ToNumber(at.Today))];

    private static void Begin(Utf8JsonWriter json, ReadOnlySpan<byte> field)
    {
        json.WriteStartObject();
        json.WriteStartObject("data"u8);
        json.WriteStartObject(field);
    }

    private async Task FinishAsync(HttpContext http, ByHandAnswer answer, Caller caller, Moment at, string operation, DisclosedPersons persons)
    {
        answer.Json.WriteEndObject();
        answer.Json.WriteEndObject();
        // No data changes while the benchmark runs, so this does not happen. The product would prepare the response again.
        if (!persons.IsEmpty && !await ledger.RecordAsync(caller, at.Now, operation, Hash, persons))
        {
            throw new InvalidOperationException("A person has changed while the answer was made.");
        }

        await answer.SendAsync(http);
    }

    private void Write(Utf8JsonWriter json, DbDataReader reader, DisclosedPersons persons)
    {
        var fields = SharedFields.None;
        json.WriteStartObject();
        WriteIdentity(json, reader);
        WriteName(json, reader, ref fields);
        WritePhone(json, reader, ref fields);
        if (reader.IsDBNull(13))
        {
            json.WriteNull("address"u8);
        }
        else
        {
            fields |= SharedFields.Address;
            json.WriteStartObject("address"u8);
            json.WriteString("street"u8, reader.GetString(13));
            json.WriteString("postalCode"u8, reader.GetString(14));
            json.WriteString("town"u8, reader.GetString(15));
            json.WriteEndObject();
        }
        WriteAgeAndNationality(json, reader, ref fields);
        if (reader.IsDBNull(16))
        {
            json.WriteNull("caseworker"u8);
        }
        else
        {
            fields |= SharedFields.Caseworker;
            json.WriteStartObject("caseworker"u8);
            WriteText(json, "name"u8, reader, 17);
            WriteText(json, "phone"u8, reader, 18);
            WriteText(json, "email"u8, reader, 19);
            json.WriteEndObject();
        }
        if (reader.IsDBNull(20))
        {
            json.WriteNull("referral"u8);
        }
        else
        {
            json.WriteStartObject("referral"u8);
            if (reader.IsDBNull(21))
            {
                json.WriteNull("branch"u8);
            }
            else
            {
                json.WriteStartObject("branch"u8);
                json.WriteString("name"u8, reader.GetString(21));
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        WriteWithheld(json, reader);
        json.WriteEndObject();
        Note(persons, reader, fields);
    }

    private void WriteFound(Utf8JsonWriter json, DbDataReader reader, DisclosedPersons persons)
    {
        var fields = SharedFields.None;
        json.WriteStartObject();
        WriteIdentity(json, reader);
        WriteName(json, reader, ref fields);
        WritePhone(json, reader, ref fields);
        WriteAgeAndNationality(json, reader, ref fields);
        WriteWithheld(json, reader);
        json.WriteEndObject();
        Note(persons, reader, fields);
    }

    private static void WriteIdentity(Utf8JsonWriter json, DbDataReader reader)
    {
        json.WriteString("id"u8, GlobalId.Encode(nameof(Refugee), reader.GetInt64(0)));
        json.WriteString("reference"u8, reader.GetString(1));
    }

    private static void WriteName(Utf8JsonWriter json, DbDataReader reader, ref SharedFields fields)
    {
        if (reader.IsDBNull(4))
        {
            json.WriteNull("name"u8);
            return;
        }
        fields |= SharedFields.Name;
        json.WriteStartObject("name"u8);
        json.WriteString("given"u8, reader.GetString(4));
        json.WriteString("family"u8, reader.GetString(5));
        json.WriteEndObject();
    }

    private static void WritePhone(Utf8JsonWriter json, DbDataReader reader, ref SharedFields fields)
    {
        WriteText(json, "phone"u8, reader, 6);
        fields |= reader.IsDBNull(6) ? SharedFields.None : SharedFields.Phone;
    }

    private void WriteAgeAndNationality(Utf8JsonWriter json, DbDataReader reader, ref SharedFields fields)
    {
        if (reader.IsDBNull(7))
        {
            json.WriteNull("age"u8);
        }
        else
        {
            fields |= SharedFields.Age;
            json.WriteNumber("age"u8, reader.GetInt32(7));
        }
        if (reader.IsDBNull(8))
        {
            json.WriteNull("nationality"u8);
            return;
        }
        fields |= SharedFields.Nationality;
        var nationality = reference.Current.Nationality(reader.GetString(8))!;
        json.WriteStartObject("nationality"u8);
        json.WriteString("code"u8, nationality.Code);
        json.WriteString("name"u8, nationality.NameDa);
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, ReadOnlySpan<byte> name, DbDataReader reader, int column)
    {
        if (reader.IsDBNull(column))
        {
            json.WriteNull(name);
        }
        else
        {
            json.WriteString(name, reader.GetString(column));
        }
    }

    private static void WriteWithheld(Utf8JsonWriter json, DbDataReader reader)
    {
        var grants = (SharedFields)reader.GetInt32(3);
        var isProtected = reader.GetInt32(9) != 0;
        json.WriteStartArray("withheld"u8);
        Write(SharedFields.Name, "NAME"u8, false);
        Write(SharedFields.Phone, "PHONE"u8, reader.IsDBNull(6));
        Write(SharedFields.Address, "ADDRESS"u8, reader.GetInt32(10) != 0, isProtected);
        Write(SharedFields.Age, "AGE"u8, false);
        Write(SharedFields.Nationality, "NATIONALITY"u8, false);
        Write(SharedFields.Caseworker, "CASEWORKER"u8, reader.GetInt32(11) != 0);
        Write(SharedFields.Languages, "LANGUAGES"u8, reader.GetInt32(12) != 0);
        json.WriteEndArray();

        void Write(SharedFields field, ReadOnlySpan<byte> name, bool isMissing, bool isProtected = false)
        {
            var isGranted = (grants & field) != 0;
            if (isGranted && !isMissing && !isProtected)
            {
                return;
            }

            json.WriteStartObject();
            json.WriteString("field"u8, name);
            json.WriteString("reason"u8, !isGranted ? "NOT_GRANTED"u8 : isProtected ? "PROTECTED_ADDRESS"u8 : "NOT_RECORDED"u8);
            json.WriteEndObject();
        }
    }

    private static void Note(DisclosedPersons persons, DbDataReader reader, SharedFields fields)
    {
        if (fields != SharedFields.None)
        {
            persons.Add(reader.GetString(1), fields, reader.GetInt32(2), reader.GetInt32(reader.FieldCount - 1));
        }
    }
}
