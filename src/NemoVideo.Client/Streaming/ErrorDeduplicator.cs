namespace NemoVideo.Client.Streaming;

/// <summary>Finds duplicate errors: a server sends one as an event with a code, and in a frame without (<c>{"error":"…"}</c>).</summary>
internal sealed class ErrorDeduplicator
{
    private const string NoMessage = "The service reported a failure without a message.";

    /// <summary>Further errors, and longer ones, are always reported.</summary>
    private const int MaxCount = 100;
    private const int MaxLength = 10_000;

    private readonly List<ErrorEvent> _reported = [];

    /// <summary>The message of an error that has none.</summary>
    public static string MessageFor(string? code) => code is null ? NoMessage : $"The service reported the failure {code}.";

    public bool IsNew(ErrorEvent error)
    {
        var isComparable = error.Message.Length <= MaxLength;
        var isNew = !isComparable || !_reported.Exists(earlier => IsSame(earlier, error));
        if (isNew && isComparable && _reported.Count < MaxCount)
        {
            _reported.Add(error);
        }

        return isNew;
    }

    private static bool IsSame(ErrorEvent one, ErrorEvent other) =>
        one == other
        || (one.Code is null && other.Code is not null && IsDuplicate(other, one))
        || (other.Code is null && one.Code is not null && IsDuplicate(one, other));

    /// <summary>The error without a code has the code before its message, or only the first line of the message.</summary>
    private static bool IsDuplicate(ErrorEvent coded, ErrorEvent uncoded) =>
        uncoded.Message == NoMessage
        || Contains(uncoded.Message, coded.Message == MessageFor(coded.Code) ? coded.Code! : coded.Message)
        || Contains(coded.Message, uncoded.Message);

    private static bool Contains(string text, string part) => text.Contains(part.Trim());
}
