namespace NemoVideo.PowerShell;

/// <summary>The parameters of Invoke-Nemo that the steps of a request use.</summary>
/// <param name="FollowSuggestion">Whether to run the free commands that the agent suggests.</param>
/// <param name="Force">Whether to replace existing files.</param>
/// <param name="Files">The files of an upload that names none. Null stands for a file that was reported.</param>
/// <param name="HasManySessions">Whether the request runs in several sessions.</param>
internal sealed record RequestOptions(bool FollowSuggestion, bool Force, IReadOnlyCollection<string?> Files, bool HasManySessions);
