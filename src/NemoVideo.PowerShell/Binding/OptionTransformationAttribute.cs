using System.Collections;
using System.Management.Automation;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Binding;

/// <summary>
/// Takes options as a hashtable. PowerShell's own conversion tells of an unknown key in a page of text that lists all known
/// ones; here the key is kept, and the cmdlet says in one sentence what it is and what was meant.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
internal sealed class OptionTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        if (PipedObject.Unwrap(inputData) is not IDictionary given)
        {
            return inputData;
        }

        var known = new Hashtable();
        string? unknown = null;
        foreach (DictionaryEntry entry in given)
        {
            if (NemoOption.Names.Contains($"{entry.Key}", StringComparer.OrdinalIgnoreCase))
            {
                known.Add(entry.Key, entry.Value);
            }
            else
            {
                unknown ??= $"{entry.Key}";
            }
        }

        var option = (NemoOption)LanguagePrimitives.ConvertTo(known, typeof(NemoOption), System.Globalization.CultureInfo.InvariantCulture);
        option.UnknownName = unknown;
        return option;
    }
}
