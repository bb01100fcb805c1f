using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Tests.Databases;

namespace Integration.Graph.Server.Tests.Sharing;

/// <summary>Each role's mutations, queries and subscriptions match the design's tables of mutations and other types.</summary>
[Collection(SharingHosts.Name)]
public sealed class MutationTableTests(SharingHosts hosts)
{
    private const string Table = """
        CENTRE_WORKER           | Mutation | registerRefugee transferRefugee placeRefugee updateContact recordInterview giveConsent changeConsent withdrawConsent
        MUNICIPALITY            | Mutation | acknowledgeHandoverNotice confirmDeletion updateContact withdrawConsent
        BRANCH_COORDINATOR      | Mutation | acceptReferral returnReferral recordContact closeReferral registerVolunteer proposeMatch endMatch openActivity changeActivity closeActivity requestBranchActivation confirmDeletion withdrawConsent
        VOLUNTEER               | Mutation | confirmMatch recordMeeting endMatch confirmDeletion
        INTEGRATION_CONSULTANT  | Mutation | assignReferral decideBranchActivation requestBranchActivation confirmDeletion withdrawConsent
        DATA_PROTECTION_OFFICER | Mutation | eraseRefugee exportSubjectData openSubjectAccess rectifyRefugee withdrawConsent
        ADMINISTRATOR           | Mutation |
        CENTRE_WORKER           | ConsentNotice | id reference consentVersion endsOn createdAt refugee
        MUNICIPALITY            | DeletionRequest | id reference fields reason role scope status requestedAt confirmedAt cancelledAt dueOn overdue remindedAt
        BRANCH_COORDINATOR      | DeletionRequest | id reference fields reason role scope status requestedAt confirmedAt cancelledAt dueOn overdue remindedAt
        VOLUNTEER               | DeletionRequest | id reference fields reason role scope status requestedAt confirmedAt cancelledAt dueOn overdue remindedAt
        INTEGRATION_CONSULTANT  | DeletionRequest | id reference fields reason role scope status requestedAt confirmedAt cancelledAt dueOn overdue remindedAt
        DATA_PROTECTION_OFFICER | DeletionRequest | id reference fields reason role scope status requestedAt confirmedAt cancelledAt dueOn overdue remindedAt
        CENTRE_WORKER           | HandoverNotice | id reference municipality createdAt acknowledgedAt refugee
        MUNICIPALITY            | HandoverNotice | id reference municipality news createdAt acknowledgedAt refugee
        INTEGRATION_CONSULTANT  | HandoverNotice | id municipality createdAt acknowledgedAt
        DATA_PROTECTION_OFFICER | Disclosure | id at role scope operation reference fields consentVersion
        DATA_PROTECTION_OFFICER | Holder | role scope field since consentVersion deletionRequestedAt
        """;

    [Fact]
    public async Task Each_role_has_what_the_table_gives_it_and_nothing_else()
    {
        var host = await hosts.OnAsync(DatabaseKind.Sqlite);
        var expected = Table.Split('\n').Select(line => line.Split('|')).ToLookup(
            cells => (cells[0].Trim(), cells[1].Trim()), cells => cells[2].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        foreach (var asker in Asker.OfEachRole.Append(null))
        {
            var token = asker is null ? null : await hosts.TokenAsync(host, asker);
            foreach (var type in new[] { "Mutation", "ConsentNotice", "DeletionRequest", "HandoverNotice", "Disclosure", "Holder" })
            {
                var answer = await host.QueryAsync(token, $"{{ __type(name: \"{type}\") {{ fields {{ name }} }} }}");
                var found = answer["__type"].ValueKind == System.Text.Json.JsonValueKind.Null
                    ? []
                    : answer["__type.fields"].EnumerateArray().Select(field => field.GetProperty("name").GetString()).ToList();
                found.ShouldBe(expected[(asker?.Role.InTokens() ?? "", type)].SelectMany(names => names), ignoreOrder: true, $"{asker} {type}");
            }
        }
    }
}
