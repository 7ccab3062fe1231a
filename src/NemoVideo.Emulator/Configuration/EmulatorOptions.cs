namespace NemoVideo.Emulator.Configuration;

/// <summary>The settings of one emulator. The defaults suit tests: no delays, a free port, a temporary folder.</summary>
public sealed record EmulatorOptions
{
    /// <summary>The API address on loopback. https needs a certificate. Port 0 selects a free port.</summary>
    public string Urls { get; init; } = "http://127.0.0.1:0";

    /// <summary>A PEM file with a certificate and its key. It allows https for the API, and the CDN uses https.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>The folder for the state. Null creates a temporary folder, which is deleted when the emulator is disposed.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>The minimum time of a render, from submitted to completed.</summary>
    public TimeSpan RenderTime { get; init; }

    /// <summary>The format of event streams.</summary>
    public EventDialect Dialect { get; init; }

    /// <summary>The credits of a new token.</summary>
    public long Credits { get; init; } = 100;

    /// <summary>The seed that, with the number of the session and the message, determines which edits are silent.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The share of edits that close the stream without any text, from 0 to 1.</summary>
    public double SilentRate { get; init; } = 1.0 / 3;

    /// <summary>The pause before each frame of a stream except the first.</summary>
    public TimeSpan EventDelay { get; init; }

    /// <summary>The pause between the heartbeats of a stream that a fault holds.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>How long the state still shows the previous draft after an edit.</summary>
    public TimeSpan StateLag { get; init; }

    /// <summary>The shape of render responses.</summary>
    public RenderShape RenderShape { get; init; }

    /// <summary>Whether render responses omit the URL of the file. The file is then available through the API only.</summary>
    public bool NoOutputUrl { get; init; }

    /// <summary>Whether ffmpeg and ffprobe are used if they are on the PATH.</summary>
    public bool UseFfmpeg { get; init; } = true;

    /// <summary>The time of tokens, renders and pauses.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The faults at the start, one rule each.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>Tokens of registered users. They are valid from the start and never expire.</summary>
    public IReadOnlyList<string> Tokens { get; init; } = [];

    /// <summary>The maximum size of an upload in bytes. Larger files are rejected with code 4002.</summary>
    public long MaxUploadByteCount { get; init; } = 500L * 1024 * 1024;

    /// <summary>The number of requests in the log. Older requests are removed.</summary>
    public int MaxRecordedRequests { get; init; } = 100_000;

    /// <summary>Whether the command line runs until its input ends, and ignores Ctrl+C, which a terminal sends to all programs.</summary>
    public bool StopsAtEndOfInput { get; init; }
}
