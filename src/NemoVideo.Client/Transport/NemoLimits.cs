namespace NemoVideo.Client.Transport;

/// <summary>The deadlines, pauses and sizes of one connection. The defaults are the protocol's.</summary>
public sealed record NemoLimits
{
    /// <summary>The largest file the service takes: 500 MiB (protocol section 8).</summary>
    public const long MaxUploadBytes = 500L * 1024 * 1024;

    /// <summary>How long a plain call may take, with its repeats; a pause after a 429 does not count. Default 100 seconds.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>How long an upload or a download may stand still. Default 2 minutes.</summary>
    public TimeSpan TransferIdleTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// The least rate of an upload or a download, in bytes per second over <see cref="TransferIdleTimeout"/>: a slower one ends as
    /// one that stands still; 0 for any. Default 1024.
    /// </summary>
    public int MinTransferBytesPerSecond { get; init; } = 1024;

    /// <summary>How long the service may take to fetch a file from an address. Default 10 minutes.</summary>
    public TimeSpan UrlUploadTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long one message's stream may last. Default 15 minutes.</summary>
    public TimeSpan StreamTimeout { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a stream may bring nothing but heartbeats. Default 10 minutes.</summary>
    public TimeSpan StreamIdleTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a stream is silent before a person is told that the service still works. Default 2 minutes.</summary>
    public TimeSpan StillWorkingInterval { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a render may take until waiting for it gives up. Default 30 minutes.</summary>
    public TimeSpan RenderTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The pause between two looks at a render. Default 30 seconds.</summary>
    public TimeSpan RenderPollInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The pause after a 429 that names none. Default 30 seconds.</summary>
    public TimeSpan RateLimitDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The first pause before a read is repeated; it doubles, with jitter. Default 1 second.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often a read is repeated at most; 0 for never. Default 3, so 4 attempts.</summary>
    public int RetryCount { get; init; } = 3;

    /// <summary>The pause between two looks at a timeline that an edit should have changed. Default 2 seconds.</summary>
    public TimeSpan StatePollInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How many such looks are taken before "nothing changed" is believed. Default 5.</summary>
    public int StatePollCount { get; init; } = 5;

    /// <summary>The pause before the first look at the timeline after a stream broke. Default 30 seconds.</summary>
    public TimeSpan RecoveryDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The pause between further such looks. Default 60 seconds.</summary>
    public TimeSpan RecoveryInterval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How many more looks are taken after the first, while the timeline shows no change. Default 5.</summary>
    public int RecoveryCount { get; init; } = 5;

    /// <summary>The largest single event of a stream, in bytes. Default 16 MiB.</summary>
    public int MaxEventBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>The most bytes that one message's stream may bring in all. Default 256 MiB.</summary>
    public long MaxStreamBytes { get; init; } = 256L * 1024 * 1024;

    /// <summary>
    /// The most events that one message's stream may bring, pieces of texts and heartbeats with data among them. Default 200000, twice what
    /// a model can say in 15 minutes.
    /// </summary>
    public int MaxStreamEvents { get; init; } = 200_000;

    /// <summary>The largest plain answer, in bytes; to read one takes several times as much memory. Default 16 MiB.</summary>
    public int MaxResponseBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>The largest video that is downloaded, in bytes. Default 4 GiB.</summary>
    public long MaxDownloadBytes { get; init; } = 4L * 1024 * 1024 * 1024;
}
