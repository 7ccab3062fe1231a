using System.Globalization;
using NemoVideo.Emulator.Configuration;
using NemoVideo.Emulator.Faults;
using NemoVideo.Emulator.Protocol;

namespace NemoVideo.Emulator;

/// <summary>Reads the arguments of the command line.</summary>
internal static class CommandLine
{
    private const string Options = """
        Usage: NemoVideo.Emulator [options]

          --urls <url>            where to listen, http on loopback only; port 0 takes a free one
                                  (default http://127.0.0.1:5090)
          --certificate <file>    a PEM file with a certificate and its key: lets --urls name https addresses
          --data <directory>      where the state lives (default: a temporary directory, gone at the end)
          --render-seconds <n>    how long a render takes at least (default 5)
          --render-shape <shape>  top, wrapped, envelope or nested (default top)
          --render-task-id        render answers call the id 'taskId'
          --no-output-url         render answers do not say where the file is
          --cdn-host <name>       127.0.0.1 or localhost, as it stands in output URLs (default 127.0.0.1)
          --dialect <dialect>     flat, adk, named or mixed (default flat)
          --credits <n>           what a token starts with (default 100)
          --seed <n>              which edits are silent (default 1)
          --silent-rate <0..1>    the share of silent edits (default a third)
          --event-delay-ms <n>    the pause between events (default 150)
          --heartbeat <form>      typed, empty, comment or named (default: those of the dialect by turns)
          --heartbeat-ms <n>      the pause between heartbeats of a stream that a fault holds (default 1000)
          --state-lag-ms <n>      how long the state goes on showing the draft from before an edit (default 0)
          --token <nmv_usr_…>     a registered user's token, valid from the start; repeatable
          --token-refusal <how>   status (HTTP 401) or body (code 1001 in a 200; default status)
          --fault '<spec>'        a fault, such as 'POST /run_sse: drop after 3 events'; repeatable
          --keep-requests <n>     how many requests stay on record, the latest (default 100000)
          --end-with-input        run until the standard input ends, and not until Ctrl+C: for a program that starts it
          --no-ffmpeg             do not use ffmpeg and ffprobe, even where they are installed
          --help                  this text

        While it runs, a program can ask it: GET /_emulator/requests, /renders, /sessions and /failures; POST /_emulator/faults (lines
        such as those of --fault), /release (lets go on what a fault holds), /revoke, /credits {"available":<n>}; DELETE /_emulator/faults.
        """;

    private static readonly string Usage = $"{Options}{Environment.NewLine}{Environment.NewLine}{FaultSpecification.Grammar}";

    /// <summary>
    /// False where nothing is to be run: <paramref name="message"/> is then what was wrong, or null where help was asked for.
    /// </summary>
    public static bool TryParse(string[] args, out EmulatorOptions options, out string? message)
    {
        options = new EmulatorOptions
        {
            Urls = "http://127.0.0.1:5090",
            RenderTime = TimeSpan.FromSeconds(5),
            EventDelay = TimeSpan.FromMilliseconds(150),
            HeartbeatInterval = TimeSpan.FromSeconds(1),
        };
        message = null;
        try
        {
            for (var i = 0; i < args.Length; i++)
            {
                switch (args[i])
                {
                    case "--help" or "-h" or "-?":
                        return false;
                    case "--no-ffmpeg":
                        options = options with { UseFfmpeg = false };
                        break;
                    case "--end-with-input":
                        options = options with { EndsWithInput = true };
                        break;
                    case "--render-task-id":
                        options = options with { RenderTaskId = true };
                        break;
                    case "--no-output-url":
                        options = options with { NoOutputUrl = true };
                        break;
                    case var name when i + 1 < args.Length:
                        options = With(options, name, args[++i]);
                        break;
                    case var name:
                        throw new FormatException($"'{name}' is no option, or its value is missing.");
                }
            }

            LoopbackAddress.ParseAll(options.Urls, options.CertificateFile is not null);
            ServerCertificate.Read(options.CertificateFile)?.Dispose();
            return true;
        }
        catch (Exception problem) when (problem is FormatException or IOException or UnauthorizedAccessException)
        {
            message = problem.Message;
            return false;
        }
    }

    public static string Explain(string? message) =>
        message is null ? Usage : message + Environment.NewLine + Environment.NewLine + Usage;

    private static EmulatorOptions With(EmulatorOptions options, string name, string value) => name switch
    {
        "--urls" => options with { Urls = value },
        "--certificate" => options with { CertificateFile = value },
        "--data" => options with { DataDirectory = value },
        "--render-seconds" => options with { RenderTime = TimeSpan.FromSeconds(Number(name, value, 86_400)) },
        "--render-shape" => options with { RenderShape = Choice<RenderShape>(name, value) },
        "--cdn-host" => options with { CdnHost = OneOf(name, value, "127.0.0.1", "localhost") },
        "--dialect" => options with { Dialect = Choice<EventDialect>(name, value) },
        "--credits" => options with { Credits = (long)Number(name, value, long.MaxValue) },
        "--seed" => options with { Seed = (int)Number(name, value, int.MaxValue) },
        "--silent-rate" => options with { SilentRate = Number(name, value, 1) },
        "--event-delay-ms" => options with { EventDelay = Milliseconds(name, value) },
        "--heartbeat" => options with { Heartbeat = Choice<HeartbeatForm>(name, value) },
        "--heartbeat-ms" => options with { HeartbeatInterval = Milliseconds(name, value) },
        "--state-lag-ms" => options with { StateLag = Milliseconds(name, value) },
        "--token" => options with { Tokens = [.. options.Tokens, value] },
        "--token-refusal" => options with { RefuseTokensInBody = OneOf(name, value, "status", "body") == "body" },
        "--keep-requests" => options with { KeptRequests = (int)Number(name, value, int.MaxValue) },
        "--fault" => options with { Faults = [.. options.Faults, FaultSpecification.Parse(value).Text] },
        _ => throw new FormatException($"'{name}' is no option."),
    };

    private static double Number(string name, string value, double most) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number <= most
            ? number
            : throw new FormatException(string.Create(
                CultureInfo.InvariantCulture, $"{name} takes a number from 0 to {most}, not '{value}'."));

    private static TimeSpan Milliseconds(string name, string value) => TimeSpan.FromMilliseconds(Number(name, value, 3_600_000));

    private static T Choice<T>(string name, string value)
        where T : struct, Enum
    {
        var names = Enum.GetNames<T>();
        OneOf(name, value, names);
        return Enum.Parse<T>(value, ignoreCase: true);
    }

    private static string OneOf(string name, string value, params string[] choices) =>
        choices.Contains(value, StringComparer.OrdinalIgnoreCase)
            ? value
            : throw new FormatException(
                $"{name} takes {string.Join(", ", choices.Select(choice => choice.ToLowerInvariant()))}, not '{value}'.");
}
