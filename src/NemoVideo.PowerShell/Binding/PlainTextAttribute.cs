using System.Management.Automation;

namespace NemoVideo.PowerShell.Binding;

/// <summary>
/// Takes texts, numbers and other plain values as a text, and nothing as an empty one. Any other object is refused here, so
/// that it binds by its properties: how an object shows itself ("950 credits") is no name for anything.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
internal sealed class PlainTextAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData) => PipedObject.Unwrap(inputData) switch
    {
        null => "",
        string text => text,
        ValueType value => LanguagePrimitives.ConvertTo<string>(value),
        _ => throw new ArgumentTransformationMetadataException(
            "A text is needed.", new PSInvalidCastException("The object is no text, and no number or other plain value.")),
    };
}
