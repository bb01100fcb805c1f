using System.Collections.Concurrent;
using System.Linq.Expressions;
using Integration.Graph.Engine.Planning.Rows;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Refugees;

namespace Integration.Graph.Server.Sharing;

/// <summary>A personal field that is null, and why.</summary>
/// <param name="Field">The field.</param>
/// <param name="Reason">The first reason of those that hold.</param>
internal sealed record WithheldField(SharedField Field, WithheldReason Reason);

/// <summary>Why a personal field is null. Asked in this order: of a field that is not granted, nothing else is said.</summary>
public enum WithheldReason
{
    /// <summary>The consent in force does not grant it to the caller's class.</summary>
    NotGranted = 1,

    /// <summary>Granted, but the person's address is protected.</summary>
    ProtectedAddress = 2,

    /// <summary>Permitted, but the value is not known yet.</summary>
    NotRecorded = 3,
}

/// <summary>
/// Finds out what is withheld without reading it: the database answers with one number, of which the low bits are
/// the grants of the caller's class and the high bits say what is missing among the granted.
/// </summary>
internal static class WithheldFields
{
    private const int Protected = 1 << 8;
    private const int NoPhone = 1 << 9;
    private const int NoAddress = 1 << 10;
    private const int NoCaseworker = 1 << 11;
    private const int NoLanguages = 1 << 12;

    private static readonly SharedField[] Every = Enum.GetValues<SharedField>();

    public static Computed<Refugee, IReadOnlyList<WithheldField>> For(Role? role)
    {
        var fields = Every.Where(f => role is { } asking && SharingTable.Shared.Any(s => s.Value == f && SharingTable.Of(asking, nameof(Refugee), s.Key) is not null)).ToArray();
        // There are few states and many persons.
        var known = new ConcurrentDictionary<int, IReadOnlyList<WithheldField>>();
        return Computed.Of(State(role), (state, _) => known.GetOrAdd(state, s => [.. Reasons(fields, s)]));
    }

    private static Expression<Func<Refugee, int>> State(Role? role) => (role is { } known ? SharingTable.ClassOf(known) : null) switch
    {
        RecipientClass.Municipality => r => (int)r.Consent!.MunicipalityFields
            | ((r.Consent.MunicipalityFields & SharedFields.Address) == SharedFields.Address && r.NameAndAddressProtection ? Protected : 0)
            | ((r.Consent.MunicipalityFields & SharedFields.Phone) == SharedFields.Phone && r.Phone == null ? NoPhone : 0)
            | ((r.Consent.MunicipalityFields & SharedFields.Address) == SharedFields.Address && !r.NameAndAddressProtection && r.Street == null ? NoAddress : 0)
            | ((r.Consent.MunicipalityFields & SharedFields.Caseworker) == SharedFields.Caseworker && r.CaseworkerId == null ? NoCaseworker : 0)
            | ((r.Consent.MunicipalityFields & SharedFields.Languages) == SharedFields.Languages && r.Languages == "" ? NoLanguages : 0),
        RecipientClass.Volunteers => r => (int)r.Consent!.VolunteersFields
            | ((r.Consent.VolunteersFields & SharedFields.Address) == SharedFields.Address && r.NameAndAddressProtection ? Protected : 0)
            | ((r.Consent.VolunteersFields & SharedFields.Phone) == SharedFields.Phone && r.Phone == null ? NoPhone : 0)
            | ((r.Consent.VolunteersFields & SharedFields.Address) == SharedFields.Address && !r.NameAndAddressProtection && r.Street == null ? NoAddress : 0)
            | ((r.Consent.VolunteersFields & SharedFields.Caseworker) == SharedFields.Caseworker && r.CaseworkerId == null ? NoCaseworker : 0)
            | ((r.Consent.VolunteersFields & SharedFields.Languages) == SharedFields.Languages && r.Languages == "" ? NoLanguages : 0),
        _ => r => (int)SharedFields.All
            | (r.Phone == null ? NoPhone : 0)
            | (r.Street == null ? NoAddress : 0)
            | (r.CaseworkerId == null ? NoCaseworker : 0)
            | (r.Languages == "" ? NoLanguages : 0),
    };

    private static IEnumerable<WithheldField> Reasons(SharedField[] fields, int state)
    {
        foreach (var field in fields)
        {
            if ((state & (int)field.Bit()) == 0)
            {
                yield return new WithheldField(field, WithheldReason.NotGranted);
            }
            else if (field == SharedField.Address && (state & Protected) != 0)
            {
                yield return new WithheldField(field, WithheldReason.ProtectedAddress);
            }
            else if ((state & MissingBit(field)) != 0)
            {
                yield return new WithheldField(field, WithheldReason.NotRecorded);
            }
        }
    }

    private static int MissingBit(SharedField field) => field switch
    {
        SharedField.Phone => NoPhone,
        SharedField.Address => NoAddress,
        SharedField.Caseworker => NoCaseworker,
        SharedField.Languages => NoLanguages,
        _ => 0,
    };
}
