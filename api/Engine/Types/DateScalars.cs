using System.Globalization;
using System.Text.Json;
using Integration.Graph.Engine.Language;

namespace Integration.Graph.Engine.Types;

/// <summary>A scalar that documents and JSON represent as a string of a fixed format.</summary>
public abstract class TextScalarType(string name) : ScalarType(name)
{
    /// <inheritdoc />
    public sealed override bool TryParseLiteral(ValueNode literal, out object? value, out string? error) =>
        TryParse((literal as StringValueNode)?.Value, Printer.Print(literal), out value, out error);

    /// <inheritdoc />
    public sealed override bool TryParseValue(JsonElement json, out object? value, out string? error) =>
        TryParse(json.ValueKind == JsonValueKind.String ? json.GetString() : null, JsonText.Inspect(json), out value, out error);

    /// <summary>The format in words, for example <c>a date like 2026-01-31</c>.</summary>
    protected abstract string Form { get; }

    /// <summary>Parses the text; returns null if it does not have the format.</summary>
    protected abstract object? Parse(string text);

    private bool TryParse(string? text, string shown, out object? value, out string? error)
    {
        value = text is null ? null : Parse(text);
        error = value is null ? $"{Name} cannot represent value: {shown}. Expected {Form}." : null;
        return value is not null;
    }
}

/// <summary><c>Date</c>: a calendar day; <see cref="DateOnly"/> in C#.</summary>
public sealed class DateType : TextScalarType
{
    /// <summary>Creates the scalar.</summary>
    public DateType()
        : base("Date")
    {
        Description = "A calendar day, as `YYYY-MM-DD`.";
        SpecifiedBy = "https://scalars.graphql.org/andimarek/local-date.html";
        RuntimeType = typeof(DateOnly);
    }

    /// <inheritdoc />
    protected override string Form => "a date like \"2026-01-31\"";

    /// <inheritdoc />
    public override void Write(JsonOutput output, object value)
    {
        Span<char> text = stackalloc char[10];
        ((DateOnly)value).TryFormat(text, out _, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        output.WriteStringValue(text);
    }

    /// <inheritdoc />
    protected override object? Parse(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;
}

/// <summary><c>DateTime</c>: an instant; <see cref="DateTime"/> in UTC in C#.</summary>
public sealed class DateTimeType : TextScalarType
{
    private static readonly string[] Forms = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"];

    /// <summary>Creates the scalar.</summary>
    public DateTimeType()
        : base("DateTime")
    {
        Description = "An instant in RFC 3339 format. Responses use UTC.";
        SpecifiedBy = "https://scalars.graphql.org/andimarek/date-time.html";
        RuntimeType = typeof(DateTime);
    }

    /// <inheritdoc />
    protected override string Form => "an instant with its offset, like \"2026-01-31T12:00:00Z\"";

    /// <inheritdoc />
    public override void Write(JsonOutput output, object value)
    {
        var instant = value is DateTimeOffset offset ? offset.UtcDateTime : DateTime.SpecifyKind((DateTime)value, DateTimeKind.Utc);
        Span<char> text = stackalloc char[32];
        instant.TryFormat(text, out var length, "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
        output.WriteStringValue(text[..length]);
    }

    /// <inheritdoc />
    protected override object? Parse(string text) =>
        (text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > 10)
        && DateTimeOffset.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant)
            ? instant.UtcDateTime
            : null;
}
