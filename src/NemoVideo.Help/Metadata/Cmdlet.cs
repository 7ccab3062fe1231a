namespace NemoVideo.Help.Metadata;

/// <summary>A compiled cmdlet, with its parameters in the order of PowerShell, and the short names of its output types.</summary>
internal sealed record Cmdlet(string Name, string? DefaultSet, IReadOnlyList<Parameter> Parameters, IReadOnlyList<string> OutputTypes)
{
    /// <summary>The names of the parameter sets, the default first. A single null if there are none.</summary>
    public IReadOnlyList<string?> Sets =>
        [.. Parameters.SelectMany(static parameter => parameter.Uses).Select(static use => use.Set).Prepend(DefaultSet)
            .OfType<string>().Distinct().DefaultIfEmpty<string?>(null)];

    /// <summary>The parameters of a set in the order of PowerShell: by position, then mandatory ones.</summary>
    public IEnumerable<(Parameter Parameter, ParameterUse Use)> InSet(string? set) => Parameters
        .SelectMany(parameter => parameter.Uses.Where(use => use.Set is null || use.Set == set).Take(1).Select(use => (parameter, use)))
        .OrderBy(static pair => pair.use.Position ?? int.MaxValue)
        .ThenByDescending(static pair => pair.use.IsMandatory);
}

/// <summary>A compiled parameter. A nullable type has the name of the type within.</summary>
internal sealed record Parameter(
    string Name,
    string TypeName,
    IReadOnlyList<string> Aliases,
    IReadOnlyList<string> AcceptedValues,
    bool AcceptsWildcards,
    IReadOnlyList<ParameterUse> Uses)
{
    public bool IsSwitch => TypeName == "SwitchParameter";

    /// <summary>The uses that differ in the set only are one group.</summary>
    public IEnumerable<IGrouping<ParameterUse, string>> Groups =>
        Uses.GroupBy(static use => use with { Set = null }, static use => use.Set ?? "(All)");

    /// <summary>The required content of the YAML block of a group.</summary>
    public IEnumerable<(string Name, string Value)> Facts(IGrouping<ParameterUse, string> group)
    {
        yield return ("Type", TypeName);
        yield return ("Parameter Sets", string.Join(", ", group));
        yield return ("Aliases", string.Join(", ", Aliases));
        if (AcceptedValues.Count > 0)
        {
            yield return ("Accepted values", string.Join(", ", AcceptedValues));
        }

        yield return ("Required", $"{group.Key.IsMandatory}");
        yield return ("Position", group.Key.PositionText);
        yield return ("Accept pipeline input", group.Key.PipelineText);
        yield return ("Accept wildcard characters", $"{AcceptsWildcards}");
    }
}

/// <summary>A parameter in one parameter set, or in all (null). The position is counted from 0, null if the name is required.</summary>
internal sealed record ParameterUse(string? Set, bool IsMandatory, int? Position, bool IsByValue, bool IsByName)
{
    public string PipelineText => (IsByName, IsByValue) switch
    {
        (true, true) => "True (ByPropertyName, ByValue)",
        (true, false) => "True (ByPropertyName)",
        (false, true) => "True (ByValue)",
        _ => "False",
    };

    public string PositionText => Position?.ToString(CultureInfo.InvariantCulture) ?? "Named";
}

/// <summary>Formats the syntax line of a parameter set, as PowerShell and platyPS do.</summary>
internal static class SyntaxText
{
    public static string Of(Cmdlet cmdlet, string? set) =>
        string.Join(' ', [cmdlet.Name, .. cmdlet.InSet(set).Select(static pair => Of(pair.Parameter, pair.Use)), "[<CommonParameters>]"]);

    private static string Of(Parameter parameter, ParameterUse use)
    {
        var name = use.Position is null ? $"-{parameter.Name}" : $"[-{parameter.Name}]";
        var text = parameter.IsSwitch ? name : $"{name} <{parameter.TypeName}>";
        return use.IsMandatory ? text : $"[{text}]";
    }
}
