using System.Management.Automation;
using NemoVideo.PowerShell.Formatting;

namespace NemoVideo.PowerShell.Binding;

/// <summary>Allows whole http and https addresses only.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
internal sealed class WebAddressAttribute : ValidateEnumeratedArgumentsAttribute
{
    /// <inheritdoc/>
    protected override void ValidateElement(object element)
    {
        if (!DisplayText.IsWebAddress(PipedObject.Unwrap(element) as Uri))
        {
            // Doesn't repeat it: it may hold a password or a signature.
            throw new ValidationMetadataException("It is not a whole address of http or https: give one that begins with https:// or http://.");
        }
    }
}
