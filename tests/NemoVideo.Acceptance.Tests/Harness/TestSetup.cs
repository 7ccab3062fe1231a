namespace NemoVideo.Acceptance.Tests.Harness;

/// <summary>What a test needs: an emulator, a PowerShell session, a data folder of its own, and a folder for clips and videos.</summary>
internal sealed class TestSetup : IAsyncDisposable
{
    /// <summary>Options of Connect-Nemo: the pauses of the module are short, so that tests don't wait for nothing.</summary>
    public const string QuickOption =
        "@{ StatePollIntervalSec = 0.05; StatePollCount = 2; RenderPollIntervalSec = 0.05; RetryDelaySec = 0.01; RateLimitDelaySec = 0.05; "
        + "RecoveryDelaySec = 0.05; RecoveryIntervalSec = 0.05; RecoveryCount = 2 }";

    private const string Connect = "Connect-Nemo -Option $quick -WarningAction SilentlyContinue 6> $null";

    private readonly bool _ownsEmulator;

    private TestSetup(Emulator emulator, PowerShellSession session, bool ownsEmulator)
    {
        Emulator = emulator;
        Session = session;
        _ownsEmulator = ownsEmulator;
        Home = Folder.Create("home");
    }

    public Emulator Emulator { get; }

    public PowerShellSession Session { get; private set; }

    /// <summary>The folder for the test's files. It is also the current folder of its scripts.</summary>
    public TestFolder Folder { get; } = new();

    /// <summary>The data folder of the module.</summary>
    public string Home { get; }

    /// <summary>The environment of the scripts.</summary>
    public Dictionary<string, string?> Environment { get; } = [];

    /// <summary>Starts an emulator with options, and a session.</summary>
    public static async Task<TestSetup> StartAsync(params IReadOnlyList<string> emulatorOptions) =>
        new(await Emulator.StartAsync(emulatorOptions), await PowerShellSession.StartAsync(), ownsEmulator: true);

    /// <summary>Uses an emulator that several tests share.</summary>
    /// <param name="emulator">The emulator, which isn't disposed.</param>
    /// <param name="commandPrefix">See <see cref="PowerShellSession.StartAsync"/>.</param>
    public static async Task<TestSetup> ShareAsync(Emulator emulator, params IReadOnlyList<string> commandPrefix) =>
        new(emulator, await PowerShellSession.StartAsync(commandPrefix), ownsEmulator: false);

    /// <summary>
    /// Runs a script in the test's folder. The variable <c>$quick</c> has the short pauses for <c>Connect-Nemo -Option</c>.
    /// </summary>
    public Task<PowerShellOutput> RunAsync(string script, TimeSpan? timeout = null) =>
        Session.RunAsync($"$quick = {QuickOption}\n{script}", Variables(), Folder.Path, timeout);

    /// <summary>Connects with short pauses, then runs a script.</summary>
    public Task<PowerShellOutput> RunConnectedAsync(string script, TimeSpan? timeout = null) =>
        RunAsync($"{Connect}\n{script}", timeout);

    /// <summary>Runs a script after connecting, in a process that isn't the setup's own: another window on the same computer.</summary>
    public Task<PowerShellOutput> RunConnectedAsync(PowerShellSession window, string script, TimeSpan? timeout = null) =>
        window.RunAsync($"$quick = {QuickOption}\n{Connect}\n{script}", Variables(), Folder.Path, timeout);

    /// <summary>Continues in a new process, as after a crash or in another window.</summary>
    public async Task RestartSessionAsync()
    {
        await Session.DisposeAsync();
        Session = await PowerShellSession.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Session.DisposeAsync();
        if (_ownsEmulator)
        {
            await Emulator.DisposeAsync();
        }

        Folder.Dispose();
    }

    private Dictionary<string, string?> Variables() => new(
        new Dictionary<string, string?>
        {
            ["NEMO_API_URL"] = Emulator.Url.AbsoluteUri,
            ["NEMO_HOME"] = Home,
            ["NEMO_WEB_URL"] = null,
            ["NEMO_TOKEN"] = null,
            ["NEMO_CLIENT_ID"] = null,
            ["SKILL_SOURCE"] = null,
        }.Concat(Environment).GroupBy(static item => item.Key).ToDictionary(static item => item.Key, static item => item.Last().Value));
}
