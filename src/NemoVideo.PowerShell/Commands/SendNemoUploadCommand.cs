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

    private readonly Dictionary<Task<UploadedMedia>, RunningUpload> _running = [];
    private readonly UploadPreview _preview = new();
    private EarlierFiles? _previousFiles;
    private UploadProgress? _progress;
    private bool _isPathPiped;

    /// <summary>
    /// The files, with wildcards. In a path from the pipeline, brackets are wildcards only if no file has that exact name.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [PathText]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>The files, without wildcards. Files from Get-ChildItem bind to this parameter.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName", "LP")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The http or https URLs of files that the service downloads.</summary>
    [Parameter(Mandatory = true, ParameterSetName = UrlSet, ValueFromPipelineByPropertyName = true)]
    [AddressTransformation(AllowMany = true)]
    [WebAddress]
    public Uri[] Url { get; set; } = [];

    /// <summary>Creates a session for each file, named after the file.</summary>
    [Parameter]
    public SwitchParameter SessionPerFile { get; set; }

    /// <summary>
    /// Resumes a previous run with the same files and -SessionPerFile. The cmdlets of the pipeline don't upload, send, export or download
    /// anything again.
    /// </summary>
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
        _isPathPiped = !MyInvocation.BoundParameters.ContainsKey(nameof(Path)) && !MyInvocation.BoundParameters.ContainsKey(nameof(LiteralPath));
        _progress = new UploadProgress(this);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => RunOrCancelUploads(() =>
    {
        foreach (var address in Url)
        {
            Start(DisplayText.Address(address), Uri.UnescapeDataString(address.AbsolutePath), (session, _) => StartAddress(session, address));
        }

        var isLiteral = ParameterSetName == LiteralPathSet;
        var paths = isLiteral ? LiteralPath : Path;
        foreach (var file in paths.SelectMany(path => FilePaths.Resolve(this, path, isLiteral, _isPathPiped, FollowSymlink)))
        {
            Start(file, file, (session, line) => StartFile(session, file, line));
        }

        WriteFinished();
    });

    /// <inheritdoc/>
    protected override void EndProcessing() => RunOrCancelUploads(() =>
    {
        WaitUntilRunning(0);
        _progress!.Dispose();
        if (_preview.Format(SessionPerFile) is { } line)
        {
            WriteHostLine(line);
        }
    });

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _progress?.Dispose();

        // Dispose comes after the end of downstream cmdlets, which also work on the files.
        _previousFiles?.Dispose();
    }

    private bool IsWhatIf => LanguagePrimitives.IsTrue(
        MyInvocation.BoundParameters.TryGetValue("WhatIf", out var bound) ? bound : GetVariableValue("WhatIfPreference"));

    private static string SessionNameOf(string path) =>
        System.IO.Path.GetFileNameWithoutExtension(path) is { Length: > 0 } name ? DisplayText.Line(name) : DefaultSessionName;

    private void Start(string target, string path, Func<string, TransferLine, Task<UploadedMedia>> startUpload)
    {
        var isFile = ParameterSetName != UrlSet;
        if (!ShouldProcess(target, "Upload"))
        {
            if (IsWhatIf)
            {
                ProcessInput(target, () => _preview.Add(isFile ? NemoClient.CheckFile(path) : null));
            }

            return;
        }

        ProcessInput(
            target,
            () =>
            {
                // First, so that no session is created for an unusable file.
                var length = isFile ? NemoClient.CheckFile(path) : (long?)null;
                if (Resume && FindPrevious(path) is { } previous)
                {
                    WriteVerbose($"A previous run uploaded '{path}', so it was not uploaded again.");
                    WriteObject(new NemoUpload(previous.SessionId, ownsSession: true, path, length, previous.Media));
                    return;
                }

                var session = SessionPerFile
                    ? CreateSession(SessionNameOf(path), language: null, isCurrent: false).SessionId
                    : EnsureSessionId();
                if (Resume)
                {
                    ResolveConnection().MarkResumable(session);
                }

                var line = _progress!.Add(System.IO.Path.GetFileName(path), length);
                _running.Add(
                    startUpload(session, line),
                    new RunningUpload(target, line, media => new NemoUpload(session, SessionPerFile, isFile ? path : null, length, media)));
            },
            isComplete: false);
        WaitUntilRunning(ThrottleLimit - 1);
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

    private Task<UploadedMedia> StartFile(string sessionId, string file, TransferLine line)
    {
        var client = ResolveClient();

        // Another run with -Resume must not resume this upload while it is running.
        var run = SessionPerFile ? OpenFiles() : null;
        return Begin(token => run is null
            ? client.UploadFileAsync(sessionId, file, line, token)
            : client.UploadFileAsync(sessionId, file, run, line, token));
    }

    private Task<UploadedMedia> StartAddress(string sessionId, Uri address)
    {
        var client = ResolveClient();
        return Begin(token => client.UploadUrlAsync(sessionId, address, SessionPerFile, token));
    }

    private void WaitUntilRunning(int count)
    {
        while (_running.Count > count)
        {
            WaitForAny([.. _running.Keys], _progress);
            WriteFinished();
        }
    }

    private void WriteFinished()
    {
        foreach (var task in _running.Keys.Where(static task => task.IsCompleted).ToArray())
        {
            var upload = _running[task];
            _running.Remove(task);
            _progress!.End(upload.Line);
            Finish(upload.Target, () => WriteObject(upload.CreateOutput(Wait(_ => task))));
        }
    }

    /// <summary>Runs an action. If it throws (a stop, Select-Object -First, a terminating error), all uploads are canceled.</summary>
    private void RunOrCancelUploads(Action action)
    {
        var isCompleted = false;
        try
        {
            action();
            isCompleted = true;
        }
        finally
        {
            if (!isCompleted)
            {
                EndRunning();
                _progress!.Dispose();
            }
        }
    }
}
