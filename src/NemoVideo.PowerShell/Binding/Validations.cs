namespace NemoVideo.PowerShell.Binding;

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
