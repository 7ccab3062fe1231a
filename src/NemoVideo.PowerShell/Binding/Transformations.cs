using System.Security;

namespace NemoVideo.PowerShell;

/// <summary>Converts arguments that PowerShell itself would convert in another way, or refuse.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
internal abstract class TransformationAttribute : ArgumentTransformationAttribute
{
    public sealed override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        Convert(PipedObject.Unwrap(inputData));

    protected abstract object? Convert(object? input);

    /// <summary>Converts each item of an array, or a single value.</summary>
    protected static object? Each<T>(object? input, Func<object?, T> convert) =>
        input is IEnumerable items and not string ? items.Cast<object?>().Select(convert).ToArray() : convert(input);
}

/// <summary>Converts texts to URLs. PowerShell's own error would repeat the text, which may contain a password or a signature.</summary>
internal sealed class AddressTransformationAttribute : TransformationAttribute
{
    /// <summary>Stands for a text that isn't a URL, which the cmdlet rejects.</summary>
    private static readonly Uri NotAnAddress = new("not-an-address", UriKind.Relative);

    protected override object? Convert(object? input) => Each(input, static item => PipedObject.Unwrap(item) switch
    {
        null => null,
        Uri address => address,
        var other => UrlText.Parse($"{other}") ?? NotAnAddress,
    });
}

/// <summary>Converts an empty value, such as that of a column in a CSV file, to the default.</summary>
internal sealed class TextOrDefaultAttribute(string defaultValue) : TransformationAttribute
{
    protected override object? Convert(object? input) =>
        input is null || (input is string text && string.IsNullOrWhiteSpace(text)) ? defaultValue : input;
}

/// <summary>Accepts a resolution in upper or lower case. Any other text is unchanged.</summary>
internal sealed class ResolutionAttribute : TransformationAttribute
{
    protected override object? Convert(object? input) =>
        ExportForm.Resolutions.FirstOrDefault(one => one.Equals(input as string, StringComparison.OrdinalIgnoreCase))
            ?? (string.IsNullOrWhiteSpace($"{input}") ? "" : input!);
}

/// <summary>Converts an empty value to null, and one that isn't a number, such as 24,0, to NaN, which the cmdlet rejects.</summary>
internal sealed class NumberOrNullAttribute : TransformationAttribute
{
    protected override object? Convert(object? input) => string.IsNullOrWhiteSpace($"{input}") ? null
        : double.TryParse(LanguagePrimitives.ConvertTo<string>(input), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number : double.NaN;
}

/// <summary>Accepts strings and files as paths. Any other object is rejected, so that PowerShell binds it by its properties.</summary>
internal sealed class PathTextAttribute : TransformationAttribute
{
    /// <summary>Begins the path of a file object, which is used as it is. No path that a user writes contains this character.</summary>
    public const char FileMark = '\0';

    /// <summary>Whether any other object becomes an empty path. If PowerShell rejected it, the cmdlet wouldn't get the row.</summary>
    public bool AllowOther { get; init; }

    protected override object? Convert(object? input) => Each(input, ToPath);

    private string ToPath(object? item) => PipedObject.Unwrap(item) switch
    {
        string path => path,
        null => "",
        FileSystemInfo file => FileMark + file.FullName,
        _ when AllowOther => "",
        _ => throw new ArgumentTransformationMetadataException(
            "A path is required.", new PSInvalidCastException("The object is neither a string nor a file.")),
    };
}

/// <summary>Accepts simple values; null becomes an empty string. PowerShell binds any other object by its properties.</summary>
internal sealed class PlainTextAttribute : TransformationAttribute
{
    /// <summary>Stands for an object that isn't a simple value.</summary>
    public const string Other = "\0";

    /// <summary>How tools export a missing value of a database (azuredatastudio 8732).</summary>
    private const string DatabaseNull = "NULL";

    /// <summary>Whether any other object becomes <see cref="Other"/>. Otherwise, -Join would omit the row.</summary>
    public bool AllowOther { get; init; }

    /// <summary>The text of a simple value; null for any other object.</summary>
    public static string? TextOf(object? value) => value switch
    {
        null => "",
        string text => string.IsNullOrWhiteSpace(text) || text == DatabaseNull ? "" : text,

        // ConvertFrom-Json and Invoke-Sqlcmd create dates (PowerShell 16976).
        DateTime { TimeOfDay.Ticks: 0 } date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("yyyy-MM-ddTHH:mm:ssK", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("yyyy-MM-ddTHH:mm:ssK", CultureInfo.InvariantCulture),
        ValueType => LanguagePrimitives.ConvertTo<string>(value),
        _ => null,
    };

    protected override object Convert(object? input) => TextOf(input) ?? (AllowOther ? Other
        : throw new ArgumentTransformationMetadataException(
            "A string is required.", new PSInvalidCastException("The object is neither a string nor a number.")));
}

/// <summary>Accepts simple values as messages. Null and any other object become an empty message, which the cmdlet rejects.</summary>
internal sealed class MessageTextAttribute : TransformationAttribute
{
    protected override object? Convert(object? input) =>
        input is IDictionary ? "" : Each(input, static item => PlainTextAttribute.TextOf(PipedObject.Unwrap(item)) ?? "");
}

/// <summary>Accepts a SecureString or a string. Any other value becomes <see cref="Invalid"/>, which the cmdlet rejects.</summary>
internal sealed class SecretTransformationAttribute : TransformationAttribute
{
    public static SecureString Invalid { get; } = new();

    protected override object? Convert(object? input) => input switch
    {
        null => null,
        SecureString secret => secret,
        string text => new NetworkCredential("", text).SecurePassword,
        _ => Invalid,
    };
}

/// <summary>Accepts session IDs as strings or numbers, and objects with a SessionId property.</summary>
internal sealed class SessionIdTransformationAttribute : TransformationAttribute
{
    /// <summary>Whether the parameter is an array.</summary>
    public bool AllowMany { get; init; }

    protected override object? Convert(object? input) => input switch
    {
        null => null,

        // The cmdlet decides what an empty property of an input object means.
        string { Length: 0 } empty => empty,
        _ => AllowMany ? Each(input, ToId) : ToId(input),
    };

    private static string ToId(object? item) => PipedObject.SessionIdOf(item)
        ?? throw new ArgumentTransformationMetadataException(
            "A session, a session ID or name, or an object with a SessionId property is required.");
}
