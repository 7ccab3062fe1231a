namespace NemoVideo.Client.Streaming;

/// <summary>
/// The failures of a stream so far. A server tells one failure twice: in an event with a code, and in a bare frame without
/// (<c>{"error":"RuntimeError: boom"}</c>). It is reported once.
/// </summary>
internal sealed class ErrorDeduplicator
{
    private const string NoMessage = "The service reported a failure without a message.";

    /// <summary>More, and longer ones, are told as they come.</summary>
    private const int MostRemembered = 100;

    private const int LongestRemembered = 10_000;

    private readonly List<ErrorEvent> _told = [];

    /// <summary>What to say of a failure that has no message of its own.</summary>
    public static string MessageFor(string? code) => code is null ? NoMessage : $"The service reported the failure {code}.";

    /// <summary>Whether the failure is a new one; it is remembered then, if it is one of the first.</summary>
    public bool IsNew(ErrorEvent failure)
    {
        if (failure.Message.Length <= LongestRemembered && _told.Exists(earlier => IsSame(earlier, failure)))
        {
            return false;
        }

        if (_told.Count < MostRemembered && failure.Message.Length <= LongestRemembered)
        {
            _told.Add(failure);
        }

        return true;
    }

    private static bool IsSame(ErrorEvent one, ErrorEvent other) =>
        one == other
        || (one.Code is null && other.Code is not null && IsSameFailure(other, one))
        || (other.Code is null && one.Code is not null && IsSameFailure(one, other));

    /// <summary>The bare frame has the message with the code before it, or only the first line of it.</summary>
    private static bool IsSameFailure(ErrorEvent coded, ErrorEvent bare) =>
        bare.Message == NoMessage
        || Contains(bare.Message, coded.Message == MessageFor(coded.Code) ? coded.Code! : coded.Message)
        || Contains(coded.Message, bare.Message);

    private static bool Contains(string text, string part) => text.Contains(part.Trim());
}
