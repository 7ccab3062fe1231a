namespace NemoVideo.PowerShell;

/// <summary>Rejects blank text. PowerShell's ValidateNotNullOrWhiteSpace requires version 7.4.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
internal sealed class NotBlankAttribute : ValidateArgumentsAttribute
{
    protected override void Validate(object? arguments, EngineIntrinsics engineIntrinsics)
    {
        if (string.IsNullOrWhiteSpace(PipedObject.Unwrap(arguments) as string))
        {
            throw new ValidationMetadataException("The value is empty or blank. Specify a value that contains text.");
        }
    }
}

/// <summary>Accepts only http and https URLs. The error doesn't repeat a value, which may contain a password or a signature.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
internal sealed class WebAddressAttribute : ValidateEnumeratedArgumentsAttribute
{
    protected override void ValidateElement(object element)
    {
        if (!UrlText.IsWeb(PipedObject.Unwrap(element) as Uri))
        {
            throw new ValidationMetadataException("The value isn't an http or https URL. Use a URL that begins with https:// or http://.");
        }
    }
}
