using System.Management.Automation;

namespace NemoVideo.PowerShell.Binding;

/// <summary>Refuses a text with nothing to read in it: as a message it would be charged, as a name it could not be found.</summary>
/// <remarks>PowerShell's own ValidateNotNullOrWhiteSpace is not there before 7.4.</remarks>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
internal sealed class NotBlankAttribute : ValidateArgumentsAttribute
{
    /// <inheritdoc/>
    protected override void Validate(object? arguments, EngineIntrinsics engineIntrinsics)
    {
        if (string.IsNullOrWhiteSpace(PipedObject.Unwrap(arguments) as string))
        {
            throw new ValidationMetadataException("It is empty, or nothing but blanks: give a text, or check the variable that it was given.");
        }
    }
}
