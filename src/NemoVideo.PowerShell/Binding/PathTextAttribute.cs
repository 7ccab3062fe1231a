using System.Management.Automation;

namespace NemoVideo.PowerShell.Binding;

/// <summary>
/// Takes texts as paths, and files as their own. Any other object is refused here, so that it binds by its properties and
/// never by how it happens to show itself.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
internal sealed class PathTextAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => PipedObject.Unwrap(inputData) switch
    {
        System.Collections.IEnumerable items and not string => items.Cast<object?>().Select(ToPath).ToArray(),
        var single => ToPath(single),
    };

    private static string ToPath(object? item) => PipedObject.Unwrap(item) switch
    {
        string path => path,
        FileSystemInfo file => WildcardPattern.Escape(file.FullName),
        _ => throw new ArgumentTransformationMetadataException(
            "A path is needed.", new PSInvalidCastException("The object is neither a text nor a file.")),
    };
}
