namespace NemoVideo.Help.Metadata;

/// <summary>Writes the syntax line of a parameter set, as PowerShell and platyPS do.</summary>
internal static class SyntaxText
{
    public static string Of(Cmdlet cmdlet, string? set) =>
        string.Join(' ', cmdlet.InSet(set).Select(static pair => Of(pair.Parameter, pair.Use)).Prepend(cmdlet.Name).Append("[<CommonParameters>]"));

    private static string Of(Parameter parameter, ParameterUse use)
    {
        var name = use.Position is null ? $"-{parameter.Name}" : $"[-{parameter.Name}]";
        var text = parameter.IsSwitch ? name : $"{name} <{parameter.TypeName}>";
        return use.IsMandatory ? text : $"[{text}]";
    }
}
