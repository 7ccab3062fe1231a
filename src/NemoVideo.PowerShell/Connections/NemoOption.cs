namespace NemoVideo.PowerShell.Output;

/// <summary>The timeouts, intervals and limits of a connection. Null is the default value. Times are in seconds, 0.001 to 86400.</summary>
public sealed class NemoOption
{
    private const double MinSeconds = 0.001;
    private const double MaxSeconds = 86400;

    /// <summary>The timeout of one API call with its retries. Default 100.</summary>
    public double? RequestTimeoutSec { get; set; }

    /// <summary>The longest time that an upload or a download may make no progress. Default 120.</summary>
    public double? TransferIdleTimeoutSec { get; set; }

    /// <summary>The minimum rate of an upload or a download over TransferIdleTimeoutSec; 0 for no minimum. Default 4096.</summary>
    public int? MinTransferBytesPerSec { get; set; }

    /// <summary>The time in which the service must fetch a file from a URL. Default 600.</summary>
    public double? UrlUploadTimeoutSec { get; set; }

    /// <summary>The timeout of the response stream of one message. Default 900.</summary>
    public double? StreamTimeoutSec { get; set; }

    /// <summary>The longest time in which a stream may contain nothing, not even a heartbeat. Default 600.</summary>
    public double? StreamIdleTimeoutSec { get; set; }

    /// <summary>The silence of a stream before "Still working..." is shown. Default 120.</summary>
    public double? StillWorkingIntervalSec { get; set; }

    /// <summary>The time to wait for one export. Default 1800.</summary>
    public double? RenderTimeoutSec { get; set; }

    /// <summary>The time without any connection, over at least three polls, after which a wait ends. Default 120.</summary>
    public double? UnreachableTimeoutSec { get; set; }

    /// <summary>The pause between two polls of an export. Default 30.</summary>
    public double? RenderPollIntervalSec { get; set; }

    /// <summary>The pause after a rate limit response that doesn't name a pause. Default 30.</summary>
    public double? RateLimitDelaySec { get; set; }

    /// <summary>The pause before the first retry of a read request. It doubles with each retry. Default 1.</summary>
    public double? RetryDelaySec { get; set; }

    /// <summary>The maximum number of retries of a read request. Default 3.</summary>
    public int? RetryCount { get; set; }

    /// <summary>The pause between two polls of the timeline after an edit. Default 2.</summary>
    public double? StatePollIntervalSec { get; set; }

    /// <summary>The number of polls of the timeline after an edit. Default 12.</summary>
    public int? StatePollCount { get; set; }

    /// <summary>The pause before the first poll of the timeline after a stream was interrupted. Default 30.</summary>
    public double? RecoveryDelaySec { get; set; }

    /// <summary>The pause between further polls. Default 60.</summary>
    public double? RecoveryIntervalSec { get; set; }

    /// <summary>The number of further polls after a stream was interrupted. Default 5.</summary>
    public int? RecoveryCount { get; set; }

    /// <summary>The maximum size of one event, in bytes. Default 16777216.</summary>
    public int? MaxEventBytes { get; set; }

    /// <summary>The maximum size of the stream of one message, in bytes. Default 268435456.</summary>
    public long? MaxStreamBytes { get; set; }

    /// <summary>The maximum number of events in the stream of one message, including pieces of text. Default 200000.</summary>
    public int? MaxStreamEvents { get; set; }

    /// <summary>The maximum size of one response, in bytes. Default 16777216.</summary>
    public int? MaxResponseBytes { get; set; }

    /// <summary>The maximum size of one downloaded video, in bytes. Default 4294967296.</summary>
    public long? MaxDownloadBytes { get; set; }

    /// <summary>Why the value of -Option can't be used; null if it can.</summary>
    internal string? Problem { get; init; }

    /// <summary>An empty string, because the message of an error already contains the name of the option.</summary>
    public override string ToString() => "";

    /// <summary>Each option has the name of a limit of the client, and its unit.</summary>
    internal NemoLimits ToLimits()
    {
        if (Problem is not null)
        {
            throw new NemoException(NemoErrorKind.InvalidArgument, Problem, "Specify a hashtable, such as @{ StreamTimeoutSec = 300 }.");
        }

        var limits = new NemoLimits();
        foreach (var option in typeof(NemoOption).GetProperties().Where(option => option.GetValue(this) is not null))
        {
            var isTime = option.PropertyType == typeof(double?);
            var value = Convert.ToDouble(option.GetValue(this), CultureInfo.InvariantCulture);
            var (minimum, maximum) = isTime ? (MinSeconds, MaxSeconds)
                : (option.Name is nameof(RetryCount) or nameof(MinTransferBytesPerSec) ? 0 : 1, double.MaxValue);
            if (!(value >= minimum && value <= maximum))
            {
                var range = isTime ? FormattableString.Invariant($"between {minimum} and {maximum} seconds") : $"at least {minimum}";
                throw new NemoException(
                    NemoErrorKind.InvalidArgument,
                    FormattableString.Invariant($"The value of {option.Name} must be {range}, but it is {value}."),
                    $"Specify another value for {option.Name} in -Option.");
            }

            typeof(NemoLimits).GetProperty(option.Name.Replace("Sec", isTime ? "" : "Second"))!
                .SetValue(limits, isTime ? TimeSpan.FromSeconds(value) : option.GetValue(this));
        }

        return limits;
    }
}
