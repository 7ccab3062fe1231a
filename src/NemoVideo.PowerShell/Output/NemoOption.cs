using System.Globalization;
using System.Reflection;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Transport;
using NemoVideo.Language;

namespace NemoVideo.PowerShell.Output;

/// <summary>
/// Deadlines, pauses and sizes of a connection; a hashtable converts. What is left out keeps the default that
/// <see cref="NemoLimits"/> documents. Times are in seconds, fractions allowed.
/// </summary>
public sealed class NemoOption
{
    private const double MinSeconds = 0.001;
    private const double MaxSeconds = 86400;

    /// <summary>How long a plain call may take, with its repeats. Default 100.</summary>
    public double? RequestTimeoutSec { get; set; }

    /// <summary>How long an upload or a download may stand still. Default 120.</summary>
    public double? TransferIdleTimeoutSec { get; set; }

    /// <summary>The least rate of an upload or a download, in bytes per second over TransferIdleTimeoutSec; 0 for any. Default 1024.</summary>
    public int? MinTransferBytesPerSec { get; set; }

    /// <summary>How long the service may take to fetch a file from an address. Default 600.</summary>
    public double? UrlUploadTimeoutSec { get; set; }

    /// <summary>How long one message's stream may last. Default 900.</summary>
    public double? StreamTimeoutSec { get; set; }

    /// <summary>How long a stream may bring nothing but heartbeats. Default 600.</summary>
    public double? StreamIdleTimeoutSec { get; set; }

    /// <summary>How long a stream is silent before "Still working..." is told. Default 120.</summary>
    public double? StillWorkingIntervalSec { get; set; }

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

    /// <summary>How many more looks are taken after the first, while the timeline shows no change. Default 5.</summary>
    public int? RecoveryCount { get; set; }

    /// <summary>The largest single event of a stream, in bytes. Default 16777216.</summary>
    public int? MaxEventBytes { get; set; }

    /// <summary>The most bytes that one message's stream may bring in all. Default 268435456.</summary>
    public long? MaxStreamBytes { get; set; }

    /// <summary>The most events that one message's stream may bring, pieces of texts among them. Default 200000.</summary>
    public int? MaxStreamEvents { get; set; }

    /// <summary>The largest plain answer, in bytes. Default 16777216.</summary>
    public int? MaxResponseBytes { get; set; }

    /// <summary>The largest video that is downloaded, in bytes. Default 4294967296.</summary>
    public long? MaxDownloadBytes { get; set; }

    /// <summary>The names of all options.</summary>
    internal static IReadOnlyList<string> Names { get; } =
        [.. typeof(NemoOption).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(static property => property.Name)];

    /// <summary>A key of the hashtable that it was made of, and that there is not; null where all of them are known.</summary>
    internal string? UnknownName { get; set; }

    /// <summary>A key whose value should be whole and was not; null where all of them are.</summary>
    internal string? FractionName { get; set; }

    /// <summary>Nothing: what is said of an option names it already.</summary>
    public override string ToString() => "";

    /// <summary>Whether an option is a number of things, and not of seconds.</summary>
    internal static bool IsWhole(string name) =>
        typeof(NemoOption).GetProperty(name, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase)?.PropertyType is { } type && type != typeof(double?);

    internal NemoLimits ToLimits()
    {
        if (UnknownName is not null)
        {
            throw Unknown(UnknownName);
        }

        if (FractionName is not null)
        {
            throw Wrong($"{FractionName} must be a whole number.");
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

    private static TimeSpan Seconds(double? seconds, TimeSpan otherwise, string name) =>
        seconds is not { } value ? otherwise
        : value is >= MinSeconds and <= MaxSeconds ? TimeSpan.FromSeconds(value)
        : throw OutOfRange(name, value, $"from {MinSeconds} to {MaxSeconds} seconds");

    private static int Count(int? count, int otherwise, string name) => (int)Count((long?)count, otherwise, name);

    private static long Count(long? count, long otherwise, string name)
    {
        var least = name is nameof(RetryCount) or nameof(MinTransferBytesPerSec) ? 0 : 1;
        return count is not { } value ? otherwise
            : value >= least ? value
            : throw OutOfRange(name, value, $"at least {least}");
    }

    private static NemoException Unknown(string name)
    {
        var nearest = NearestNames.Of(name, Names);
        return new(
            NemoErrorKind.InvalidArgument,
            $"There is no option '{name}'{(nearest.Count == 0 ? "." : $"; did you mean {string.Join(" or ", nearest)}?")}",
            "Get-Help Connect-Nemo -Parameter Option tells what there is.");
    }

    private static NemoException OutOfRange(string name, double value, string range) =>
        Wrong($"{name} is {value.ToString(CultureInfo.InvariantCulture)}; it must be {range}.");

    private static NemoException Wrong(string sentence) => new(NemoErrorKind.InvalidArgument, sentence, "Correct -Option.");
}
