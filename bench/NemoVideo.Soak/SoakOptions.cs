using System.Globalization;

namespace NemoVideo.Soak;

/// <summary>The command line options.</summary>
internal sealed record SoakOptions(int Sessions, TimeSpan Duration, bool HasFaults)
{
    public const string Usage = """
        Usage: NemoVideo.Soak [options]

          --sessions <n>    the number of concurrent sessions (default 200)
          --minutes <n>     the time during which new rounds start, in minutes; can be a decimal number (default 10)
          --faults          inject a fault every second, and revoke all tokens every 30 s
        """;

    /// <returns>Null if the arguments are wrong.</returns>
    public static SoakOptions? Parse(string[] args) => args switch
    {
        [] => new SoakOptions(200, TimeSpan.FromMinutes(10), HasFaults: false),
        ["--faults", .. var others] when Parse(others) is { } options => options with { HasFaults = true },
        ["--sessions", var value, .. var others] when Parse(others) is { } options && Number(value) is >= 1 and <= 2000 and var sessions =>
            options with { Sessions = (int)sessions },
        ["--minutes", var value, .. var others] when Parse(others) is { } options && Number(value) is >= 0.01 and <= 1440 and var minutes =>
            options with { Duration = TimeSpan.FromMinutes(minutes) },
        _ => null,
    };

    private static double Number(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
