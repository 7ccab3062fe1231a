namespace NemoVideo.PowerShell;

/// <summary>The parameters on the command line, as opposed to those that an input specifies.</summary>
internal static class TypedParameters
{
    /// <summary>Whether a parameter is on the command line, with a value that isn't a script block. Only before the first input.</summary>
    public static bool Contains(InvocationInfo invocation, string parameter) =>
        invocation.BoundParameters.TryGetValue(parameter, out var value) && !IsScriptBlock(value);

    /// <summary>The value of a common parameter, or of its preference variable if the parameter isn't specified; null for none.</summary>
    public static object? PreferenceOf(this PSCmdlet cmdlet, string parameter, string variable) =>
        cmdlet.MyInvocation.BoundParameters.TryGetValue(parameter, out var value) ? value : cmdlet.GetVariableValue(variable);

    /// <summary>Whether a value is that of a script block, which PowerShell runs for each input.</summary>
    public static bool IsScriptBlock(object? value) => value?.GetType().IsVisible == false;
}
