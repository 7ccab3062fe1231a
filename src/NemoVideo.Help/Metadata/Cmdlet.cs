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
