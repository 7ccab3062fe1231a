namespace NemoVideo.Client.Language;

/// <summary>Where a request goes, and why.</summary>
/// <param name="Route">Where it goes.</param>
/// <param name="Reason">Why, as one plain sentence.</param>
public sealed record RequestRoute(Route Route, string Reason);
