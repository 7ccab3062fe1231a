namespace NemoVideo.Emulator.Editing;

/// <summary>What a message comes down to.</summary>
/// <param name="Edits">In the order they are done; empty where nothing known was asked for.</param>
/// <param name="Cost">In credits, for the whole message.</param>
internal sealed record EditPlan(IReadOnlyList<IEdit> Edits, long Cost)
{
    public bool Generates => Edits.Any(edit => edit is GenerateEdit);
}
