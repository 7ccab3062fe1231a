using System.Management.Automation;
using NemoVideo.PowerShell.Abstractions;
using NemoVideo.PowerShell.Binding;
using NemoVideo.PowerShell.Errors;
using NemoVideo.PowerShell.Output;
using NemoVideo.PowerShell.Work;

namespace NemoVideo.PowerShell.Commands;

/// <summary>Uploads files into a session, all into one or each into one of its own.</summary>
[Cmdlet(VerbsCommunications.Send, "NemoUpload", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(NemoUpload))]
public sealed class SendNemoUploadCommand : SessionCommand
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string UrlSet = "Url";

    /// <summary>Files, with wildcards.</summary>
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
    [WebAddress]
    public Uri[] Url { get; set; } = [];

    /// <summary>Makes a session for each file, named after it.</summary>
    [Parameter]
    public SwitchParameter SessionPerFile { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (SessionPerFile && IsSessionNamed)
        {
            ThrowTerminatingError(ErrorRecords.SessionAndSessionPerFile());
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == UrlSet)
        {
            foreach (var address in Url)
            {
                Upload(address.ToString(), NameOf(Uri.UnescapeDataString(address.AbsolutePath)), sessionId => new UploadWork(this).Send(sessionId, address, SessionPerFile));
            }

            return;
        }

        var isLiteral = ParameterSetName == LiteralPathSet;
        foreach (var file in (isLiteral ? LiteralPath : Path).SelectMany(path => FilePaths.Resolve(this, path, isLiteral)))
        {
            Upload(file, NameOf(file), sessionId => new UploadWork(this).Send(sessionId, file, SessionPerFile));
        }
    }

    private static string NameOf(string path) =>
        System.IO.Path.GetFileNameWithoutExtension(path) is { Length: > 0 } name ? name : DefaultSessionName;

    private void Upload(string target, string name, Func<string, NemoUpload> send)
    {
        if (!ShouldProcess(target, "Upload"))
        {
            return;
        }

        ForInput(target, () =>
        {
            Check(target);
            WriteObject(send(SessionPerFile ? CreateSession(name, language: null, isCurrent: false).SessionId : EnsureSessionId()));
        });
    }

    /// <summary>A file that cannot be sent must not cost a session.</summary>
    private void Check(string target)
    {
        if (ParameterSetName != UrlSet)
        {
            NemoVideo.Client.NemoClient.CheckFile(target);
        }
    }
}
