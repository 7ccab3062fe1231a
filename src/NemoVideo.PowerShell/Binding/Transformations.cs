using System.Collections;
using System.Security;
using NemoVideo.Language;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Binding;

/// <summary>Converts arguments. Unlike PowerShell's own conversion, no error repeats a value, which may be a token or a password.</summary>
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

/// <summary>Accepts URLs. Any other value becomes a relative URL, which the cmdlet rejects.</summary>
internal sealed class AddressTransformationAttribute : TransformationAttribute
{
    private static readonly Uri NotAnAddress = new("not-an-address", UriKind.Relative);

    /// <summary>Whether the parameter is an array.</summary>
    public bool AllowMany { get; init; }

    protected override object? Convert(object? input) => AllowMany ? Each(input, ToAddress) : ToAddress(input);

    private static Uri? ToAddress(object? item) => PipedObject.Unwrap(item) switch
    {
        null => null,
        Uri address => address,
        string text => UrlText.Parse(text) ?? NotAnAddress,
        _ => NotAnAddress,
    };
}

/// <summary>Accepts only connections.</summary>
internal sealed class ConnectionTransformationAttribute : TransformationAttribute
{
    protected override object? Convert(object? input) => input is null or NemoConnection
        ? input
        : throw new ArgumentTransformationMetadataException("The value is not a connection. Use the output of Connect-Nemo -PassThru.");
}

/// <summary>Converts an empty value, such as that of a column in a CSV file, to the default.</summary>
internal sealed class TextOrDefaultAttribute(string defaultValue) : TransformationAttribute
{
    protected override object? Convert(object? input) => input is null or "" ? defaultValue : input;
}

/// <summary>Accepts a resolution in upper or lower case. Any other text is unchanged.</summary>
internal sealed class ResolutionAttribute : TransformationAttribute
{
    protected override object? Convert(object? input) => PlainTextAttribute.TextOf(input) is not { } text ? PlainTextAttribute.Other
        : ExportForm.Resolutions.FirstOrDefault(one => one.Equals(text, StringComparison.OrdinalIgnoreCase)) ?? text;
}

/// <summary>Converts an empty value to null, and one that isn't a number to NaN, which the cmdlet rejects.</summary>
internal sealed class NumberOrNullAttribute : TransformationAttribute
{
    protected override object? Convert(object? input) => input is null or "" ? null
        : LanguagePrimitives.TryConvertTo<double>(input, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;
}

/// <summary>Converts a hashtable to options. The cmdlet rejects unknown keys and fractions, with a clearer error.</summary>
internal sealed class OptionTransformationAttribute : TransformationAttribute
{
    protected override object? Convert(object? input)
    {
        if (input is null or NemoOption)
        {
            return input;
        }

        if (input is not IDictionary given)
        {
            throw new ArgumentTransformationMetadataException("The value must be a hashtable, such as @{ StreamTimeoutSec = 300 }.");
        }

        var names = given.Keys.Cast<object>().ToList();
        var known = new Hashtable();
        names.FindAll(IsKnown).ForEach(name => known[$"{name}"] = given[name]);

        if (!LanguagePrimitives.TryConvertTo<NemoOption>(known, CultureInfo.InvariantCulture, out var option))
        {
            var invalid = known.Keys.Cast<string>().FirstOrDefault(name => !LanguagePrimitives.TryConvertTo<NemoOption>(
                new Hashtable { [name] = known[name] }, CultureInfo.InvariantCulture, out _));
            throw new ArgumentTransformationMetadataException($"The value of {invalid} is not a number or is too large.");
        }

        option.UnknownName = names.Find(static name => !IsKnown(name))?.ToString();
        option.FractionName = names.Find(name => NemoOption.IsInteger($"{name}") && IsFraction(given[name]))?.ToString();
        return option;
    }

    private static bool IsKnown(object name) => NemoOption.Names.Contains($"{name}", StringComparer.OrdinalIgnoreCase);

    private static bool IsFraction(object? value) =>
        LanguagePrimitives.TryConvertTo<double>(value, CultureInfo.InvariantCulture, out var number) && number != Math.Floor(number);
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

    /// <summary>Whether any other object becomes <see cref="Other"/>, which the cmdlet rejects.</summary>
    public bool AllowOther { get; init; }

    /// <summary>The text of a simple value; null for any other object.</summary>
    public static string? TextOf(object? value) => value switch
    {
        null => "",
        string text => text,
        ValueType => LanguagePrimitives.ConvertTo<string>(value),
        _ => null,
    };

    protected override object Convert(object? input) => TextOf(input)
        ?? (AllowOther ? Other : throw new ArgumentTransformationMetadataException(
            "A string is required.", new PSInvalidCastException("The object is neither a string nor a number.")));
}

/// <summary>Accepts simple values as messages. Null and any other object become an empty message, which the cmdlet rejects.</summary>
internal sealed class MessageTextAttribute : TransformationAttribute
{
    protected override object? Convert(object? input) =>
        input is IDictionary ? "" : Each(input, static item => PlainTextAttribute.TextOf(PipedObject.Unwrap(item)) ?? "");
}

/// <summary>Accepts a SecureString or a string. Any other value becomes <see cref="InvalidSecret"/>, which the cmdlet rejects.</summary>
internal sealed class SecretTransformationAttribute : TransformationAttribute
{
    public static SecureString InvalidSecret { get; } = ToSecureString("");

    protected override object? Convert(object? input) => input switch
    {
        null => null,
        SecureString secret => secret,
        string text => ToSecureString(text),
        _ => InvalidSecret,
    };

    private static SecureString ToSecureString(string text)
    {
        var secret = new SecureString();
        foreach (var character in text)
        {
            secret.AppendChar(character);
        }

        secret.MakeReadOnly();
        return secret;
    }
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
