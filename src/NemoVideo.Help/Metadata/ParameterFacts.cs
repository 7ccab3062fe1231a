namespace NemoVideo.Help.Metadata;

/// <summary>The required content of a parameter's YAML block.</summary>
internal static class ParameterFacts
{
    public static IEnumerable<(string Name, string Value)> Of(Parameter parameter, IGrouping<ParameterUse, string> group)
    {
        yield return ("Type", parameter.TypeName);
        yield return ("Parameter Sets", string.Join(", ", group));
        yield return ("Aliases", string.Join(", ", parameter.Aliases));
        if (parameter.AcceptedValues.Count > 0)
        {
            yield return ("Accepted values", string.Join(", ", parameter.AcceptedValues));
        }

        yield return ("Required", group.Key.IsMandatory ? "True" : "False");
        yield return ("Position", group.Key.PositionText);
        yield return ("Accept pipeline input", group.Key.PipelineText);
        yield return ("Accept wildcard characters", parameter.AcceptsWildcards ? "True" : "False");
    }
}
