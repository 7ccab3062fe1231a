namespace NemoVideo.PowerShell.Commands;

/// <summary>Uploads files into one session, or each file into a new session.</summary>
[Cmdlet(VerbsCommunications.Send, "NemoUpload", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(NemoUpload))]
public sealed class SendNemoUploadCommand : SessionCommand<UploadInput>
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string UrlSet = "Url";

    private readonly List<long?> _previewed = [];
    private bool _isPathTyped;
    private bool _isSessionTyped;

    /// <summary>The files. A path on the command line can contain wildcards. A piped path is read literally.</summary>
    [Parameter(
        Mandatory = true, Position = 0, ParameterSetName = PathSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FilePath"), AllowNull, AllowEmptyString, AllowEmptyCollection]
    [SupportsWildcards, PathText]
    public string[] Path { get; set; } = [];

    /// <summary>The files, without wildcards. Files from Get-ChildItem bind to this parameter.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath", "LP"), AllowNull, AllowEmptyString, AllowEmptyCollection]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The http or https URLs of files that the service downloads.</summary>
    [Parameter(Mandatory = true, ParameterSetName = UrlSet, ValueFromPipelineByPropertyName = true)]
    [Alias("Uri"), AddressTransformation, WebAddress]
    public Uri[] Url { get; set; } = [];

    /// <summary>The message for Invoke-NemoEdit. It isn't sent: the output has it as a property, which Invoke-NemoEdit sends.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true), AllowNull, AllowEmptyString]
    public string? Message { get; set; }

    /// <summary>Creates a session for each file, named after the file.</summary>
    [Parameter]
    public SwitchParameter SessionPerFile { get; set; }

    /// <summary>The number of files to upload at the same time, 1 to 16. Above 1, it requires -SessionPerFile. Default: 1.</summary>
    [Parameter, Alias("Parallel"), ValidateRange(1, 16)]
    public int ThrottleLimit { get; set; } = 1;

    private protected override async Task CheckParametersAsync()
    {
        (_isPathTyped, _isSessionTyped) = (Path?.Length > 0, MyInvocation.BoundParameters.ContainsKey(nameof(Session)));
        CommandException.ThrowIf(SessionPerFile && _isSessionTyped, ErrorRecords.SessionAndSessionPerFile);
        CommandException.ThrowIf(ThrottleLimit > 1 && !SessionPerFile, ErrorRecords.ThrottleLimitWithoutSessionPerFile);
        Session = await Sessions.CheckAsync(Session);
    }

    private protected override UploadInput ReadInput() => new(
        InputCount, (ParameterSetName == LiteralPathSet ? LiteralPath : Path) ?? [], Url, Message, Session);

    private protected override async Task RunAsync(IAsyncEnumerable<UploadInput> inputs, CancellationToken stop)
    {
        using (var uploader = new Uploader(Output, Nemo, Sessions))
        {
            await PrepareAsync(inputs, uploader).ForEachAsync(
                ThrottleLimit, Output, upload => Failures.ProcessAsync($"{upload.Source}", () => uploader.UploadAsync(upload)));
        }

        if (MyInvocation.ExpectingInput && InputCount == 0)
        {
            Output.WarnOfNoInput("file was uploaded");
        }

        if (_previewed.Count > 0)
        {
            WritePreview();
        }
    }

    /// <summary>
    /// The sources to upload, each in its session. With -WhatIf, they are only counted. A session is created before the next input is asked
    /// for: while a command upstream is busy, an upload in progress continues, but none begins.
    /// </summary>
    private async IAsyncEnumerable<PreparedUpload> PrepareAsync(IAsyncEnumerable<UploadInput> inputs, Uploader uploader)
    {
        await foreach (var source in ReadSourcesAsync(inputs, uploader))
        {
            Sessions.CheckCanChange(source.Session);
            PreparedUpload? upload = null;
            if (Output.ShouldProcess($"{source}", "Upload"))
            {
                await Failures.ProcessAsync($"{source}", async () => upload = await uploader.PrepareAsync(source), isComplete: false);
            }
            else if (Output.IsWhatIf)
            {
                await Failures.ProcessAsync($"{source}", () =>
                {
                    _previewed.Add(source.File is { } file ? MediaFile.Check(file).Length : null);
                    return Task.CompletedTask;
                });
            }

            if (upload is not null)
            {
                yield return upload;
            }
        }
    }

    private async IAsyncEnumerable<UploadSource> ReadSourcesAsync(IAsyncEnumerable<UploadInput> inputs, Uploader uploader)
    {
        await foreach (var input in inputs)
        {
            if (!CanUse(input))
            {
                continue;
            }

            Failures.Accept();
            var sources = input.Urls.Select(url => CreateSource(input, null, url)).ToList();
            foreach (var path in input.Paths)
            {
                sources.AddRange(
                    (await Paths.ResolveAsync(path, !_isPathTyped)).OfType<string>().Select(file => CreateSource(input, file)));
            }

            foreach (var source in uploader.Queue(sources))
            {
                yield return source;
            }
        }
    }

    private bool CanUse(UploadInput input)
    {
        if (input.Urls.Count > 0 || !input.Paths.All(string.IsNullOrWhiteSpace))
        {
            var invalid = string.IsNullOrEmpty(input.Message) ? null : MessageCheck.FindError(Paths, input.Message!, input.Message);
            if (invalid is not null)
            {
                Failures.Reject(invalid);
            }

            return invalid is null;
        }

        CommandException.ThrowIf(!MyInvocation.ExpectingInput, () => ErrorRecords.EmptyArgument(ParameterSetName));
        if (string.IsNullOrWhiteSpace(input.Message) && (_isSessionTyped || string.IsNullOrEmpty(input.Session)))
        {
            Output.Skipped.AddEmpty(input: null, input.Number);
        }
        else
        {
            Failures.Reject(ErrorRecords.InRow(ErrorRecords.NoPathInInput(input.Message ?? input.Session), $"Row {input.Number}"));
        }

        return false;
    }

    private UploadSource CreateSource(UploadInput input, string? file, Uri? url = null)
    {
        var source = new UploadSource(SessionChoice.For(input.Session), file, url, input.Message);
        return SessionPerFile ? source with { Session = SessionChoice.NewFor(source.Path) } : source;
    }

    /// <summary>Writes the number of files that -WhatIf showed, and their total size if it is known.</summary>
    private void WritePreview()
    {
        var files = $"{_previewed.Count} {(_previewed.Count == 1 ? "file" : "files")}";
        var size = _previewed.Contains(null) ? "" : $" ({DisplayText.Size(_previewed.Sum())}{(_previewed.Count == 1 ? "" : " in total")})";
        var sessions = SessionPerFile ? " A session would be created for each file." : "";
        Output.WriteHostLine($"What if: {files}{size} would be uploaded.{sessions} No output is written to the pipeline.");
    }
}

/// <summary>What an input of Send-NemoUpload bound.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Paths">The paths of files.</param>
/// <param name="Urls">The URLs of files.</param>
/// <param name="Message">The message for Invoke-NemoEdit; null for none.</param>
/// <param name="Session">The session; null for the current one.</param>
public sealed record UploadInput(int Number, IReadOnlyList<string> Paths, IReadOnlyList<Uri> Urls, string? Message, string? Session);
