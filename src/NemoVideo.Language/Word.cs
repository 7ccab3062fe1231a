namespace NemoVideo.Language;

/// <summary>A piece of a text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The piece, folded.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="End">The position after it.</param>
internal readonly record struct Word(WordKind Kind, string Text, int Start, int End);
