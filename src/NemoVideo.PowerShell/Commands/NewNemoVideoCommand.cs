using System.Collections.Concurrent;
using NemoVideo.Client.Jobs;
using NemoVideo.PowerShell.Binding;
using NemoVideo.PowerShell.Cmdlets;
using NemoVideo.PowerShell.Errors;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Commands;

/// <summary>Creates a video from each input: uploads it, sends the messages, exports and downloads. Several inputs run at once.</summary>
[Cmdlet(VerbsCommon.New, "NemoVideo", SupportsShouldProcess = true)]
[OutputType(typeof(NemoVideoResult), typeof(NemoEvent), typeof(NemoEditResult))]
public sealed class NewNemoVideoCommand : VideoInputCommand
{
    private readonly List<string> _joined = [];
    private readonly HashSet<string> _added = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _kept = new(StringComparer.OrdinalIgnoreCase);
    private VideoInputs? _inputs;
    private VideoPlan? _plan;
    private IgnoredColumn? _ignored;
    private VideoArguments? _arguments;
    private bool _hasInvalidInput;

    /// <summary>
    /// The folder for the videos, created if it doesn't exist. It has no position, because a second positional argument looks like the input.
    /// </summary>
    [Parameter(Mandatory = true)]
    [Alias("OutputPath", "OutDir")]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = "";

    /// <summary>Creates the subfolders of the inputs in the destination. The inputs must be in the current folder or below it.</summary>
    [Parameter]
    public SwitchParameter KeepFolders { get; set; }

    /// <summary>The number of videos to upload and edit at the same time, 1 to 64. Default: 4.</summary>
    [Parameter]
    [Alias("Parallel")]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 4;

    /// <summary>The estimated number of credits that the command can spend. Videos that don't fit are not started.</summary>
    [Parameter]
    [Alias("MaxCredit")]
    [ValidateRange(0L, long.MaxValue)]
    public long? MaximumCredit { get; set; }

    /// <summary>The total timeout for each message, in seconds, 0.01 to 86400. Default: StreamTimeoutSec of the connection.</summary>
    [Parameter]
    [ValidateRange(0.01, 86400.0)]
    public double? TimeoutSec { get; set; }

    /// <summary>The interval between two polls of an export, in seconds, 0.01 to 3600. Default: RenderPollIntervalSec of the connection.</summary>
    [Parameter]
    [ValidateRange(0.01, 3600.0)]
    public double? PollIntervalSec { get; set; }

    /// <summary>The number of this shard, from 0 to ShardCount - 1. The command creates only the videos of this shard.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int ShardIndex { get; set; }

    /// <summary>The number of shards, on one machine or several. Default: 1, which means all inputs.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
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

    /// <summary>Whether the files come from the pipeline, a wildcard or a folder, so that the user may not have chosen each.</summary>
    private bool IsFromPipelineOrWildcard => MyInvocation.ExpectingInput
        || Path.Any(path => WildcardPattern.ContainsWildcardCharacters(path) || FilePaths.IsFolder(this, path));

    /// <summary>The row of a CSV file that is processed; null if the input is something else.</summary>
    private PSObject? Row => !Join && InputObject is { } input && PipedObject.IsRow(input) ? input : null;

    private string? RowName => InputRow.NameOf(InputObject, InputCount);

    private JobSource Source => new(Row is { } row ? InputRow.Columns(row) : [], Join ? null : RowName);

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _arguments = new VideoArguments(this);
        _ignored = new IgnoredColumn(this, nameof(Message));
        var isShard = _arguments.IsTyped(nameof(ShardIndex));
        ThrowIf(isShard != _arguments.IsTyped(nameof(ShardCount)) || ShardIndex >= ShardCount, ErrorRecords.InvalidShard);
        var options = new JobOptions
        {
            ThrottleLimit = ThrottleLimit,
            MaximumCredit = MaximumCredit,
            Restart = Restart,
            Overwrite = Force,
            IsKept = path => _kept.ContainsKey(PathRules.KeyOf(path)),
            AcceptTimeline = AcceptTimeline,
            IncludeEvents = IncludeEvent,
            PollInterval = Seconds(PollIntervalSec),
            MessageTimeout = Seconds(TimeoutSec),
        };
        _inputs = new VideoInputs(this, FilePaths.ResolveFolder(this, Destination), file => _kept[PathRules.KeyOf(file)] = true, Reject);
        _plan = Own(new VideoPlan(this, options, ShardIndex, ShardCount));
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => RunOrDispose(() =>
    {
        InputCount++;
        if (InputRow.IsEmpty(InputObject))
        {
            Skipped.AddEmpty(InputObject, InputCount);
            return;
        }

        if (InputObject is not null && VideoInputs.FindMisspelledColumn(InputObject, _arguments!.IsTyped) is { } misspelled)
        {
            Reject([], misspelled);
            return;
        }

        _ignored!.Check(InputObject);

        // All files are read first, so that no video replaces a file that is read later.
        foreach (var inputs in _arguments!.ReadInputs(_inputs!).SelectMany(RejectIfNotJoinable).ToList())
        {
            if (inputs is null)
            {
                _hasInvalidInput = true;
            }
            else if (_arguments.FindInvalidValue(VideoInputs.Describe(inputs, "a generated clip")) is { } invalid)
            {
                Reject(inputs, invalid);
            }
            else if (Join)
            {
                _joined.AddRange(inputs);
            }
            else
            {
                Add(inputs);
            }
        }
    });

