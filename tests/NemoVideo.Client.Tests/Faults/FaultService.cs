using System.Collections.Concurrent;
using NemoVideo.Client.Tests.Support;
using NemoVideo.Emulator;
using NemoVideo.Emulator.Configuration;

namespace NemoVideo.Client.Tests.Faults;

/// <summary>The emulators that the cells of the table run on, one for each way it is told to be, and what came of the cells.</summary>
public sealed class FaultService : IAsyncLifetime
{
    private static readonly EmulatorOptions Plain = new() { SilentRate = 0, UseFfmpeg = false, Credits = FaultBench.Credits };

    private readonly Dictionary<EmulatorOptions, EmulatorHost> _hosts = [];
    private readonly ConcurrentDictionary<(string Fault, string Call, string Often), string> _cells = new();

    /// <summary>Where the table is written, for the build to print.</summary>
    private static string Page => Path.Combine(AppContext.BaseDirectory, "faults.txt");

    public ValueTask InitializeAsync()
    {
        File.Delete(Page);
        return ValueTask.CompletedTask;
    }

    /// <summary>Prints what came of the cells, where all of them ran.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts.Values)
        {
            await host.DisposeAsync();
        }

        if (_cells.Count == FaultTable.Cells.Count)
        {
            await File.WriteAllTextAsync(Page, FaultTable.Print(_cells));
        }
    }

    internal async Task<EmulatorHost> HostForAsync(FaultCall call)
    {
        var options = call.Options(Plain);
        if (!_hosts.TryGetValue(options, out var host))
        {
            _hosts[options] = host = await EmulatorHost.StartAsync(options, Workbench.Ending);
        }

        return host;
    }

    internal void Note(string fault, string call, string often, string cell) => _cells[(fault, call, often)] = cell;
}
