using System.Security;

namespace NemoVideo.PowerShell.Commands;

/// <summary>
/// Connects to the service with -Token, NEMO_TOKEN, the cached free token, or a new free token. The connection becomes the default of
/// the runspace. If the cmdlet fails or is stopped, the runspace has no connection until the next success.
/// </summary>
[Cmdlet(VerbsCommunications.Connect, "Nemo", DefaultParameterSetName = SkillSet, SupportsShouldProcess = true)]
[OutputType(typeof(NemoConnection))]
public sealed class ConnectNemoCommand : NemoCommand<object>
{
    private const string SkillSet = "Skill";
    private const string SkillPathSet = "SkillPath";

    /// <summary>The token, preferably as a SecureString. PowerShell saves plain text in its history.</summary>
    [Parameter(Position = 0), SecretTransformation]
    public SecureString? Token { get; set; }

    /// <summary>The base URL of the API. Default: NEMO_API_URL, or else the service.</summary>
    [Parameter, AddressTransformation]
    public Uri? ApiUrl { get; set; }

    /// <summary>The base URL of the web pages. Default: NEMO_WEB_URL, or else the service, or an API on this computer.</summary>
    [Parameter, AddressTransformation]
    public Uri? WebUrl { get; set; }

    /// <summary>The built-in skill that requests are attributed to. Default: for-video-free.</summary>
    [Parameter(ParameterSetName = SkillSet), ArgumentCompleter(typeof(SkillCompleter))]
    public string? Skill { get; set; }

    /// <summary>The path of the SKILL.md that requests are attributed to, without wildcards.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SkillPathSet), AllowNull, AllowEmptyString]
    public string? SkillPath { get; set; }

    /// <summary>The URL of the proxy. Default: the proxy of the system.</summary>
    [Parameter, AddressTransformation]
    public Uri? Proxy { get; set; }

    /// <summary>Credentials for the proxy.</summary>
    [Parameter, Credential]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>Doesn't read or write the cached token, the client ID, the history or the records of videos.</summary>
    [Parameter]
    public SwitchParameter NoCache { get; set; }

    /// <summary>Timeouts, intervals and limits, such as @{ StreamTimeoutSec = 300 }.</summary>
    [Parameter, OptionTransformation]
    public NemoOption Option { get; set; } = new();

    /// <summary>Returns the connection.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override object? ReadInput() => null;

    private protected override async Task RunAsync(IAsyncEnumerable<object> inputs, CancellationToken stop)
    {
        NemoConnection? connection = null;
        var isConfirmed = Output.ShouldProcess(ApiUrl is { IsAbsoluteUri: true, Host: var host } ? host : "NemoVideo", "Connect");
        try
        {
            var options = await CreateOptionsAsync();
            connection = isConfirmed ? await ConnectAsync(options) : null;
        }
        catch when (isConfirmed)
        {
            // The script may continue after any failure. It must not use another connection than the requested one.
            RunspaceDefaults.Current.Fail();
            throw;
        }

        if (PassThru && connection is not null)
        {
            Output.Write(connection);
        }
    }

    private async Task<NemoClientOptions> CreateOptionsAsync()
    {
        CheckArguments();
        return new NemoClientOptions
        {
            ApiUrl = ApiUrl,
            WebUrl = WebUrl,
            Token = Token is null ? null : TextOf(Token),
            UseCache = !NoCache,
            Skill = await Output.OrFailAsync(SkillPath ?? Skill, () => Task.FromResult(ReadSkill())),
            Limits = await Output.OrFailAsync(Option, () => Task.FromResult(Option.ToLimits())),
            Proxy = Proxy is null ? null : new WebProxy(Proxy) { Credentials = ProxyCredential?.GetNetworkCredential() },
            Observer = Output.Display.ConnectionLog.Observer,
        };
    }

    /// <summary>If a validation attribute failed, the cmdlet wouldn't run, and the previous connection would be used.</summary>
    private void CheckArguments()
    {
        string[] names = [nameof(Token), nameof(ApiUrl), nameof(WebUrl), nameof(Skill), nameof(SkillPath), nameof(Proxy), nameof(Option)];
        foreach (var name in names)
        {
            if (!MyInvocation.BoundParameters.TryGetValue(name, out var value))
            {
                continue;
            }

            CommandException.ThrowIf(ReferenceEquals(value, SecretTransformationAttribute.Invalid), ErrorRecords.InvalidToken);
            CommandException.ThrowIf(IsEmpty(value), () => ErrorRecords.EmptyArgument(name));
            CommandException.ThrowIf(value is Uri address && !UrlText.IsWeb(address), () => ErrorRecords.NotAWebAddress(name));
        }

        CommandException.ThrowIf(ProxyCredential is not null && Proxy is null, ErrorRecords.ProxyCredentialWithoutProxy);
    }

    /// <summary>A blank token is empty too. Otherwise, NEMO_TOKEN or the cached token of another account would be used.</summary>
    private static bool IsEmpty(object? value) =>
        value is null or string { Length: 0 } or Uri { OriginalString.Length: 0 }
        || (value is SecureString secret && string.IsNullOrWhiteSpace(TextOf(secret)));

    private async Task<NemoConnection> ConnectAsync(NemoClientOptions options)
    {
        var session = RunspaceDefaults.Current.LastSession;
        var connection = await CommandConnection.ConnectAsync(Output, options);
        if (session is not null && RunspaceDefaults.Current.SessionOf(connection) != session)
        {
            Output.Warn($"The session '{session.Name ?? session.SessionId}' is no longer the current session, because you connected as "
                + "another NemoVideo user or to another API. To use that session again, connect with the previous token and API URL. "
                + "To create a session, run New-NemoSession.");
        }

        return connection;
    }

    private SkillProfile? ReadSkill() =>
        SkillPath is not null ? SkillProfile.Read(Paths.ResolveFile(SkillPath))
        : Skill is not null ? SkillProfile.BuiltIn(Skill)
        : null;

    private static string TextOf(SecureString secret) => new NetworkCredential("", secret).Password;
}
