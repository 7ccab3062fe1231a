using System.Text.Json.Nodes;

namespace NemoVideo.Emulator.Editing;

/// <summary>One thing that a message asks for.</summary>
internal interface IEdit
{
    /// <summary>The name of the tool that the agent calls for it.</summary>
    string Tool { get; }

    /// <summary>What the agent passes to the tool.</summary>
    JsonObject Arguments { get; }

    /// <summary>Changes the draft, and says in one sentence what it did.</summary>
    string Apply(Draft draft);
}
