using System.Globalization;

namespace NemoVideo.Soak;

/// <summary>What the command line says.</summary>
internal sealed record SoakOptions
{
    /// <summary>The text of --help.</summary>
    public const string Usage = """
        Usage: NemoVideo.Soak [options]

          --sessions <n>    how many sessions are worked on at the same time (default 200)
          --minutes <n>     for how long new ones are begun; decimals are taken (default 10)
          --seed <n>        which edits are silent, and which faults come (default 1)
          --faults          a fault a second, and all tokens revoked twice a minute
          --no-journal      without the journal, to see what it costs
          --help            this text
        """;

    /// <summary>Sessions at the same time.</summary>
    public int Sessions { get; init; } = 200;

    /// <summary>How long new sessions are begun.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>What chance goes by.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Whether the service fails now and then.</summary>
    public bool HasFaults { get; init; }

    /// <summary>Whether the client keeps its journal.</summary>
    public bool HasJournal { get; init; } = true;

    /// <summary>False where nothing is to be run: <paramref name="problem"/> is then what was wrong, or null where help was asked for.</summary>
    public static bool TryParse(string[] args, out SoakOptions options, out string? problem)
    {
        options = new SoakOptions();
        problem = null;
        try
        {
            for (var i = 0; i < args.Length; i++)
            {
                switch (args[i])
                {
                    case "--help" or "-h" or "-?":
                        return false;
                    case "--faults":
                        options = options with { HasFaults = true };
                        break;
                    case "--no-journal":
                        options = options with { HasJournal = false };
                        break;
                    case var name when i + 1 < args.Length:
                        options = With(options, name, args[++i]);
                        break;
                    case var name:
                        throw new FormatException($"'{name}' is no option, or its value is missing.");
                }
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
        _ => throw new FormatException($"'{name}' is no option."),
    };

    private static double Number(string name, string value, double least, double most) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"{name} takes a number from {least} to {most}, not '{value}'."));
}
