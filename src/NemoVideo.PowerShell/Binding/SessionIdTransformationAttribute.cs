using System.Globalization;
using System.Management.Automation;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Binding;

/// <summary>Takes a session, anything with a SessionId, or an id; a number is read as its text.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
internal sealed class SessionIdTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) => SessionIdOf(inputData) ?? inputData;

    /// <summary>The session id of an object or a text; null where it has none.</summary>
    public static string? SessionIdOf(object? input) => Unwrap(input) switch
    {
        null => null,
        string text => text,
        NemoSession session => session.SessionId,
        IFormattable number and (int or long or ulong or uint or decimal or double) => number.ToString(null, CultureInfo.InvariantCulture),
        _ => PSObject.AsPSObject(input!).Properties["SessionId"]?.Value is { } id ? Convert.ToString(Unwrap(id), CultureInfo.InvariantCulture) : null,
    };

    private static object? Unwrap(object? input) => input is PSObject wrapped && wrapped.BaseObject is not PSCustomObject ? wrapped.BaseObject : input;
}
