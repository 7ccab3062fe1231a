using System.Management.Automation;

namespace NemoVideo.PowerShell.Binding;

/// <summary>Allows whole http and https addresses only.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
internal sealed class WebAddressAttribute : ValidateEnumeratedArgumentsAttribute
{
    /// <summary>Whether an address is a whole one of the web.</summary>
    public static bool IsWebAddress(Uri? address) =>
        address is { IsAbsoluteUri: true } && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps);

    /// <inheritdoc/>
    protected override void ValidateElement(object element)
    {
        if (!IsWebAddress(PipedObject.Unwrap(element) as Uri))
        {
            // Doesn't repeat it: it may hold a password or a signature.
            throw new ValidationMetadataException("It is not a whole address of http or https: give one that begins with https:// or http://.");
        }
    }
}
