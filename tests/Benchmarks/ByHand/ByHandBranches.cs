using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Activities;
using Integration.Graph.Server.ReferenceData;
using Integration.Graph.Server.Time;
using Microsoft.AspNetCore.Http;

namespace Integration.Graph.Benchmarks.ByHand;

/// <summary>Hand-written response: branches with integration activities.</summary>
internal sealed class ByHandBranches(ByHandConnections connections, ReferenceTablesSource reference, TimeProvider clock)
{
    private static readonly string[] Weekdays = ["", .. Enum.GetValues<Weekday>().Select(x => x.SchemaName())];

    public async Task AnswerAsync(HttpContext http)
    {
        var answer = ByHandAnswer.Rent();
        var json = answer.Json;
        json.WriteStartObject();
        json.WriteStartObject("data"u8);
        json.WriteStartObject("branches"u8);
        json.WriteStartArray("nodes"u8);
        var connection = await connections.RentAsync();
        await using (var reader = await connection.Command(ByHandSql.Branches, [("day", Moment.Of(clock).Today)]).ExecuteReaderAsync())
        {
            var current = 0L;
            while (await reader.ReadAsync())
            {
                var id = reader.GetInt64(0);
                if (id != current)
                {
                    if (current != 0)
                    {
                        json.WriteEndArray();
                        json.WriteEndObject();
                    }
                    current = id;
                    json.WriteStartObject();
                    json.WriteString("name"u8, reader.GetString(1));
                    var municipality = reference.Current.Municipality(reader.GetString(2))!;
                    json.WriteStartObject("municipality"u8);
                    json.WriteString("name"u8, municipality.Name);
                    json.WriteStartObject("region"u8);
                    json.WriteString("name"u8, municipality.Region!.NameDa);
                    json.WriteEndObject();
                    json.WriteEndObject();
                    json.WriteStartArray("activities"u8);
                }
                if (reader.IsDBNull(3))
                {
                    continue;
                }

                json.WriteStartObject();
                json.WriteStartObject("type"u8);
                json.WriteString("key"u8, reader.GetString(3));
                json.WriteEndObject();
                json.WriteString("title"u8, reader.GetString(4));
                if (reader.IsDBNull(5))
                {
                    json.WriteNull("weekday"u8);
                }
                else
                {
                    json.WriteString("weekday"u8, Weekdays[reader.GetInt32(5)]);
                }

                json.WriteEndObject();
            }
            if (current != 0)
            {
                json.WriteEndArray();
                json.WriteEndObject();
            }
        }
        connections.Return(connection);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        await answer.SendAsync(http);
    }
}
