using NemoVideo.Client.Http;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Hostile;

/// <summary>An emulator in another process that responds to state requests and messages with a fault.</summary>
internal sealed class HostileProcess : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly EmulatorProcess _emulator;

    private HostileProcess(TemporaryFolder folder, EmulatorProcess emulator)
    {
        _folder = folder;
        _emulator = emulator;
    }

    public static async Task<HostileProcess> StartAsync(string fault)
    {
        var folder = new TemporaryFolder();
        var emulator = await EmulatorProcess.StartAsync(folder.PathOf("data"));
        await emulator.AddFaultAsync($"GET /api/state/*: {fault} x*\nPOST /run_sse: {fault} x*");
        return new HostileProcess(folder, emulator);
    }

    public NemoClientOptions Options(NemoLimits limits) => new()
    {
        ApiUrl = _emulator.Url,
        Token = RawServer.Token,
        UseCache = false,
        Limits = limits,
    };

    public async ValueTask DisposeAsync()
    {
        await _emulator.DisposeAsync();
        _folder.Dispose();
    }
}
