using System.Management.Automation;
using NemoVideo.Client;
using NemoVideo.Client.Operations;
using NemoVideo.Client.Resuming;
using NemoVideo.PowerShell.Binding;
using NemoVideo.PowerShell.Cmdlets;
using NemoVideo.PowerShell.Errors;
using NemoVideo.PowerShell.Formatting;
using NemoVideo.PowerShell.Output;
using NemoVideo.PowerShell.Progress;

namespace NemoVideo.PowerShell.Commands;

/// <summary>Uploads files into a session, all into one or each into one of its own.</summary>
[Cmdlet(VerbsCommunications.Send, "NemoUpload", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(NemoUpload))]
public sealed class SendNemoUploadCommand : SessionCommand
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string UrlSet = "Url";

    private readonly Dictionary<Task<UploadedMedia>, RunningUpload> _open = [];
    private readonly UploadPreview _preview = new();
    private EarlierFiles? _earlier;
    private UploadProgress? _progress;
    private bool _isPathPiped;

    /// <summary>Files, with wildcards. What comes from the pipeline names a file as it is, where there is one.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [PathText]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Files, each character standing for itself. Get-ChildItem binds here.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName", "LP")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Addresses that the service can fetch files from.</summary>
    [Parameter(Mandatory = true, ParameterSetName = UrlSet, ValueFromPipelineByPropertyName = true)]
    [AddressTransformation(AllowMany = true)]
    [WebAddress]
    public Uri[] Url { get; set; } = [];

    /// <summary>Makes a session for each file, named after it.</summary>
    [Parameter]
    public SwitchParameter SessionPerFile { get; set; }

    /// <summary>
    /// Goes on with what an earlier process has begun with the same files and -SessionPerFile, also further down the pipeline: what
    /// was uploaded, sent, exported and downloaded is not done again.
    /// </summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    public SwitchParameter Resume { get; set; }

    /// <summary>How many files go up at once with -SessionPerFile; they come out as they are finished. Default: 1.</summary>
    [Parameter]
    [ValidateRange(1, 16)]
    public int ThrottleLimit { get; set; } = 1;

    /// <summary>Uploads files that are links out of the folder given; without it, they are skipped with a warning.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    public SwitchParameter FollowSymlink { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (SessionPerFile && IsSessionNamed)
        {
            ThrowTerminatingError(ErrorRecords.SessionAndSessionPerFile());
        }

        if (ThrottleLimit > 1 && !SessionPerFile)
        {
            ThrowTerminatingError(ErrorRecords.ThrottleLimitWithoutSessionPerFile());
        }

        if (Resume && !SessionPerFile)
        {
            ThrowTerminatingError(ErrorRecords.ResumeWithoutSessionPerFile());
        }

        _isPathPiped = !MyInvocation.BoundParameters.ContainsKey(nameof(Path));
        _progress = new UploadProgress(this);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => EndAllUnlessThrough(() =>
    {
        foreach (var address in Url)
        {
            Start(DisplayText.Address(address), Uri.UnescapeDataString(address.AbsolutePath), (session, _) => StartAddress(session, address));
        }

        var isLiteral = ParameterSetName == LiteralPathSet;
        foreach (var file in (isLiteral ? LiteralPath : Path).SelectMany(path => FilePaths.Resolve(this, path, isLiteral, _isPathPiped, FollowSymlink)))
        {
            Start(file, file, (session, line) => StartFile(session, file, line));
        }

        WriteFinished();
    });

    /// <inheritdoc/>
    protected override void EndProcessing() => EndAllUnlessThrough(() =>
    {
        WaitUntilOpen(0);
        _progress!.Dispose();
        if (_preview.Describe(SessionPerFile) is { } line)
        {
            WriteHostLine(line);
        }
    });

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _progress?.Dispose();

        // Behind the downstream's end: until then, the whole pipeline is at work on the files.
        _earlier?.Dispose();
    }

    private bool IsWhatIf => LanguagePrimitives.IsTrue(
        MyInvocation.BoundParameters.TryGetValue("WhatIf", out var bound) ? bound : GetVariableValue("WhatIfPreference"));

    private static string SessionNameOf(string path) =>
        System.IO.Path.GetFileNameWithoutExtension(path) is { Length: > 0 } name ? DisplayText.Line(name) : DefaultSessionName;

    private void Start(string target, string path, Func<string, TransferLine, Task<UploadedMedia>> begin)
    {
        var isFile = ParameterSetName != UrlSet;
        if (!ShouldProcess(target, "Upload"))
        {
            if (IsWhatIf)
            {
                ProcessInput(target, () => _preview.Add(isFile ? LengthOf(path) : null));
            }

            return;
        }

        ProcessInput(
            target,
            () =>
            {
                // Before the session is made: a file that cannot be sent must not cost one.
                var length = isFile ? LengthOf(path) : (long?)null;
                if (Resume && FindEarlier(path) is { } earlier)
                {
                    WriteVerbose($"An earlier process has uploaded '{path}', so it was not uploaded again.");
                    WriteObject(new NemoUpload(earlier.SessionId, ownsSession: true, path, length, earlier.Media));
                    return;
                }

                var session = SessionPerFile ? CreateSession(SessionNameOf(path), language: null, isCurrent: false).SessionId : EnsureSessionId();
                if (Resume)
                {
                    ResolveConnection().MarkResumable(session);
                }

                var line = _progress!.Add(System.IO.Path.GetFileName(path), length);
                _open.Add(
                    begin(session, line),
                    new RunningUpload(target, line, media => new NemoUpload(session, SessionPerFile, isFile ? path : null, length, media)));
            },
            isWhole: false);
        WaitUntilOpen(ThrottleLimit - 1);
    }

    /// <summary>The size of a file that can be sent; an exception where it cannot.</summary>
    private static long LengthOf(string path)
    {
        NemoClient.CheckFile(path);
        return new FileInfo(path).Length;
    }

    private EarlierFiles OpenFiles() => _earlier ??= ResolveClient().Earlier.OpenFiles();

    /// <summary>What an earlier process has uploaded of a file. From here on its session is gone on with.</summary>
    private EarlierUpload? FindEarlier(string path)
    {
        var connection = ResolveConnection();
        if (!connection.Client.WritesJournal)
        {
            ThrowTerminatingError(ErrorRecords.ResumeWithoutJournal());
        }

        var earlier = Wait(token => OpenFiles().FindUploadAsync(path, token));
        if (earlier is not null)
        {
            connection.Resume(earlier.SessionId, SessionNameOf(path));
        }

        return earlier;
    }

    private Task<UploadedMedia> StartFile(string sessionId, string file, TransferLine line)
    {
        var client = ResolveClient();

        // A run with -Resume that begins meanwhile must not take this one for dead.
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

    private void WaitUntilOpen(int count)
    {
        while (_open.Count > count)
        {
            WaitForAny([.. _open.Keys], _progress);
            WriteFinished();
        }
    }

    private void WriteFinished()
    {
        foreach (var task in _open.Keys.Where(static task => task.IsCompleted).ToArray())
        {
            var upload = _open[task];
            _open.Remove(task);
            _progress!.End(upload.Line);
            Finish(upload.Target, () => WriteObject(upload.CreateOutput(Wait(_ => task))));
        }
    }

    /// <summary>Whatever leads out of the cmdlet early (a stop, Select-Object -First, a terminating error) ends all uploads.</summary>
    private void EndAllUnlessThrough(Action work)
    {
        var isThrough = false;
        try
        {
            work();
            isThrough = true;
        }
        finally
        {
            if (!isThrough)
            {
                EndRunning();
                _progress!.Dispose();
            }
        }
    }
}
