using System.Management.Automation;
using System.Net;
using System.Security;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Skills;
using NemoVideo.Client.Transport;
using NemoVideo.PowerShell.Binding;
using NemoVideo.PowerShell.Cmdlets;
using NemoVideo.PowerShell.Completion;
using NemoVideo.PowerShell.Connections;
using NemoVideo.PowerShell.Errors;
using NemoVideo.PowerShell.Formatting;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Commands;

/// <summary>
/// Connects to the service: with -Token, with the environment variable NEMO_TOKEN, with the free token that this computer
/// has kept, or with a new free one. The connection becomes the default of the runspace; where it fails, or is stopped, the
/// runspace has none until the next one succeeds.
/// </summary>
[Cmdlet(VerbsCommunications.Connect, "Nemo", DefaultParameterSetName = SkillSet, SupportsShouldProcess = true)]
[OutputType(typeof(NemoConnection))]
public sealed class ConnectNemoCommand : StoppableCommand
{
    private const string SkillSet = "Skill";
    private const string SkillPathSet = "SkillPath";

    /// <summary>The token. Prefer a SecureString: plain text stays in the history of the shell.</summary>
    [Parameter(Position = 0)]
    [SecretTransformation]
    public SecureString? Token { get; set; }

    /// <summary>The API's base address; without it NEMO_API_URL, else the service's.</summary>
    [Parameter]
    [AddressTransformation]
    public Uri? ApiUrl { get; set; }

    /// <summary>The web pages' base address; without it NEMO_WEB_URL, else the service's, or those of an API on this computer.</summary>
    [Parameter]
    [AddressTransformation]
    public Uri? WebUrl { get; set; }

    /// <summary>The built-in skill in whose name the calls are made; without it for-video-free.</summary>
    [Parameter(ParameterSetName = SkillSet)]
    [ArgumentCompleter(typeof(SkillCompleter))]
    public string? Skill { get; set; }

    /// <summary>The SKILL.md of the skill in whose name the calls are made. Each character stands for itself.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SkillPathSet)]
    [AllowNull]
    [AllowEmptyString]
    public string? SkillPath { get; set; }

    /// <summary>The proxy's address; without it the system's.</summary>
    [Parameter]
    [AddressTransformation]
    public Uri? Proxy { get; set; }

    /// <summary>Who to be towards the proxy.</summary>
    [Parameter]
    [Credential]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>Neither reads nor keeps the free token and the client id on this computer.</summary>
    [Parameter]
    public SwitchParameter NoCache { get; set; }

    /// <summary>Deadlines, pauses and sizes, such as @{ StreamTimeoutSec = 300 }.</summary>
    [Parameter]
    [OptionTransformation]
    public NemoOption Option { get; set; } = new();

    /// <summary>Gives the connection.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        NemoConnection? connection = null;
        var isWished = ShouldProcess(ApiUrl is { IsAbsoluteUri: true, Host: var host } ? host : "NemoVideo", "Connect");
        var isDone = false;
        try
        {
            var options = CheckOptions();
            connection = isWished ? ConnectAnew(options) : null;
            isDone = true;
        }
        finally
        {
            // Whatever led here, the script may go on: it must not go on over another connection than the one it asked for.
            if (isWished && !isDone)
            {
                RunspaceConnection.Current.Fail();
            }
        }

        if (PassThru && connection is not null)
        {
            WriteObject(connection);
        }
    }

    private NemoClientOptions CheckOptions()
    {
        CheckGiven();
        if (ProxyCredential is not null && Proxy is null)
        {
            ThrowTerminatingError(ErrorRecords.ProxyCredentialWithoutProxy());
        }

        return CreateOptions(ReadSkill());
    }

    /// <summary>
    /// Not by validation attributes: what those refuse never runs, and the script would go on over the connection before. A
    /// variable that was never filled is the most likely of it.
    /// </summary>
    private void CheckGiven()
    {
        foreach (var name in new[] { nameof(Token), nameof(ApiUrl), nameof(WebUrl), nameof(Skill), nameof(SkillPath), nameof(Proxy), nameof(Option) })
        {
            if (!MyInvocation.BoundParameters.TryGetValue(name, out var given))
            {
                continue;
            }

            if (ReferenceEquals(given, SecretTransformationAttribute.NotASecret))
            {
                ThrowTerminatingError(ErrorRecords.NotASecret(name));
            }

            // A blank token would be passed over for another account's: that of NEMO_TOKEN, or the kept one.
            if (given is null or string { Length: 0 } or Uri { OriginalString.Length: 0 } || (given is SecureString secret && string.IsNullOrWhiteSpace(TextOf(secret))))
            {
                ThrowTerminatingError(ErrorRecords.EmptyArgument(name));
            }

            if (given is Uri address && !DisplayText.IsWebAddress(address))
            {
                ThrowTerminatingError(ErrorRecords.NotAWebAddress(name));
            }
        }
    }

    private NemoConnection ConnectAnew(NemoClientOptions options)
    {
        var before = RunspaceConnection.Current.LastSession;
        var connection = Connect(options);
        if (before is not null && RunspaceConnection.Current.SessionOf(connection) != before)
        {
            WriteWarning(
                $"The session '{before.Name ?? before.SessionId}' belongs to the connection before, which was another user's or to another API. "
                + "Connect as before to go on with it, or make a new one with New-NemoSession.");
        }

        return connection;
    }

    private SkillProfile? ReadSkill()
    {
        try
        {
            return SkillPath is not null ? SkillProfile.Read(FilePaths.ResolveFile(this, SkillPath))
                : Skill is not null ? SkillProfile.BuiltIn(Skill)
                : null;
        }
        catch (NemoException exception)
        {
            ThrowTerminatingError(ErrorRecords.From(exception, SkillPath ?? Skill));
            throw;
        }
    }

    private static string TextOf(SecureString secret) => new NetworkCredential("", secret).Password;

    private NemoClientOptions CreateOptions(SkillProfile? skill)
    {
        try
        {
            return new NemoClientOptions
            {
                ApiUrl = ApiUrl,
                WebUrl = WebUrl,
                Token = Token is null ? null : TextOf(Token),
                UseCache = !NoCache,
                Skill = skill,
                Limits = Option.ToLimits(),
                Proxy = Proxy is null ? null : new WebProxy(Proxy) { Credentials = ProxyCredential?.GetNetworkCredential() },
                Trace = RequestLog.Add,
                Retrying = RequestLog.Add,
                Notice = RequestLog.Warn,
            };
        }
        catch (NemoException exception)
        {
            ThrowTerminatingError(ErrorRecords.From(exception, Option));
            throw;
        }
    }
}
