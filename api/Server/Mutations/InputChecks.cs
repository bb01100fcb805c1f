using System.Text.RegularExpressions;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Municipalities;
using Integration.Graph.Server.ReferenceData;
using Integration.Graph.Server.Storage;

namespace Integration.Graph.Server.Mutations;

/// <summary>
/// Checks the values of one input and collects all problems, so that one response reports them. Each check returns the value to
/// store; after a problem the return value does not matter, because nothing is stored. Messages never repeat the value: it may
/// be personal.
/// </summary>
internal sealed partial class InputChecks(ReferenceTables reference)
{
    public const int NameLength = 100;
    public const int StreetLength = 200;
    public const int ReasonLength = 1000;
    public const int ListLength = 100;
    private const int EmailLength = 254;
    private const string UnknownLanguage = "There is no language with this code; ISO 639-3 is expected.";
    private const string UnknownActivityType = "There is no activity type with this key; the query activityTypes lists them.";

    private readonly List<MutationException> _problems = [];

    public void Add(MutationException problem) => _problems.Add(problem);

    public void Invalid(string field, string code, string message) => Add(new InvalidInputException(field, code, message));

    /// <exception cref="MutationException">There is one problem.</exception>
    /// <exception cref="AggregateMutationException">There are several.</exception>
    public void ThrowIfAny()
    {
        if (_problems.Count == 1)
        {
            throw _problems[0];
        }

        if (_problems.Count > 1)
        {
            throw new AggregateMutationException(_problems);
        }
    }

    /// <summary>Checks a required text, and returns it trimmed.</summary>
    public string Text(string field, string? value, int maxLength) => Required(field, OptionalText(field, value, maxLength));

    /// <summary>Checks an optional text, and returns it trimmed; null if it is empty.</summary>
    public string? OptionalText(string field, string? value, int maxLength) => Checked(field, value, maxLength, needsLetter: false);

    /// <summary>Checks the name of a person, which must have a letter.</summary>
    public string Name(string field, string? value) => Required(field, OptionalName(field, value));

    /// <summary>As <see cref="Name"/>, but returns null for an empty name.</summary>
    public string? OptionalName(string field, string? value) => Checked(field, value, NameLength, needsLetter: true);

    /// <summary>Checks a reason in free text, which must have a letter.</summary>
    public string Reason(string field, string? value) => Required(field, OptionalReason(field, value));

    /// <summary>As <see cref="Reason"/>, but returns null for an empty reason.</summary>
    public string? OptionalReason(string field, string? value) => Checked(field, value, ReasonLength, needsLetter: true);

    private string Required(string field, string? text)
    {
        if (text is null)
        {
            Invalid(field, InputCode.Required, "This must not be empty.");
        }

        return text ?? "";
    }

