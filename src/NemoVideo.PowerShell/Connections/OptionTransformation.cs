namespace NemoVideo.PowerShell;

/// <summary>Converts a hashtable to options. The cmdlet rejects those that have a problem.</summary>
internal sealed class OptionTransformationAttribute : TransformationAttribute
{
    protected override object? Convert(object? input)
    {
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
