namespace NemoVideo.PowerShell;

/// <summary>The parameters on the command line, as opposed to those that an input specifies.</summary>
internal static class TypedParameters
{
    /// <summary>Whether a parameter is on the command line, with a value that isn't a script block. Only before the first input.</summary>
    public static bool Contains(InvocationInfo invocation, string parameter) =>
        invocation.BoundParameters.TryGetValue(parameter, out var value) && !IsScriptBlock(value);

    /// <summary>Whether a value is that of a script block, which PowerShell runs for each input.</summary>
    public static bool IsScriptBlock(object? value) => value?.GetType().IsVisible == false;
}
