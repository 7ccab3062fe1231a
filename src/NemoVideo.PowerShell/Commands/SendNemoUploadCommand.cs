using NemoVideo.Client.Resuming;
using NemoVideo.PowerShell.Binding;
using NemoVideo.PowerShell.Cmdlets;
using NemoVideo.PowerShell.Errors;
using NemoVideo.PowerShell.Output;
using NemoVideo.PowerShell.Progress;

namespace NemoVideo.PowerShell.Commands;

/// <summary>Uploads files into one session, or each file into a new session.</summary>
[Cmdlet(VerbsCommunications.Send, "NemoUpload", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(NemoUpload))]
public sealed class SendNemoUploadCommand : SessionCommand
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string UrlSet = "Url";

    private readonly List<RunningUpload> _running = [];
    private readonly List<long?> _previewed = [];
    private EarlierFiles? _previousFiles;
    private UploadProgress? _progress;
    private bool _isPathTyped;

    /// <summary>The session that this command created for all files, until the first upload into it succeeded; null for none.</summary>
    private string? _emptySession;

    /// <summary>The files. A path on the command line can contain wildcards. A piped path is read literally.</summary>
    [Parameter(
        Mandatory = true, Position = 0, ParameterSetName = PathSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards, PathText, ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>The files, without wildcards. Files from Get-ChildItem bind to this parameter.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The http or https URLs of files that the service downloads.</summary>
    [Parameter(Mandatory = true, ParameterSetName = UrlSet, ValueFromPipelineByPropertyName = true)]
    [AddressTransformation(AllowMany = true)]
    [WebAddress]
    public Uri[] Url { get; set; } = [];

    /// <summary>The message for Invoke-NemoEdit. It isn't sent: the output has it as a property, which Invoke-NemoEdit sends.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull, AllowEmptyString]
    public string? Message { get; set; }

    /// <summary>Creates a session for each file, named after the file.</summary>
    [Parameter]
    public SwitchParameter SessionPerFile { get; set; }

    /// <summary>Resumes a previous run with the same files and -SessionPerFile. The pipeline doesn't repeat what that run did.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    public SwitchParameter Resume { get; set; }

    /// <summary>The number of files to upload at the same time, 1 to 16. Above 1, it requires -SessionPerFile. Default: 1.</summary>
    [Parameter]
    [ValidateRange(1, 16)]
    public int ThrottleLimit { get; set; } = 1;

    /// <summary>Uploads files through symbolic links out of the specified folder. Default: they are skipped with a warning.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    public SwitchParameter FollowSymlink { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        ThrowIf(SessionPerFile && IsSessionNamed, ErrorRecords.SessionAndSessionPerFile);
        ThrowIf(ThrottleLimit > 1 && !SessionPerFile, ErrorRecords.ThrottleLimitWithoutSessionPerFile);
        ThrowIf(Resume && !SessionPerFile, ErrorRecords.ResumeWithoutSessionPerFile);
        _isPathTyped = Path.Length > 0;
        _progress = new UploadProgress(this);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => RunOrCancel(() =>
    {
        foreach (var address in Url)
        {
            Start(DisplayText.Address(address), Uri.UnescapeDataString(address.AbsolutePath), address);
        }

        var paths = ParameterSetName == LiteralPathSet ? LiteralPath : Path;
        foreach (var file in paths.SelectMany(path => FilePaths.Resolve(this, path, !_isPathTyped, FollowSymlink)).OfType<string>())
        {
            Start(file, file, address: null);
        }

        WriteFinished();
    }, _progress);

    /// <inheritdoc/>
    private protected override void EndInput() => RunOrCancel(() =>
    {
        WaitUntilRunning(0);
        _progress!.Dispose();
        if (_previewed.Count > 0)
        {
            WritePreview();
        }
    }, _progress);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _progress?.Dispose();

        // Dispose comes after the end of downstream cmdlets, which also work on the files.
        _previousFiles?.Dispose();
    }

    private static string SessionNameOf(string path) =>
        System.IO.Path.GetFileNameWithoutExtension(path) is { Length: > 0 } name ? DisplayText.Line(name) : DefaultSessionName;

    /// <summary>Starts the upload of a file, or of a URL with this path, or only counts it because of -WhatIf.</summary>
    private void Start(string target, string path, Uri? address)
    {
        if (ShouldProcess(target, "Upload"))
        {
            ProcessInput(target, () => StartOrResume(target, path, address), isComplete: false);
            WaitUntilRunning(ThrottleLimit - 1);
        }
        else if (IsWhatIf)
        {
            ProcessInput(target, () => _previewed.Add(address is null ? NemoClient.CheckFile(path) : null));
        }
    }

    private void StartOrResume(string target, string path, Uri? address)
    {
        // First, so that no session is created for an unusable file.
        var length = address is null ? NemoClient.CheckFile(path) : (long?)null;
        if (Resume && FindPrevious(path) is { } previous)
        {
            WriteVerbose($"A previous run uploaded '{path}', so it was not uploaded again.");
            WriteObject(new NemoUpload(previous.SessionId, ownsSession: true, path, length, previous.Media, isResumed: true, Message));
            return;
        }

        Begin(target, path, address, length, Message, isRestart: false);
    }

    /// <summary>Begins an upload. If an automatic session has nothing in it and the service no longer has it, a new session replaces it.</summary>
    private void Begin(string target, string path, Uri? address, long? length, string? message, bool isRestart)
    {
        var session = SessionPerFile ? CreateSession(SessionNameOf(path), language: null, isCurrent: false).SessionId
            : isRestart ? null : FindSessionId();
        _emptySession = session is null ? CreateSession(DefaultSessionName, language: null).SessionId : _emptySession;
        session ??= _emptySession!;
        var connection = ResolveConnection();
        if (Resume)
        {
            connection.MarkResumable(session);
        }

        if (length is { } byteCount && connection.Client.Skill.TipForUpload(path, byteCount) is { } tip)
        {
            WriteVerbose($"Tip: {tip}");
        }

        // Another run with -Resume must not resume this upload while it is running.
        var run = address is null && SessionPerFile ? OpenFiles() : null;
        var line = _progress!.Add(System.IO.Path.GetFileName(path), length);
        var upload = Begin(token =>
            address is not null ? connection.Client.UploadUrlAsync(session, address, SessionPerFile, token)
            : connection.Client.UploadFileAsync(session, path, line, run, token));
        var isReplaceable = !isRestart && (SessionPerFile || session == _emptySession);
        _running.Add(new RunningUpload(
            upload, target, line,
            media => new NemoUpload(session, SessionPerFile, address is null ? path : null, length, media, message: message),
            isReplaceable ? () => Begin(target, path, address, length, message, isRestart: true) : null));
    }

    private EarlierFiles OpenFiles() => _previousFiles ??= ResolveClient().Earlier.OpenFiles();

    /// <summary>The upload of the file in a previous run, whose session is resumed; null for none.</summary>
    private EarlierUpload? FindPrevious(string path)
    {
        var connection = ResolveConnection();
        ThrowIf(!connection.Client.WritesJournal, ErrorRecords.ResumeWithoutJournal);
        var previous = Wait(token => OpenFiles().FindUploadAsync(path, token));
        if (previous is not null)
        {
            connection.Resume(previous.SessionId, SessionNameOf(path));
        }

        return previous;
    }

    private void WaitUntilRunning(int count)
    {
        while (_running.Count > count)
        {
            WaitForAny([.. _running.Select(static running => running.Upload)], _progress);
            WriteFinished();
        }
    }

    private void WriteFinished()
    {
        foreach (var running in _running.FindAll(static running => running.Upload.IsCompleted))
        {
            var (task, target, line, createOutput, restart) = running;
            _running.Remove(running);
            _progress!.End(line);
            if (restart is not null && task.Exception?.InnerException is NemoException { Kind: NemoErrorKind.SessionNotFound } gone)
            {
                WriteVerbose($"{gone.Message} Uploading '{target}' into a new session.");
                ProcessInput(target, restart, isComplete: false);
                continue;
            }

            Finish(target, () =>
            {
                WriteObject(createOutput(Wait(_ => task)));
                _emptySession = null;
            });
        }
    }

    /// <summary>Writes the number of files that -WhatIf showed, and their total size if it is known.</summary>
    private void WritePreview()
    {
        var files = $"{_previewed.Count} {(_previewed.Count == 1 ? "file" : "files")}";
        var size = _previewed.Contains(null) ? "" : $" ({DisplayText.Size(_previewed.Sum())}{(_previewed.Count == 1 ? "" : " in total")})";
        var sessions = SessionPerFile ? " A session would be created for each file." : "";
        WriteHostLine($"What if: {files}{size} would be uploaded.{sessions} No output is written to the pipeline.");
    }

    private sealed record RunningUpload(
        Task<UploadedMedia> Upload, string Target, TransferLine Line, Func<UploadedMedia, NemoUpload> CreateOutput, Action? Restart);
}
