using NemoVideo.Pictures.Reports;

namespace NemoVideo.PowerShell.Formatting;

/// <summary>Reads a NemoVideoResult for a report, by its properties, because it can be deserialized.</summary>
internal static class PipedVideo
{
    private static readonly JobStage[] Stages = [JobStage.Session, JobStage.Upload, JobStage.Edit, JobStage.Render, JobStage.Download];

    /// <summary>The values of a result; null if its status is missing, for example because of Select-Object.</summary>
    public static ReportJob? Read(PSObject result)
    {
        if (!Enum.TryParse<JobStatus>(PipedState.Text(result, "Status"), out var status)
            || status is < JobStatus.Succeeded or > JobStatus.NotStarted)
        {
            return null;
        }

        var path = PipedState.Text(result, "OutputPath");
        var message = PipedState.Text(result, "Message") ?? "";
        return new ReportJob(path is null ? PipedState.Text(result, "SourceName") ?? message : DisplayText.FileName(path), status)
        {
            Source = PipedState.Text(result, "SourcePath"),
            OutputPath = path,
            Duration = PipedState.Number<TimeSpan>(result, "Duration"),
            Length = PipedState.Number<long>(result, "Length"),
            Messages = message.Split([";;"], StringSplitOptions.RemoveEmptyEntries),
            AgentText = PipedState.Text(result, "AgentText") ?? "",
            Changes = [.. PipedState.Items(result, "Changes").Select(static item => item.ToString())],
            Timelines = TimelineComparison.Parse(PipedState.Text(result, "TimelineJson")),
            StartTime = PipedState.Number<DateTime>(result, "StartTime") is { Year: > 1 and < 9999 } start ? new DateTimeOffset(start) : null,
            StageTimes = Stages
                .Select(stage => (Stage: stage, Time: PipedState.Number<TimeSpan>(result, PropertyOf(stage))))
                .Where(static one => one.Time is not null).ToDictionary(static one => one.Stage, static one => one.Time!.Value),
            Error = PipedState.Text(result, "Error"),
            NextStep = PipedState.Text(result, "RecommendedAction"),
            SessionId = PipedState.Text(result, "SessionId"),
            MessageCount = PipedState.Number<int>(result, "MessageCount"),
            CreditAfter = PipedState.Number<long>(result, "CreditAfter"),
            InputNumber = PipedState.Number<int>(result, "InputNumber"),
            SkippedInputs = [.. PipedState.Items(result, "SkippedInputs").Select(static item => item.ToString())],
        };
    }

    private static string PropertyOf(JobStage stage) => stage == JobStage.Render ? "ExportTime" : $"{stage}Time";
}
