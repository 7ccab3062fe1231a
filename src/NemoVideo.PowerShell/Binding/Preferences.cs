namespace NemoVideo.PowerShell.Binding;

internal static class Preferences
{
    /// <summary>The value of a common parameter, or of its preference variable if the parameter isn't specified; null if neither has one.</summary>
    public static object? PreferenceOf(this PSCmdlet cmdlet, string parameter, string variable) =>
        cmdlet.MyInvocation.BoundParameters.TryGetValue(parameter, out var value) ? value : cmdlet.GetVariableValue(variable);
}
