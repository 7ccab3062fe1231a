using System.Collections;
using System.Management.Automation;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Binding;

/// <summary>
/// Takes options as a hashtable. PowerShell's own conversion tells of an unknown key in a page of text that lists all known
/// ones, and rounds a fraction; here the key is kept, and the cmdlet says in one sentence what is wrong and what was meant.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
internal sealed class OptionTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var input = PipedObject.Unwrap(inputData);
        if (input is null or NemoOption)
        {
            return input;
        }

        // Neither this nor the error below repeats a value, which may be meant for another parameter.
        if (input is not IDictionary given)
        {
            throw new ArgumentTransformationMetadataException("A hashtable is needed, such as @{ StreamTimeoutSec = 300 }.");
        }

        var known = new Hashtable();
        string? unknown = null;
        string? fraction = null;
        foreach (DictionaryEntry entry in given)
        {
            if (NemoOption.Names.Contains($"{entry.Key}", StringComparer.OrdinalIgnoreCase))
            {
                known.Add(entry.Key, entry.Value);
                fraction ??= NemoOption.IsWhole($"{entry.Key}") && IsFraction(entry.Value) ? $"{entry.Key}" : null;
            }
            else
            {
                unknown ??= $"{entry.Key}";
            }
        }

        if (!LanguagePrimitives.TryConvertTo<NemoOption>(known, System.Globalization.CultureInfo.InvariantCulture, out var option))
        {
            throw new ArgumentTransformationMetadataException("The value of an option is not a number, or too large a one.");
        }

        option.UnknownName = unknown;
        option.FractionName = fraction;
        return option;
    }

    private static bool IsFraction(object? value) =>
        LanguagePrimitives.TryConvertTo<double>(value, System.Globalization.CultureInfo.InvariantCulture, out var number) && number != Math.Floor(number);
}
