using System.Management.Automation;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Binding;

/// <summary>Takes connections. PowerShell's own conversion would repeat anything else in its error, such as an object that holds a token.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
internal sealed class ConnectionTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => PipedObject.Unwrap(inputData) switch
    {
        null => null,
        NemoConnection connection => connection,
        _ => throw new ArgumentTransformationMetadataException("A connection is needed, as Connect-Nemo -PassThru gives it."),
    };
}
