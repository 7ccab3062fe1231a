namespace NemoVideo.PowerShell;

/// <summary>How videos are made from inputs.</summary>
/// <param name="Destination">The full path of the folder for the videos.</param>
/// <param name="Join">Whether all inputs make one video.</param>
/// <param name="KeepFolders">Whether the videos get the folders of their inputs.</param>
/// <param name="ReturnsRejected">Whether an input that can't be used has a result. Only one of several shards returns it.</param>
internal sealed record VideoOptions(string Destination, bool Join, bool KeepFolders, bool ReturnsRejected);

/// <summary>Makes a job for each input that can be used, and reports the others.</summary>
internal sealed class VideoReader(
    PipelineWriter output, VideoArguments arguments, VideoScheduler scheduler, Action<string> keep, VideoOptions options)
{
    private readonly List<string> _joined = [];
    private readonly HashSet<string> _added = [];
    private readonly JobVariations _variations = new();
    private VideoInput _current = new(Item: null);
    private bool _hasInvalidInput;
    private int _count;

    private VideoInputs Inputs => field ??= new VideoInputs(output, options.Destination, keep, Reject);

    private bool IsPiped => output.Invocation.ExpectingInput;

    private PSObject? Row => options.Join ? null : _current.Row;

    /// <summary>Reads an input. All its files are read first, so that no video replaces a file that is read later.</summary>
    public async Task ReadAsync(VideoInput input)
    {
        _current = input;
        if (input.Item is not null && VideoInputs.FindMisspelledColumn(input.Item, arguments.IsTyped) is { } misspelled)
        {
            Reject([], misspelled);
            return;
        }

        foreach (var inputs in (await arguments.ReadInputsAsync(input, Inputs)).SelectMany(RejectIfNotJoinable).ToList())
        {
            if (inputs is null)
            {
                _hasInvalidInput = true;
            }
            else if (arguments.FindInvalidValue(input, VideoInputs.Describe(inputs, "a generated clip")) is { } invalid)
            {
                Reject(inputs, invalid);
            }
            else if (options.Join)
            {
                _joined.AddRange(inputs);
            }
            else
            {
                await AddAsync(inputs);
            }
        }
    }

    /// <summary>Adds the video of all inputs, if there is one. Without one of its clips, it isn't the one that was asked for.</summary>
    public async Task CompleteAsync(VideoInput last)
    {
        _current = last;
        if (options.Join && _hasInvalidInput)
        {
            if (output.ErrorCount == 0)
            {
                output.WriteError(ErrorRecords.InputSkipped(target: null));
            }
        }
        else if (options.Join && (_joined.Count > 0 || !IsPiped))
        {
            await AddAsync(_joined);
        }
    }

    /// <summary>With -Join, a row without a path isn't a video to generate: one of the clips is missing.</summary>
    private IEnumerable<IReadOnlyList<string>?> RejectIfNotJoinable(IReadOnlyList<string>? inputs) =>
        options.Join && inputs is { Count: 0 } && IsPiped ? Inputs.Reject(_current.Item) : [inputs];

    private async Task AddAsync(IReadOnlyList<string> inputs)
    {
        if (VideoInputs.ReadMessages(_current.Message) is not { } messages)
        {
            Reject(inputs, ErrorRecords.BlankMessage(VideoInputs.Describe(inputs, "a generated clip"), _current.Item));
            return;
        }

        var target = VideoInputs.Describe(inputs, messages[0]);
        if (IsMusicOfFolder(inputs))
        {
            output.WarnOfSkipped(
                $"'{target}' was skipped, because it contains only audio. To include it in a video, use -Join, or upload it with Send-NemoUpload.");
            return;
        }

        try
        {
            var job = CreateJob(inputs, messages);
            if (inputs.Count > 0 && _current.PlannedInput is { } planned && planned != NemoVideoPlan.Describe(job))
            {
                Reject(inputs, ErrorRecords.ChangedSincePlan(target));
                return;
            }

            if ((Row is null || PipedObject.IsOfFile(Row))
                && !_added.Add(string.Join("\n", [.. inputs.Select(KeyOf), .. messages, _current.OutputName])))
            {
                output.WarnOfSkipped($"'{target}' was specified more than once. The duplicate was skipped.");
                return;
            }

            output.Failures.Accept();
            await scheduler.AddAsync(job, target);
            if (inputs.Count == 0 && Row?.Properties["Path"] is not null && _current.PlannedInput is null)
            {
                // An empty cell can be a mistake.
                output.Warn($"{_current.RowName}: The row with the message {DisplayText.Quote(messages[0])} has no path, so the agent "
                    + "generates a clip for this row.");
            }
        }
        catch (NemoException failure)
        {
            Reject(inputs, ErrorRecords.From(failure, target));
        }
    }

    private VideoJob CreateJob(IReadOnlyList<string> inputs, string[] messages)
    {
        var job = new VideoJob
        {
            Inputs = inputs,
            Messages = messages,
            Skill = scheduler.FindSkill(_current.Skill),
            Language = _current.Language.Length == 0 ? null : _current.Language,
            OutputName = _current.OutputName.Length == 0 ? null : _current.OutputName,
            Destination = Inputs.FolderOf(inputs, options.KeepFolders),
            Quality = _current.Quality.ToLowerInvariant(),
            Resolution = _current.Resolution.Length == 0 ? null : _current.Resolution,
            FrameRate = _current.FrameRate,
            Tag = NextSource(),
        };

        // A plan can lack rows that were counted in it.
        return _variations.Number(job, NemoVideoPlan.VariationIn(_current.PlannedInput, job));
    }

    /// <summary>The input of a video of its own, or only the order for the video of all inputs.</summary>
    private JobSource NextSource() => options.Join ? new JobSource([], null, ++_count) : _current.ToSource(++_count);

    /// <summary>Whether the input is music that the user may not have chosen: it comes from the pipeline, a wildcard or a folder.</summary>
    private bool IsMusicOfFolder(IReadOnlyList<string> inputs) =>
        Row is null && !options.Join && VideoInputs.FileOf(inputs) is { } file && MediaType.IsAudio(file)
        && (IsPiped || _current.Path.Any(path => WildcardPattern.ContainsWildcardCharacters(path) || output.Paths.IsFolder(path)));

    private static string KeyOf(string input) =>
        UrlText.ParseWeb(input) is { } url ? UrlText.WithoutSignature(url) : PathRules.KeyOf(input);

    /// <summary>Reports the error of an input, and writes its result if it was piped.</summary>
    private void Reject(IReadOnlyList<string> inputs, ErrorRecord error)
    {
        _hasInvalidInput = true;
        error = ErrorRecords.InRow(error, _current.RowName);
        output.Failures.Reject(error);
        scheduler.AddRejected(error);
        var names = VideoInputs.Names(inputs);
        if (IsPiped && options.ReturnsRejected && !options.Join && !scheduler.IsPreview && (Row is not null || names.Count > 0))
        {
            var details = error.ErrorDetails;
            var job = new VideoJob { Inputs = names, Messages = _current.Message ?? [], Tag = NextSource() };
            var failure = new NemoException(NemoErrorKind.InvalidArgument, details.Message, details.RecommendedAction);
            var result = new JobResult(job, JobStatus.Failed) { Error = failure };
            output.Write(NemoVideoResult.Create(result, ErrorRecords.IdOf(error), details.RecommendedAction, output.Skipped.Take()));
        }
    }
}
