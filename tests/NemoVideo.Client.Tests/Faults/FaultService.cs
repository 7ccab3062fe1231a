using NemoVideo.Client.Tests.Support;
using NemoVideo.Emulator;
using NemoVideo.Emulator.Configuration;

namespace NemoVideo.Client.Tests.Faults;

/// <summary>The emulators that the cells of the table share, one for each set of options.</summary>
public sealed class FaultService : IAsyncDisposable
{
    private static readonly EmulatorOptions Plain = new() { SilentRate = 0, UseFfmpeg = false, Credits = FaultRun.Credits };

    private readonly Dictionary<EmulatorOptions, EmulatorHost> _hosts = [];

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts.Values)
        {
            await host.DisposeAsync();
        }
    }

    internal async Task<EmulatorHost> HostForAsync(FaultCall call)
    {
        var options = call.Options(Plain);
        if (!_hosts.TryGetValue(options, out var host))
        {
            _hosts[options] = host = await EmulatorHost.StartAsync(options, TestService.Ending);
        }

        return host;
    }
}
