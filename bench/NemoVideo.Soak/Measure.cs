namespace NemoVideo.Soak;

/// <summary>One thing that is measured of a process, and how much of it may come on top after the first minute.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="IsBytes">Whether it is shown in MB.</param>
/// <param name="Of">Its value in a sample.</param>
/// <param name="Slack">What it may grow by in any case: as much as it goes up and down by anyway.</param>
internal sealed record Measure(string Name, bool IsBytes, Func<ProcessSample, long> Of, long Slack)
{
    /// <summary>The share that anything may grow by.</summary>
    public const double Tolerance = 0.1;

    private const long Megabyte = 1024 * 1024;

    public static readonly IReadOnlyList<Measure> All =
    [
        new("working set MB", true, static sample => sample.WorkingSet, 16 * Megabyte),
        new("private MB", true, static sample => sample.PrivateBytes, 16 * Megabyte),
        new("managed MB", true, static sample => sample.ManagedBytes, 4 * Megabyte),
        new("handles", false, static sample => sample.Handles, 60),

        // Connections are kept for as many requests as there were at once, threads for as many as waited for the disk at once: what
        // the load of the computer makes of that is no leak. One in a hundred rounds would be.
        new("sockets", false, static sample => sample.Sockets, 60),
        new("threads", false, static sample => sample.Threads, 32),
    ];

    /// <summary>The most that it may be in the end, where it was this much at first.</summary>
    public double Limit(double early) => early + Math.Max(early * Tolerance, Slack);

    public double Shown(double value) => IsBytes ? value / Megabyte : value;
}
