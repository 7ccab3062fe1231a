namespace NemoVideo.Screenshots;

/// <summary>The screenshots that the command makes, by their file names in <c>docs/screenshots</c>.</summary>
internal static class Screenshot
{
    public const string Plan = "plan.svg";
    public const string Edit = "edit.svg";
    public const string State = "state.svg";
    public const string Timeline = "timeline.svg";
    public const string Report = "report.png";
    public const string Emulator = "emulator.png";
    public const string EmulatorDark = "emulator-dark.png";

    /// <summary>All names.</summary>
    public static readonly IReadOnlyList<string> Names = [Plan, Edit, State, Timeline, Report, Emulator, EmulatorDark];
}
