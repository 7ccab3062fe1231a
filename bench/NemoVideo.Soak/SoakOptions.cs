using System.Globalization;

namespace NemoVideo.Soak;

/// <summary>The command line options.</summary>
internal sealed record SoakOptions
{
    public const string Usage = """
        Usage: NemoVideo.Soak [options]

          --sessions <n>    the number of concurrent sessions (default 200)
          --minutes <n>     the time during which new rounds start, in minutes; can be a decimal number (default 10)
          --seed <n>        the seed that determines the faults, and which edits have no agent text (default 1)
          --faults          inject a fault every second, and revoke all tokens every 30 s
          --no-history      run without the history, to measure what the history costs
          --help            show this help
        """;

    public int Sessions { get; init; } = 200;

    /// <summary>The time during which new rounds start.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromMinutes(10);

    public int Seed { get; init; } = 1;
    public bool HasFaults { get; init; }
    public bool HasHistory { get; init; } = true;

    /// <summary>False if nothing runs: because of a problem, or because the user requested help (problem is null).</summary>
    public static bool TryParse(string[] args, out SoakOptions options, out string? problem)
    {
        options = new SoakOptions();
        problem = null;
        try
        {
            for (var i = 0; i < args.Length; i++)
            {
                if (args[i] is "--help" or "-h" or "-?")
                {
                    return false;
                }

                options = args[i] switch
                {
                    "--faults" => options with { HasFaults = true },
                    "--no-history" => options with { HasHistory = false },
                    var name when i + 1 < args.Length => With(options, name, args[++i]),
                    var name => throw new FormatException($"'{name}' isn't an option, or its value is missing."),
                };
            }

            return true;
        }
        catch (FormatException failure)
        {
            problem = failure.Message;
            return false;
        }
    }

    private static SoakOptions With(SoakOptions options, string name, string value) => name switch
    {
        "--sessions" => options with { Sessions = (int)Number(name, value, 1, 2000) },
        "--minutes" => options with { Duration = TimeSpan.FromMinutes(Number(name, value, 0.01, 24 * 60)) },
        "--seed" => options with { Seed = (int)Number(name, value, 0, int.MaxValue) },
        _ => throw new FormatException($"'{name}' isn't an option."),
    };

    private static double Number(string name, string value, double minimum, double maximum) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number >= minimum && number <= maximum
            ? number
            : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"{name} must be a number from {minimum} to {maximum}, not '{value}'."));
}
