namespace NemoVideo.Client.Http;

/// <summary>The timeouts, pauses and sizes of one connection. The defaults are the protocol's.</summary>
public sealed record NemoLimits
{
    /// <summary>The largest file that the service accepts: 500 MiB (protocol section 6).</summary>
    public const long MaxUploadBytes = 500L * 1024 * 1024;

    /// <summary>The timeout of a plain call including retries, but excluding a pause after a 429. Default 100 seconds.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>The idle timeout of an upload or download. Default 2 minutes.</summary>
    public TimeSpan TransferIdleTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The minimum bytes per second of a transfer over <see cref="TransferIdleTimeout"/>; 0 for any. Default 4096.</summary>
    public int MinTransferBytesPerSecond { get; init; } = 4096;

    /// <summary>The timeout for an upload from a URL, which the service fetches. Default 10 minutes.</summary>
    public TimeSpan UrlUploadTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The total timeout of one message's stream. Default 15 minutes.</summary>
    public TimeSpan StreamTimeout { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>The idle timeout of a stream. Events and heartbeats restart it. Default 10 minutes.</summary>
    public TimeSpan StreamIdleTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The time without events until a notice that the service is still working. Default 2 minutes.</summary>
    public TimeSpan StillWorkingInterval { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The timeout of the wait for a render. Default 30 minutes.</summary>
    public TimeSpan RenderTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// The time without any connection after which the wait for an export or an edit ends, at the third failed poll or a later one.
    /// Default 2 minutes.
    /// </summary>
    public TimeSpan UnreachableTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The pause between two polls of a render. Default 30 seconds.</summary>
    public TimeSpan RenderPollInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The pause after a 429 without Retry-After. Default 30 seconds.</summary>
    public TimeSpan RateLimitDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The first pause before a read is retried. It doubles, with jitter. Default 1 second.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The maximum number of retries of a read; 0 for none. Default 3, which makes 4 attempts.</summary>
    public int RetryCount { get; init; } = 3;

    /// <summary>The pause between two polls of a timeline that an edit should have changed. Default 2 seconds.</summary>
    public TimeSpan StatePollInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The pause between the two equal reads that show the end of an edit: half of that pause, at most 1 second.</summary>
    internal TimeSpan StateSettleInterval => TimeSpan.FromTicks(Math.Min(StatePollInterval.Ticks / 2, TimeSpan.TicksPerSecond));

    /// <summary>The number of such polls until the timeline is treated as unchanged. Default 12, which makes 22 seconds.</summary>
    public int StatePollCount { get; init; } = 12;

    /// <summary>The pause before the first poll of the timeline after an interrupted stream. Default 30 seconds.</summary>
    public TimeSpan RecoveryDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The pause between further such polls. Default 60 seconds.</summary>
    public TimeSpan RecoveryInterval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The number of such polls after the first, while the timeline doesn't change. Default 5.</summary>
    public int RecoveryCount { get; init; } = 5;

    /// <summary>The largest event of a stream, in bytes. It can use 20 times as much memory. Default 16 MiB.</summary>
    public int MaxEventBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>The largest stream of one message, in bytes. Default 256 MiB.</summary>
    public long MaxStreamBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>The maximum number of events of one message's stream. Default 200000, twice the output of a model in 15 minutes.</summary>
    public int MaxStreamEvents { get; init; } = 200_000;

    /// <summary>
    /// The largest plain response, in bytes. A state can use 30 times as much memory, and a job that compares two states 55 times. Default
    /// 16 MiB.
    /// </summary>
    public int MaxResponseBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>The largest video to download, in bytes. Default 4 GiB.</summary>
    public long MaxDownloadBytes { get; init; } = 4L * 1024 * 1024 * 1024;
}
