using NemoVideo.Client;

namespace NemoVideo.PowerShell.Output;

/// <summary>
/// Deadlines, pauses and sizes of a connection; a hashtable converts. What is left out keeps the default that
/// <see cref="NemoLimits"/> documents. Times are in seconds, fractions allowed.
/// </summary>
public sealed class NemoOption
{
    /// <summary>How long a plain call may take, with its repeats. Default 100.</summary>
    public double? RequestTimeoutSec { get; set; }

    /// <summary>How long an upload or a download may stand still. Default 120.</summary>
    public double? TransferIdleTimeoutSec { get; set; }

    /// <summary>How long one message's stream may last. Default 900.</summary>
    public double? StreamTimeoutSec { get; set; }

    /// <summary>How long a stream may bring nothing but heartbeats. Default 600.</summary>
    public double? StreamIdleTimeoutSec { get; set; }

    /// <summary>How long waiting for one render goes on. Default 1800.</summary>
    public double? RenderTimeoutSec { get; set; }

    /// <summary>The pause between two looks at a render. Default 30.</summary>
    public double? RenderPollIntervalSec { get; set; }

    /// <summary>The pause after a refusal for too many requests that names none. Default 30.</summary>
    public double? RateLimitDelaySec { get; set; }

    /// <summary>The first pause before a read is repeated; it doubles. Default 1.</summary>
    public double? RetryDelaySec { get; set; }

    /// <summary>How often a read is repeated at most. Default 3.</summary>
    public int? RetryCount { get; set; }

    /// <summary>The pause between two looks at a timeline that an edit should have changed. Default 2.</summary>
    public double? StatePollIntervalSec { get; set; }

    /// <summary>How many such looks are taken. Default 5.</summary>
    public int? StatePollCount { get; set; }

    /// <summary>The pause before the first look at the timeline after a stream broke. Default 30.</summary>
    public double? RecoveryDelaySec { get; set; }

    /// <summary>The pause between further such looks. Default 60.</summary>
    public double? RecoveryIntervalSec { get; set; }

    /// <summary>How many looks are taken after a stream broke. Default 5.</summary>
    public int? RecoveryCount { get; set; }

    /// <summary>The largest single event of a stream, in bytes. Default 16777216.</summary>
    public int? MaxEventBytes { get; set; }

    /// <summary>The largest plain answer, in bytes. Default 67108864.</summary>
    public int? MaxAnswerBytes { get; set; }

    internal NemoLimits ToLimits()
    {
        var limits = new NemoLimits();
        return limits with
        {
            RequestTimeout = Seconds(RequestTimeoutSec, limits.RequestTimeout),
            TransferIdleTimeout = Seconds(TransferIdleTimeoutSec, limits.TransferIdleTimeout),
            StreamTimeout = Seconds(StreamTimeoutSec, limits.StreamTimeout),
            StreamIdleTimeout = Seconds(StreamIdleTimeoutSec, limits.StreamIdleTimeout),
            RenderTimeout = Seconds(RenderTimeoutSec, limits.RenderTimeout),
            RenderPollInterval = Seconds(RenderPollIntervalSec, limits.RenderPollInterval),
            RateLimitDelay = Seconds(RateLimitDelaySec, limits.RateLimitDelay),
            RetryDelay = Seconds(RetryDelaySec, limits.RetryDelay),
            RetryCount = RetryCount ?? limits.RetryCount,
            StatePollInterval = Seconds(StatePollIntervalSec, limits.StatePollInterval),
            StatePollCount = StatePollCount ?? limits.StatePollCount,
            RecoveryDelay = Seconds(RecoveryDelaySec, limits.RecoveryDelay),
            RecoveryInterval = Seconds(RecoveryIntervalSec, limits.RecoveryInterval),
            RecoveryCount = RecoveryCount ?? limits.RecoveryCount,
            MaxEventBytes = MaxEventBytes ?? limits.MaxEventBytes,
            MaxAnswerBytes = MaxAnswerBytes ?? limits.MaxAnswerBytes,
        };
    }

    private static TimeSpan Seconds(double? seconds, TimeSpan otherwise) =>
        seconds is { } value ? TimeSpan.FromSeconds(value) : otherwise;
}
