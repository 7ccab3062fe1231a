namespace NemoVideo.PowerShell.Commands;

/// <summary>Creates a video from each input: uploads it, sends the messages, exports and downloads. Several inputs run at once.</summary>
[Cmdlet(VerbsCommon.New, "NemoVideo", SupportsShouldProcess = true)]
[OutputType(typeof(NemoVideoResult), typeof(NemoVideoPlan), typeof(NemoEvent), typeof(NemoEditResult))]
public sealed class NewNemoVideoCommand : VideoInputCommand
{
    private VideoArguments? _arguments;
    private IgnoredColumn? _ignored;
    private string _folder = "";

    /// <summary>
    /// The folder for the videos, created if it doesn't exist. It has no position, because a second positional argument looks like the
    /// input.
    /// </summary>
    [Parameter(Mandatory = true), Alias("OutputPath", "OutDir"), ValidateNotNullOrEmpty]
    public string Destination { get; set; } = "";

    /// <summary>Creates the subfolders of the inputs in the destination. The inputs must be in the current folder or below it.</summary>
    [Parameter]
    public SwitchParameter KeepFolders { get; set; }

    /// <summary>The number of videos to upload and edit at the same time, 1 to 64. Default: 4.</summary>
    [Parameter, Alias("Parallel"), ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 4;

    /// <summary>The estimated number of credits that the command can spend. Videos that don't fit are not started.</summary>
    [Parameter, Alias("MaxCredit"), ValidateRange(0L, long.MaxValue)]
    public long? MaximumCredit { get; set; }

    /// <summary>The total timeout for each message, in seconds, 0.01 to 86400. Default: StreamTimeoutSec of the connection.</summary>
    [Parameter, ValidateRange(0.01, 86400.0)]
    public double? TimeoutSec { get; set; }

    /// <summary>
    /// The interval between two polls of an export, in seconds, 0.01 to 3600. Default: RenderPollIntervalSec of the connection.
    /// </summary>
    [Parameter, ValidateRange(0.01, 3600.0)]
    public double? PollIntervalSec { get; set; }

    /// <summary>The number of this shard, from 0 to ShardCount - 1. The command creates only the videos of this shard.</summary>
    [Parameter, ValidateRange(0, int.MaxValue)]
    public int ShardIndex { get; set; }

    /// <summary>The number of shards, on one machine or several. Default: 1, which means all inputs.</summary>
    [Parameter, ValidateRange(1, int.MaxValue)]
    public int ShardCount { get; set; } = 1;

    /// <summary>
    /// Creates videos from the timeline as it is if a message of a previous run changed nothing, was lost, or asked a question. After an
    /// error of the service, the timeline must have changed. Default: they fail again.
    /// </summary>
    [Parameter]
    public SwitchParameter AcceptTimeline { get; set; }

    /// <summary>Starts all videos again. All messages are sent and charged again.</summary>
    [Parameter]
    public SwitchParameter Restart { get; set; }

    /// <summary>Replaces existing files, but no input. Default: a new video gets a free name, such as clip (2).mp4.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Also returns the events of the edits as they arrive.</summary>
    [Parameter]
    public SwitchParameter IncludeEvent { get; set; }

    /// <summary>Returns what the command would do for each video, and sends nothing. Piped to New-NemoVideo, it does that.</summary>
    [Parameter]
    public SwitchParameter Plan { get; set; }

    private protected override Task CheckParametersAsync()
    {
        _arguments = new VideoArguments(MyInvocation, Paths, ReadInput(), Join);
        _ignored = new IgnoredColumn(Output, nameof(Message));
        var isShard = _arguments.IsTyped(nameof(ShardIndex));
        CommandException.ThrowIf(
            isShard != _arguments.IsTyped(nameof(ShardCount)) || ShardIndex >= ShardCount, ErrorRecords.InvalidShard);
        _folder = Paths.ResolveFolder(Destination);
        return Task.CompletedTask;
    }

    private protected override async Task RunAsync(IAsyncEnumerable<VideoInput> inputs, CancellationToken stop)
    {
        var options = new JobOptions
        {
            ThrottleLimit = ThrottleLimit,
            MaximumCredit = MaximumCredit,
            Restart = Restart,
            Overwrite = Force,
            AcceptTimeline = AcceptTimeline,
            IncludeEvents = IncludeEvent,
            PollInterval = Seconds(PollIntervalSec),
            MessageTimeout = Seconds(TimeoutSec),
        };
        await using var scheduler = new VideoScheduler(Output, Nemo, options, Plan, ShardIndex, ShardCount);
        var reader = new VideoReader(
            Output, _arguments!, scheduler, options.Kept.Add,
            new VideoOptions(_folder, Join, KeepFolders, ReturnsRejected: ShardIndex == 0));
        await foreach (var input in inputs)
        {
            if (InputRow.IsEmpty(input.Item))
            {
                Output.Skipped.AddEmpty(input.Item, input.Number);
            }
            else
            {
                _ignored!.Check(input.Item);
                await reader.ReadAsync(input);
            }
        }

        if (MyInvocation.ExpectingInput && InputCount == 0)
        {
            Output.WarnOfNoInput("video was created");
        }

        await reader.CompleteAsync(ReadInput());
        await scheduler.CompleteAsync();
    }
}
