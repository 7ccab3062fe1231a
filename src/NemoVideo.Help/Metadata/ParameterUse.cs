namespace NemoVideo.Help.Metadata;

/// <summary>What a parameter is in a parameter set.</summary>
/// <param name="Set">The set; null for all.</param>
/// <param name="IsMandatory">Whether it must be given.</param>
/// <param name="Position">Its place without its name, from 0; null where the name is needed.</param>
/// <param name="IsByValue">Whether it takes objects from the pipeline.</param>
/// <param name="IsByName">Whether it takes properties of objects from the pipeline.</param>
internal sealed record ParameterUse(string? Set, bool IsMandatory, int? Position, bool IsByValue, bool IsByName)
{
    /// <summary>In the words of a page.</summary>
    public string PipelineText => (IsByName, IsByValue) switch
    {
        (true, true) => "True (ByPropertyName, ByValue)",
        (true, false) => "True (ByPropertyName)",
        (false, true) => "True (ByValue)",
        _ => "False",
    };

    /// <summary>In the words of a page.</summary>
    public string PositionText => Position?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "Named";
}
