namespace NemoVideo.Soak;

/// <summary>What the server holds of one session.</summary>
internal sealed record ServerHolding(ServerSession Session, IReadOnlyList<ServerRender> Renders);
