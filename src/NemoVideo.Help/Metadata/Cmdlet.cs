namespace NemoVideo.Help.Metadata;

/// <summary>A cmdlet as it is compiled.</summary>
/// <param name="Name">Verb and noun.</param>
/// <param name="DefaultSet">The default parameter set; null where there are no sets.</param>
/// <param name="Parameters">In the order that PowerShell shows them in; -WhatIf and -Confirm last, where it has them.</param>
/// <param name="OutputTypes">Short names of what it emits.</param>
internal sealed record Cmdlet(string Name, string? DefaultSet, IReadOnlyList<Parameter> Parameters, IReadOnlyList<string> OutputTypes)
{
    /// <summary>The names of the parameter sets, the default one first; a single null where there are none.</summary>
    public IReadOnlyList<string?> Sets
    {
        get
        {
            IEnumerable<string> named = Parameters.SelectMany(static parameter => parameter.Uses).Select(static use => use.Set).OfType<string>();
            var all = (DefaultSet is null ? named : named.Prepend(DefaultSet)).Distinct().ToList();
            return all.Count == 0 ? [null] : [.. all];
        }
    }

    /// <summary>The parameters of a set with what they are in it, as PowerShell orders them: by position, then those that must be given.</summary>
    public IEnumerable<(Parameter Parameter, ParameterUse Use)> InSet(string? set) => Parameters
        .SelectMany(parameter => parameter.Uses.Where(use => use.Set is null || use.Set == set).Take(1).Select(use => (parameter, use)))
        .OrderBy(static pair => pair.use.Position ?? int.MaxValue)
        .ThenByDescending(static pair => pair.use.IsMandatory);
}
