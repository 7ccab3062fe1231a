using NemoVideo.Emulator.Protocol;

namespace NemoVideo.Emulator.Configuration;

/// <summary>What one emulator is told when it starts. The defaults suit tests: no waiting, a free port, nothing kept.</summary>
public sealed record EmulatorOptions
{
    /// <summary>Where the API listens: http (or https with a certificate) on a loopback address, several separated by semicolons; port 0 takes a free one.</summary>
    public string Urls { get; init; } = "http://127.0.0.1:0";

    /// <summary>
    /// A PEM file with a certificate and its key. With it, https addresses can be listened on, and
    /// the content network speaks https.
    /// </summary>
    public string? CertificateFile { get; init; }

    /// <summary>Where the state lives. Null makes a temporary directory that goes when the emulator is disposed.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>How long a render takes at least, from submitted to completed.</summary>
    public TimeSpan RenderTime { get; init; }

    /// <summary>The dialect that event streams are written in.</summary>
    public EventDialect Dialect { get; init; }

    /// <summary>What a token starts with.</summary>
    public long Credits { get; init; } = 100;

    /// <summary>Decides, with the place of a message in its session, which edits are silent.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The share of edits that close the stream without any text, from 0 to 1.</summary>
    public double SilentRate { get; init; } = 1.0 / 3;

    /// <summary>The pause before each frame of a stream but the first.</summary>
    public TimeSpan EventDelay { get; init; }

    /// <summary>The form of heartbeats; null for each that the dialect has, by turns.</summary>
    public HeartbeatForm? Heartbeat { get; init; }

    /// <summary>The pause between the heartbeats of a stream that a fault holds.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>How long the state goes on showing the draft from before an edit.</summary>
    public TimeSpan StateLag { get; init; }

    /// <summary>The shape of render answers.</summary>
    public RenderShape RenderShape { get; init; }

    /// <summary>Whether render answers call the id <c>taskId</c> rather than <c>id</c>.</summary>
    public bool RenderTaskId { get; init; }

    /// <summary>Whether render answers leave out where the file is: then it is had through the API alone.</summary>
    public bool NoOutputUrl { get; init; }

    /// <summary>The name under which output URLs reach this computer, <c>127.0.0.1</c> or <c>localhost</c>.</summary>
    public string CdnHost { get; init; } = "127.0.0.1";

    /// <summary>Whether ffmpeg and ffprobe are used where they are on the PATH.</summary>
    public bool UseFfmpeg { get; init; } = true;

    /// <summary>The clock of tokens, renders and pauses.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Faults to begin with, one specification each.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>Tokens of registered users, valid from the start and never expiring.</summary>
    public IReadOnlyList<string> Tokens { get; init; } = [];

    /// <summary>The largest file taken, in bytes; more is refused with 4002.</summary>
    public long MaxUploadByteCount { get; init; } = 500L * 1024 * 1024;

    /// <summary>How many requests are kept on record, the latest.</summary>
    public int KeptRequests { get; init; } = 100_000;

    /// <summary>Whether the command line runs it until its standard input ends, and not until Ctrl+C, which a terminal sends to all of its programs.</summary>
    public bool EndsWithInput { get; init; }

    /// <summary>Whether a refused token is told by code 1001 in an HTTP 200 body rather than by HTTP 401.</summary>
    public bool RefuseTokensInBody { get; init; }
}
