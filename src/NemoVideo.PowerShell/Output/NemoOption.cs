using System.Reflection;
using NemoVideo.Language;

namespace NemoVideo.PowerShell.Output;

/// <summary>The timeouts, intervals and limits of a connection. Null is the default value. Times are in seconds, 0.001 to 86400.</summary>
public sealed class NemoOption
{
    private const double MinSeconds = 0.001;
    private const double MaxSeconds = 86400;

    private static readonly PropertyInfo[] Properties = typeof(NemoOption).GetProperties(BindingFlags.Public | BindingFlags.Instance);

    /// <summary>The timeout of one API call with its retries. Default 100.</summary>
    public double? RequestTimeoutSec { get; set; }

    /// <summary>The longest time that an upload or a download may make no progress. Default 120.</summary>
    public double? TransferIdleTimeoutSec { get; set; }

    /// <summary>The minimum rate of an upload or a download over TransferIdleTimeoutSec; 0 for no minimum. Default 1024.</summary>
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

    /// <summary>The number of polls of the timeline after an edit. Default 5.</summary>
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

    internal static IReadOnlyList<string> Names { get; } = [.. Properties.Select(static property => property.Name)];

    /// <summary>The first key of the hashtable that is no option; null for none.</summary>
    internal string? UnknownName { get; set; }

    /// <summary>The first key with a fraction where an integer is needed; null for none.</summary>
    internal string? FractionName { get; set; }

    /// <summary>An empty string, because the message of an error already contains the name of the option.</summary>
    public override string ToString() => "";

    /// <summary>Whether the option is an integer: a count or a size, not seconds.</summary>
    internal static bool IsInteger(string name) => Properties.Any(property =>
        property.Name.Equals(name, StringComparison.OrdinalIgnoreCase) && property.PropertyType != typeof(double?));

    internal NemoLimits ToLimits()
    {
        if (UnknownName is not null || FractionName is not null)
        {
            throw UnknownName is not null ? Unknown(UnknownName) : Invalid(FractionName!, "must be an integer");
        }

        var limits = new NemoLimits();
        return limits with
        {
            RequestTimeout = Seconds(RequestTimeoutSec, limits.RequestTimeout, nameof(RequestTimeoutSec)),
            TransferIdleTimeout = Seconds(TransferIdleTimeoutSec, limits.TransferIdleTimeout, nameof(TransferIdleTimeoutSec)),
            MinTransferBytesPerSecond = Count(MinTransferBytesPerSec, limits.MinTransferBytesPerSecond, nameof(MinTransferBytesPerSec)),
            UrlUploadTimeout = Seconds(UrlUploadTimeoutSec, limits.UrlUploadTimeout, nameof(UrlUploadTimeoutSec)),
            StreamTimeout = Seconds(StreamTimeoutSec, limits.StreamTimeout, nameof(StreamTimeoutSec)),
            StreamIdleTimeout = Seconds(StreamIdleTimeoutSec, limits.StreamIdleTimeout, nameof(StreamIdleTimeoutSec)),
            StillWorkingInterval = Seconds(StillWorkingIntervalSec, limits.StillWorkingInterval, nameof(StillWorkingIntervalSec)),
            RenderTimeout = Seconds(RenderTimeoutSec, limits.RenderTimeout, nameof(RenderTimeoutSec)),
            UnreachableTimeout = Seconds(UnreachableTimeoutSec, limits.UnreachableTimeout, nameof(UnreachableTimeoutSec)),
            RenderPollInterval = Seconds(RenderPollIntervalSec, limits.RenderPollInterval, nameof(RenderPollIntervalSec)),
            RateLimitDelay = Seconds(RateLimitDelaySec, limits.RateLimitDelay, nameof(RateLimitDelaySec)),
            RetryDelay = Seconds(RetryDelaySec, limits.RetryDelay, nameof(RetryDelaySec)),
            RetryCount = Count(RetryCount, limits.RetryCount, nameof(RetryCount)),
            StatePollInterval = Seconds(StatePollIntervalSec, limits.StatePollInterval, nameof(StatePollIntervalSec)),
            StatePollCount = Count(StatePollCount, limits.StatePollCount, nameof(StatePollCount)),
            RecoveryDelay = Seconds(RecoveryDelaySec, limits.RecoveryDelay, nameof(RecoveryDelaySec)),
            RecoveryInterval = Seconds(RecoveryIntervalSec, limits.RecoveryInterval, nameof(RecoveryIntervalSec)),
            RecoveryCount = Count(RecoveryCount, limits.RecoveryCount, nameof(RecoveryCount)),
            MaxEventBytes = Count(MaxEventBytes, limits.MaxEventBytes, nameof(MaxEventBytes)),
            MaxStreamBytes = Count(MaxStreamBytes, limits.MaxStreamBytes, nameof(MaxStreamBytes)),
            MaxStreamEvents = Count(MaxStreamEvents, limits.MaxStreamEvents, nameof(MaxStreamEvents)),
            MaxResponseBytes = Count(MaxResponseBytes, limits.MaxResponseBytes, nameof(MaxResponseBytes)),
            MaxDownloadBytes = Count(MaxDownloadBytes, limits.MaxDownloadBytes, nameof(MaxDownloadBytes)),
        };
    }

    private static TimeSpan Seconds(double? seconds, TimeSpan defaultValue, string name) =>
        seconds is not { } value ? defaultValue
        : value is >= MinSeconds and <= MaxSeconds ? TimeSpan.FromSeconds(value)
        : throw OutOfRange(name, value, FormattableString.Invariant($"between {MinSeconds} and {MaxSeconds} seconds"));

    private static int Count(int? count, int defaultValue, string name) => (int)Count((long?)count, defaultValue, name);

    private static long Count(long? count, long defaultValue, string name)
    {
        var minimum = name is nameof(RetryCount) or nameof(MinTransferBytesPerSec) ? 0 : 1;
        return count is not { } value ? defaultValue
            : value >= minimum ? value
            : throw OutOfRange(name, value, $"at least {minimum}");
    }

    private static NemoException Unknown(string name)
    {
        var nearest = NearestNames.Of(name, Names);
        return new(
            NemoErrorKind.InvalidArgument,
            $"The option '{name}' doesn't exist.{(nearest.Count == 0 ? "" : $" Did you mean {string.Join(" or ", nearest)}?")}",
            "List all options with Get-Help Connect-Nemo -Parameter Option.");
    }

    private static NemoException OutOfRange(string name, double value, string range) =>
        Invalid(name, $"must be {range}, but it is {value.ToString(CultureInfo.InvariantCulture)}");

    private static NemoException Invalid(string name, string rule) =>
        new(NemoErrorKind.InvalidArgument, $"The value of {name} {rule}.", $"Specify another value for {name} in -Option.");
}
