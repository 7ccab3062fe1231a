using System.Management.Automation;

namespace NemoVideo.PowerShell.Binding;

/// <summary>Allows whole http and https addresses only.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
internal sealed class WebAddressAttribute : ValidateEnumeratedArgumentsAttribute
{
    /// <inheritdoc/>
    protected override void ValidateElement(object element)
    {
        if (PipedObject.Unwrap(element) is not Uri { IsAbsoluteUri: true } address
            || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
        {
            throw new ValidationMetadataException($"'{element}' is not a whole web address: give one that begins with https:// or http://.");
        }
    }
}