    /// <inheritdoc/>
    private protected override void CompleteInput()
    {
        if (MyInvocation.ExpectingInput && InputCount == 0)
        {
            WarnOfNoInput("video was created");
        }

        // A video without one of its clips would be charged, but isn't the one that was asked for.
        if (Join && _hasInvalidInput)
        {
            if (ErrorCount == 0)
            {
                WriteError(ErrorRecords.InputSkipped(target: null));
            }
        }
        else if (Join && (_joined.Count > 0 || !MyInvocation.ExpectingInput))
        {
            Add(_joined);
        }

        _plan!.Complete();
    }

    /// <summary>With -ErrorAction Stop, the running videos end before the error is thrown.</summary>
    private protected override void FinishStarted() => _plan?.FinishStarted();

    /// <summary>With -Join, a row without a path isn't a video to generate: one of the clips is missing.</summary>
    private IEnumerable<IReadOnlyList<string>?> RejectIfNotJoinable(IReadOnlyList<string>? inputs) =>
        Join && inputs is { Count: 0 } && MyInvocation.ExpectingInput ? _inputs!.Reject(InputObject) : [inputs];

    private static string KeyOf(string input) =>
        UrlText.Parse(input) is { } url && VideoInputs.IsUrl(input) ? UrlText.WithoutSignature(url) : PathRules.KeyOf(input);

    private void Add(IReadOnlyList<string> inputs)
    {
        if (VideoInputs.ReadMessages(Message) is not { } messages)
        {
            Reject(inputs, ErrorRecords.BlankMessage(VideoInputs.Describe(inputs, "a generated clip"), InputObject));
            return;
        }

        var target = VideoInputs.Describe(inputs, messages[0]);
        if (Row is null && !Join && IsFromPipelineOrWildcard && VideoInputs.FileOf(inputs) is { } file && MediaType.IsAudio(file))
        {
            // A folder of clips often contains their music. A row names it on purpose.
            WriteWarning(
                $"'{target}' was skipped, because it contains only audio. To include it in a video, use -Join, or upload it with Send-NemoUpload.");
            return;
        }

        try
        {
            var job = new VideoJob
            {
                Inputs = inputs,
                Messages = messages,
                Skill = _plan!.FindSkill(Skill),
                Language = Language.Length == 0 ? null : Language,
                OutputName = OutputName.Length == 0 ? null : OutputName,
                Destination = _inputs!.FolderOf(inputs, KeepFolders),
                Quality = Quality.ToLowerInvariant(),
                Resolution = Resolution.Length == 0 ? null : Resolution,
                FrameRate = FrameRate,
                Tag = Source,
            };
            if ((Row is null || PipedObject.IsOfFile(Row))
                && !_added.Add(string.Join("\n", [.. inputs.Select(KeyOf), .. messages, OutputName])))
            {
                WriteWarning($"'{target}' was specified more than once. The duplicate was skipped.");
                return;
            }

            Inputs.Accept();
            _plan.Add(job, target);
            if (inputs.Count == 0 && Row?.Properties["Path"] is not null)
            {
                // An empty cell can be a mistake.
                WriteWarning($"{RowName}: The row with the message {DisplayText.Quote(messages[0])} has no path, so the agent generates a clip "
                    + "for this row.");
            }
        }
        catch (NemoException failure)
        {
            Reject(inputs, ErrorRecords.From(failure, target));
        }
    }

    /// <summary>
    /// Reports the error of an input, and writes its result if it was piped. Only the first shard returns the result, so that there is one.
    /// </summary>
    private void Reject(IReadOnlyList<string> inputs, ErrorRecord error)
    {
        _hasInvalidInput = true;
        error = ErrorRecords.InRow(error, RowName);
        Inputs.Reject(error);
        _plan!.AddRejected(error);
        var names = VideoInputs.Names(inputs);
        if (MyInvocation.ExpectingInput && ShardIndex == 0 && !Join && !IsWhatIf && (Row is not null || names.Count > 0))
        {
            var details = error.ErrorDetails;
            var job = new VideoJob { Inputs = names, Messages = Message ?? [], Tag = Source };
            var failure = new NemoException(NemoErrorKind.InvalidArgument, details.Message, details.RecommendedAction);
            WriteObject(NemoVideoResult.Create(new JobResult(job, JobStatus.Failed) { Error = failure }, details.RecommendedAction));
        }
    }
}
