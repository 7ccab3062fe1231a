namespace NemoVideo.Pictures.Tests.Reports;

/// <summary>Jobs for the tests of reports.</summary>
internal static class ReportSamples
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 19, 12, 0, TimeSpan.Zero);

    /// <summary>A job of each status, in the order of <see cref="JobStatus"/>.</summary>
    public static IReadOnlyList<ReportJob> Batch =>
    [
        Created,
        new("harbour.mp4", JobStatus.AlreadyDone)
        {
            OutputPath = PathOf("harbour.mp4"), Duration = TimeSpan.FromSeconds(5), Length = 1024, StageTimes = Times(session: 0.1),
        },
        new("city.mp4", JobStatus.InUse),
        new("interview.mp4", JobStatus.Failed)
        {
            Error = "The edit failed.", NextStep = "Rephrase the message.", Messages = ["add stickers"], AgentText = "I can't.\nSorry.",
            StartTime = Start.AddSeconds(2), StageTimes = Times(session: 0.5, upload: 1, edit: 3),
        },
        new("train.mp4", JobStatus.NotStarted) { Error = "Out of credits.", NextStep = "Add credits." },
    ];

    public static ReportJob Created => new("beach.mp4", JobStatus.Succeeded)
    {
        Source = "/clips/beach.mp4",
        OutputPath = PathOf("beach 1.mp4"),
        Duration = TimeSpan.FromSeconds(11),
        Length = 3 * 1024 * 1024,
        Messages = ["add a title", "add music"],
        AgentText = "Done.",
        Changes = ["Title added: \"Hi\" (0-3s)", "BGM added"],
        Timelines = new([Clips], TripTracks),
        StartTime = Start,
        StageTimes = Times(session: 0.2, upload: 1.3, edit: 4, render: 2, download: 0.5),
        SessionId = "s1",
    };

    /// <summary>The folder of the report.</summary>
    public static string Folder { get; } = Path.Combine(Path.GetTempPath(), "nemo report");

    public static string PathOf(string name) => Path.Combine(Folder, name);

    public static Dictionary<JobStage, TimeSpan> Times(
        double? session = null, double? upload = null, double? edit = null, double? render = null, double? download = null) =>
        new (JobStage Stage, double? Seconds)[]
        {
            (JobStage.Session, session), (JobStage.Upload, upload), (JobStage.Edit, edit), (JobStage.Render, render), (JobStage.Download, download),
        }.Where(static one => one.Seconds is not null).ToDictionary(static one => one.Stage, static one => TimeSpan.FromSeconds(one.Seconds!.Value));
}
