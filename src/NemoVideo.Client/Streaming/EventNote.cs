namespace NemoVideo.Client.Streaming;

/// <summary>What the parser does not tell of an event.</summary>
/// <param name="IsNamed">
/// Whether it has a name of its own. The parser carries a name over from an event without data, where the rules of event
/// streams drop it with that event.
/// </param>
/// <param name="Stray">Its lines that are no field, joined by line ends; empty where it has none.</param>
internal readonly record struct EventNote(bool IsNamed, string Stray);
