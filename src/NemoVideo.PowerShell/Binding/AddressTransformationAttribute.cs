using System.Collections;
using System.Management.Automation;

namespace NemoVideo.PowerShell.Binding;

/// <summary>
/// Takes texts as addresses. PowerShell's own conversion would repeat in its error what is none, with a password or a signature
/// in it: here it becomes a relative address, which the cmdlet refuses.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
internal sealed class AddressTransformationAttribute : ArgumentTransformationAttribute
{
    private static readonly Uri NotAnAddress = new("not-an-address", UriKind.Relative);

    /// <summary>Whether several are taken at once.</summary>
    public bool AllowMany { get; init; }

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => PipedObject.Unwrap(inputData) switch
    {
        null => null,
        IEnumerable items and not string when AllowMany => items.Cast<object?>().Select(ToAddress).ToArray(),
        var single => ToAddress(single),
    };

    private static Uri? ToAddress(object? item) => PipedObject.Unwrap(item) switch
    {
        null => null,
        Uri address => address,
        string text when Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out var address) => address,
        _ => NotAnAddress,
    };
}
