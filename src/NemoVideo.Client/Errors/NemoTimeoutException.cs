namespace NemoVideo.Client.Errors;

/// <summary>A deadline of this client ran out: the total time of a call, or the silence it allows.</summary>
public sealed class NemoTimeoutException : NemoException
{
    internal NemoTimeoutException(TimeSpan limit, bool isIdle, Exception? innerException = null, long bytes = 0)
        : this(
            limit,
            isIdle,
            bytes > 0
                ? FormattableString.Invariant($"The transfer is too slow: {bytes} bytes within {limit.TotalSeconds:0.###} seconds.")
            : isIdle
                ? FormattableString.Invariant($"Nothing came from the service for {limit.TotalSeconds:0.###} seconds.")
                : FormattableString.Invariant($"The call did not end within {limit.TotalSeconds:0.###} seconds."),
            "Try again later, or allow more time with the connection's limits.",
            innerException)
    {
    }

    private NemoTimeoutException(TimeSpan limit, bool isIdle, string message, string nextStep, Exception? innerException)
        : base(NemoErrorKind.Timeout, message, nextStep, innerException)
    {
        Limit = limit;
        IsIdle = isIdle;
    }

    /// <summary>The limit that ran out.</summary>
    public TimeSpan Limit { get; }

    /// <summary>True where the silence was too long, false where the whole call was.</summary>
    public bool IsIdle { get; }

    /// <inheritdoc/>
    internal override NemoException Restate(
        string message, string nextStep, NemoErrorKind? kind = null, NemoAction? action = null, string? target = null) =>
        kind is null or NemoErrorKind.Timeout
            ? new NemoTimeoutException(Limit, IsIdle, message, nextStep, this)
            {
                Action = action ?? (nextStep == NextStep ? Action : NemoAction.None),
                ActionTarget = target ?? ActionTarget,
            }
            : base.Restate(message, nextStep, kind, action, target);
}
