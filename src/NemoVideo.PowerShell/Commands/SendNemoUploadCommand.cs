using NemoVideo.PowerShell.Binding;
using NemoVideo.PowerShell.Cmdlets;
using NemoVideo.PowerShell.Errors;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Commands;

/// <summary>Uploads files into one session, or each file into a new session.</summary>
[Cmdlet(VerbsCommunications.Send, "NemoUpload", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(NemoUpload))]
public sealed class SendNemoUploadCommand : SessionCommand
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string UrlSet = "Url";

    private readonly List<long?> _previewed = [];
    private UploadRunner? _uploads;
    private bool _isPathTyped;

    /// <summary>The files. A path on the command line can contain wildcards. A piped path is read literally.</summary>
    [Parameter(
        Mandatory = true, Position = 0, ParameterSetName = PathSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FilePath")]
    [AllowNull, AllowEmptyString, AllowEmptyCollection]
    [SupportsWildcards, PathText]
    public string[] Path { get; set; } = [];

    /// <summary>The files, without wildcards. Files from Get-ChildItem bind to this parameter.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath", "LP")]
    [AllowNull, AllowEmptyString, AllowEmptyCollection]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The http or https URLs of files that the service downloads.</summary>
    [Parameter(Mandatory = true, ParameterSetName = UrlSet, ValueFromPipelineByPropertyName = true)]
    [Alias("Uri")]
    [AddressTransformation, WebAddress]
    public Uri[] Url { get; set; } = [];

    /// <summary>The message for Invoke-NemoEdit. It isn't sent: the output has it as a property, which Invoke-NemoEdit sends.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull, AllowEmptyString]
    public string? Message { get; set; }

    /// <summary>Creates a session for each file, named after the file.</summary>
    [Parameter]
    public SwitchParameter SessionPerFile { get; set; }

    /// <summary>The number of files to upload at the same time, 1 to 16. Above 1, it requires -SessionPerFile. Default: 1.</summary>
    [Parameter]
    [Alias("Parallel")]
    [ValidateRange(1, 16)]
    public int ThrottleLimit { get; set; } = 1;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _isPathTyped = Path?.Length > 0;
        _uploads = Own(new UploadRunner(this, (target, end) => Inputs.Finish(target, end), SessionPerFile));
    }

    /// <inheritdoc/>
    private protected override void CheckParameters()
    {
        ThrowIf(SessionPerFile && IsSessionNamed, ErrorRecords.SessionAndSessionPerFile);
        ThrowIf(ThrottleLimit > 1 && !SessionPerFile, ErrorRecords.ThrottleLimitWithoutSessionPerFile);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => RunOrDispose(() =>
    {
        InputCount++;
        var paths = (ParameterSetName == LiteralPathSet ? LiteralPath : Path) ?? [];
        if (Url.Length == 0 && paths.All(string.IsNullOrWhiteSpace))
        {
            ThrowIf(!MyInvocation.ExpectingInput, () => ErrorRecords.EmptyArgument(ParameterSetName));
            if (string.IsNullOrWhiteSpace(Message) && (IsSessionNamed || string.IsNullOrEmpty(Session)))
            {
                Skipped.AddEmpty(input: null, InputCount);
            }
            else
            {
                Inputs.Reject(ErrorRecords.InRow(ErrorRecords.NoPathInInput(Message ?? Session), $"Row {InputCount}"));
            }

            return;
        }

        if (!string.IsNullOrEmpty(Message) && MessageCheck.FindError(this, Message!, Message) is { } invalid)
        {
            Inputs.Reject(invalid);
            return;
        }

        Inputs.Accept();
        var files = paths.SelectMany(path => FilePaths.Resolve(this, path, !_isPathTyped)).OfType<string>();
        var sources = Url.Select(url => new UploadSource(null, url, Message)).Concat(files.Select(file => new UploadSource(file, null, Message)));
        foreach (var source in _uploads!.Queue([.. sources]))
        {
            Start(source);
        }

        _uploads.WriteFinished();
    });

    /// <inheritdoc/>
    private protected override void CompleteInput()
    {
        _uploads!.WaitUntilRunning(0);
        _uploads.Dispose();
        if (MyInvocation.ExpectingInput && InputCount == 0)
        {
            WarnOfNoInput("file was uploaded");
        }

        if (_previewed.Count > 0)
        {
            WritePreview();
        }
    }

    /// <summary>Starts an upload, or only counts it because of -WhatIf.</summary>
    private void Start(UploadSource source)
    {
        var target = source.ToString();
        if (!SessionPerFile)
        {
            CheckCurrentSession();
        }

        if (ShouldProcess(target, "Upload"))
        {
            Inputs.Process(target, () => _uploads!.Begin(source), isComplete: false);
            _uploads!.WaitUntilRunning(ThrottleLimit - 1);
        }
        else if (IsWhatIf)
        {
            Inputs.Process(target, () => _previewed.Add(source.File is { } file ? NemoClient.CheckFile(file) : null));
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
}