    private string? Checked(string field, string? value, int maxLength, bool needsLetter)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            return null;
        }

        var text = value.Trim();
        if (text.Length > maxLength)
        {
            Invalid(field, InputCode.TooLong, $"This is longer than {maxLength} characters.");
        }
        else if (!Characters.AreAllowed(text))
        {
            Invalid(field, InputCode.Malformed, "This contains control characters, characters that change the direction of the text, or codes that are not characters. Remove them.");
        }
        else if (needsLetter && !Characters.HaveLetter(text))
        {
            Invalid(field, InputCode.Malformed, "This must contain at least one letter.");
        }
        else if (!Characters.AreVisible(text))
        {
            Invalid(field, InputCode.Malformed, "This contains invisible characters only.");
        }

        return text;
    }

    public string? Phone(string field, string? value)
    {
        if (value is not null && !E164().IsMatch(value))
        {
            Invalid(field, InputCode.Malformed, "A phone number is written as + and 7 to 15 digits without spaces, the country code first.");
        }

        return value;
    }

    public string? Email(string field, string? value)
    {
        var text = OptionalText(field, value, EmailLength);
        if (text is not null && Characters.AreAllowed(text) && Characters.AreVisible(text) && text.Length <= EmailLength && !SimpleEmail().IsMatch(text))
        {
            Invalid(field, InputCode.Malformed, "This is not an e-mail address.");
        }

        return text;
    }

    public void NotInTheFuture(string field, DateOnly day, DateOnly today)
    {
        if (day > today)
        {
            Invalid(field, InputCode.InTheFuture, "This day is in the future.");
        }
    }

    public void Nationality(string field, string code)
    {
        if (reference.Nationality(code) is null)
        {
            Invalid(field, InputCode.UnknownCode, "There is no nationality with this code; ISO 3166-1 alpha-2 is expected, or XXA for stateless.");
        }
    }

    public void Language(string field, string code)
    {
        if (reference.Language(code) is null)
        {
            Invalid(field, InputCode.UnknownCode, UnknownLanguage);
        }
    }

    public void ActivityType(string field, string key)
    {
        if (reference.ActivityType(key) is null)
        {
            Invalid(field, InputCode.UnknownCode, UnknownActivityType);
        }
    }

    public void Municipality(string field, string code)
    {
        if (reference.Municipality(code) is null)
        {
            Invalid(field, InputCode.UnknownCode, "There is no municipality with this code of four digits.");
        }
    }

    /// <summary>Checks a postal code, and returns its district; null if there is a problem.</summary>
    public PostalDistrict? PostalDistrict(string field, string code)
    {
        if (!FourDigits().IsMatch(code))
        {
            Invalid(field, InputCode.Malformed, "A postal code has four digits.");
            return null;
        }
        var district = reference.PostalDistrict(code);
        if (district is null)
        {
            Invalid(field, InputCode.UnknownCode, "There is no such postal code.");
        }

        return district;
    }

    /// <summary>Checks a list of languages, and returns the value of its column; empty for a list that was left out.</summary>
    public string Languages(string field, IReadOnlyList<string>? codes) => Keys(field, codes, code => reference.Language(code) is not null, UnknownLanguage);

    /// <summary>Checks a list of activity types, and returns the value of its column; empty for a list that was left out.</summary>
    public string ActivityTypes(string field, IReadOnlyList<string>? keys) => Keys(field, keys, key => reference.ActivityType(key) is not null, UnknownActivityType);

    /// <summary>Adds one problem for all wrong entries of a list: the first entry, and the number of the others.</summary>
    public void InvalidEntries(string field, IReadOnlyList<(string Path, string Code, string Message)> wrong)
    {
        if (wrong.Count == 0)
        {
            return;
        }

        var others = wrong.Count switch { 1 => "", 2 => " Another entry of this list is wrong too.", _ => $" {wrong.Count - 1} other entries of this list are wrong too." };
        Invalid(field + wrong[0].Path, wrong[0].Code, wrong[0].Message + others);
    }

    private string Keys(string field, IReadOnlyList<string>? keys, Func<string, bool> isKnown, string unknown)
    {
        if (keys is null)
        {
            return "";
        }

        if (keys.Count > ListLength)
        {
            Invalid(field, InputCode.TooLong, $"This list has {keys.Count} entries; at most {ListLength} are allowed.");
            return "";
        }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var wrong = new List<(string, string, string)>();
        for (var i = 0; i < keys.Count; i++)
        {
            if (!seen.Add(keys[i]))
            {
                wrong.Add(($"[{i}]", InputCode.Duplicate, "This entry is in the list already."));
            }
            else if (!isKnown(keys[i]))
            {
                wrong.Add(($"[{i}]", InputCode.UnknownCode, unknown));
            }
        }
        InvalidEntries(field, wrong);
        return KeyList.Join(keys);
    }

    [GeneratedRegex(@"^\+[1-9][0-9]{6,14}\z")]
    private static partial Regex E164();

    [GeneratedRegex(@"^[^@\s\p{C}]+@[^@\s\p{C}.]+(\.[^@\s\p{C}.]+)+\z")]
    private static partial Regex SimpleEmail();

    [GeneratedRegex(@"^[0-9]{4}\z")]
    private static partial Regex FourDigits();
}
