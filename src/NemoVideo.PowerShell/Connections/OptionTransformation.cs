namespace NemoVideo.PowerShell;

/// <summary>Converts a hashtable to options. The cmdlet rejects those that have a problem.</summary>
internal sealed class OptionTransformationAttribute : TransformationAttribute
{
    private static readonly HashSet<string> Names = new(
        typeof(NemoOption).GetProperties().Select(static one => one.Name),
        StringComparer.OrdinalIgnoreCase);

    protected override object? Convert(object? input)
    {
        if (((input as PSObject)?.BaseObject ?? input) is IDictionary table
            && table.Keys.Cast<object>().FirstOrDefault(static key => !Names.Contains($"{key}")) is { } unknown)
        {
            // PowerShell's error lists the types of all properties.
            return new NemoOption { Problem = $"There is no option '{unknown}'. The options are {string.Join(", ", Names)}." };
        }

        try
        {
            return input is null ? null : LanguagePrimitives.ConvertTo<NemoOption>(input);
        }
        catch (PSInvalidCastException exception)
        {
            return new NemoOption { Problem = exception.Message };
        }
    }
}
