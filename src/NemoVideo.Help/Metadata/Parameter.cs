namespace NemoVideo.Help.Metadata;

/// <summary>A parameter as it is compiled.</summary>
/// <param name="Name">Its name.</param>
/// <param name="TypeName">Its type's short name; of a nullable type, that of the type within.</param>
/// <param name="Aliases">Its other names.</param>
/// <param name="AcceptedValues">The only values it takes; empty where there is no such list.</param>
/// <param name="AcceptsWildcards">Whether it says so.</param>
/// <param name="Uses">What it is in which set.</param>
internal sealed record Parameter(
    string Name,
    string TypeName,
    IReadOnlyList<string> Aliases,
    IReadOnlyList<string> AcceptedValues,
    bool AcceptsWildcards,
    IReadOnlyList<ParameterUse> Uses)
{
    public bool IsSwitch => TypeName == "SwitchParameter";

    /// <summary>The uses that differ in nothing but the set, together.</summary>
    public IEnumerable<IGrouping<ParameterUse, string>> Groups =>
        Uses.GroupBy(static use => use with { Set = null }, static use => use.Set ?? "(All)");
}
