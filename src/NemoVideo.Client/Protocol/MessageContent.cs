namespace NemoVideo.Client.Protocol;

/// <summary>A message in a request. Older servers of the backend's kind drop one without a role.</summary>
internal sealed record MessageContent(string Role, IReadOnlyList<MessagePart> Parts);
