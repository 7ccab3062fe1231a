namespace NemoVideo.Emulator;

internal static class CommandLine
{
    private const string Options = """
        Usage: nemovideo-emulator [options]

          --urls <url>            the URL of the API: http or https on a loopback address; port 0 selects a free port
                                  (default http://127.0.0.1:5090)
          --certificate <file>    a PEM file with a certificate and its key, for https
          --data <directory>      the folder for the state (default: a temporary folder that is deleted when the emulator stops)
          --render-seconds <n>    the minimum time of a render (default 5)
          --render-shape <shape>  the JSON structure of render responses: top, wrapped, envelope or nested (default top)
          --no-output-url         render responses omit the URL of the file
          --dialect <dialect>     the format of event streams: flat, adk, named or mixed (default flat)
          --credits <n>           the credits of a new token (default 100)
          --seed <n>              the seed that determines which edits have no agent text (default 1)
          --silent-rate <0..1>    the share of edits without agent text (default one third)
          --event-delay-ms <n>    the pause between events (default 150)
          --heartbeat-ms <n>      the pause between heartbeats while a fault holds a stream (default 1000)
          --state-lag-ms <n>      how long the state still shows the previous draft after an edit (default 0)
          --token <nmv_usr_…>     a registered user's token, valid from the start; repeatable
          --fault '<spec>'        a fault, such as 'POST /run_sse: drop after 3 events'; repeatable
          --keep-requests <n>     the maximum number of requests in the log (default 100000)
          --end-with-input        run until the standard input ends, and ignore Ctrl+C: for use by another program
          --no-ffmpeg             don't use ffmpeg and ffprobe, even if they are installed
          --help                  show this help

        To see the sessions, the requests and the planned faults, open the URL of the running emulator in a browser.

        The running emulator has a control API: GET /_emulator/requests, /renders, /sessions and /failures; POST /_emulator/faults (one
        fault per line, as for --fault but without replay), /release (continues held requests), /revoke, /credits {"available":<n>};
        DELETE /_emulator/faults.
        """;

    public static readonly string Usage = string.Join(Environment.NewLine, Options, "", FaultRule.Grammar);

    /// <exception cref="FormatException">An argument is invalid.</exception>
    public static EmulatorOptions Parse(string[] args)
    {
        var options = new EmulatorOptions
        {
            Urls = "http://127.0.0.1:5090",
            RenderTime = TimeSpan.FromSeconds(5),
            EventDelay = TimeSpan.FromMilliseconds(150),
            HeartbeatInterval = TimeSpan.FromSeconds(1),
        };
        for (var i = 0; i < args.Length; i++)
        {
            options = args[i] switch
            {
                "--no-ffmpeg" => options with { UseFfmpeg = false },
                "--end-with-input" => options with { StopsAtEndOfInput = true },
                "--no-output-url" => options with { NoOutputUrl = true },
                var name when i + 1 < args.Length => With(options, name, args[++i]),
                var name => throw new FormatException($"'{name}' is an unknown option, or its value is missing."),
            };
        }

        return options;
    }

    private static EmulatorOptions With(EmulatorOptions options, string name, string value) => name switch
    {
        "--urls" => options with { Urls = value },
        "--certificate" => options with { CertificateFile = value },
        "--data" => options with { DataDirectory = value },
        "--render-seconds" => options with { RenderTime = TimeSpan.FromSeconds(Number(name, value, 86_400)) },
        "--render-shape" => options with { RenderShape = Choice<RenderShape>(name, value) },
        "--dialect" => options with { Dialect = Choice<EventDialect>(name, value) },
        "--credits" => options with { Credits = (long)Number(name, value, long.MaxValue) },
        "--seed" => options with { Seed = (int)Number(name, value, int.MaxValue) },
        "--silent-rate" => options with { SilentRate = Number(name, value, 1) },
        "--event-delay-ms" => options with { EventDelay = Milliseconds(name, value) },
        "--heartbeat-ms" => options with { HeartbeatInterval = Milliseconds(name, value) },
        "--state-lag-ms" => options with { StateLag = Milliseconds(name, value) },
        "--token" => options with { Tokens = [.. options.Tokens, value] },
        "--keep-requests" => options with { MaxRecordedRequests = (int)Number(name, value, int.MaxValue) },
        "--fault" => options with { Faults = [.. options.Faults, value] },
        _ => throw new FormatException($"'{name}' is an unknown option."),
    };

    private static double Number(string name, string value, double maximum) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number <= maximum
            ? number
            : throw new FormatException(string.Create(
                CultureInfo.InvariantCulture, $"{name} must be a number from 0 to {maximum}, not '{value}'."));

    private static TimeSpan Milliseconds(string name, string value) => TimeSpan.FromMilliseconds(Number(name, value, 3_600_000));

    private static T Choice<T>(string name, string value)
        where T : struct, Enum => Enum.TryParse<T>(value, ignoreCase: true, out var choice) && Enum.IsDefined(choice)
            ? choice
            : throw new FormatException($"'{value}' isn't a valid value for {name}. Use one of these values: "
                + string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant() + ".");
}
