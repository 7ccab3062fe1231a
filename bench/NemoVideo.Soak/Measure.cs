namespace NemoVideo.Soak;

/// <summary>One measure of a process. Its slack is the increase that is always allowed, because the value varies by that much.</summary>
internal sealed record Measure(string Name, bool IsBytes, Func<ProcessSample, long> Of, long Slack)
{
    /// <summary>The share by which every measure may increase.</summary>
    public const double Tolerance = 0.1;

    private const long Megabyte = 1024 * 1024;

    public static readonly IReadOnlyList<Measure> All =
    [
        new("working set MB", true, static sample => sample.WorkingSet, 16 * Megabyte),
        new("private MB", true, static sample => sample.PrivateBytes, 16 * Megabyte),
        new("managed MB", true, static sample => sample.ManagedBytes, 4 * Megabyte),
        new("handles", false, static sample => sample.Handles, 60),

        // The number of connections and threads depends on how many requests run at once, and so on the load of the computer.
        new("sockets", false, static sample => sample.Sockets, 60),
        new("threads", false, static sample => sample.Threads, 32),
    ];

    /// <summary>The maximum at the end for this value at the start.</summary>
    public double Limit(double early) => early + Math.Max(early * Tolerance, Slack);

    public double ToUnit(double value) => IsBytes ? value / Megabyte : value;
}
