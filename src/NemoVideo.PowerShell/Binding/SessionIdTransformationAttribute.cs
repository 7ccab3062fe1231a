using System.Management.Automation;

namespace NemoVideo.PowerShell.Binding;

/// <summary>Takes a session, anything with a SessionId, or an id; a number is read as its text. Nothing else is an id.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
internal sealed class SessionIdTransformationAttribute : ArgumentTransformationAttribute
{
    /// <summary>Whether several are taken at once.</summary>
    public bool AllowMany { get; init; }

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => PipedObject.Unwrap(inputData) switch
    {
        null => null,

        // An empty field of a row says that there is none, which is the cmdlet's to judge.
        string { Length: 0 } empty => empty,
        System.Collections.IEnumerable items and not string when AllowMany => items.Cast<object?>().Select(ToId).ToArray(),
        var single => ToId(single),
    };

    /// <summary>The session id of an object or a text; null where it has none.</summary>
    public static string? SessionIdOf(object? input)
    {
        var value = PipedObject.Unwrap(input);
        return PipedObject.IdText(value)
            ?? (value is null ? null : PipedObject.IdText(PipedObject.Read(PSObject.AsPSObject(value), "SessionId")));
    }

    private static string ToId(object? item) => SessionIdOf(item)
        ?? throw new ArgumentTransformationMetadataException("A session, an object with a SessionId, or a session's id is needed.");
}
