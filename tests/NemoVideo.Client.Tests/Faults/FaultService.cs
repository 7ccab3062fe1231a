using System.Collections.Concurrent;
using NemoVideo.Client.Tests.Support;
using NemoVideo.Emulator;
using NemoVideo.Emulator.Configuration;

namespace NemoVideo.Client.Tests.Faults;

/// <summary>The emulators that the cells share, one for each set of options, and the outcomes of the cells.</summary>
public sealed class FaultService : IAsyncLifetime
{
    private static readonly EmulatorOptions Plain = new() { SilentRate = 0, UseFfmpeg = false, Credits = FaultBench.Credits };

    private readonly Dictionary<EmulatorOptions, EmulatorHost> _hosts = [];
    private readonly ConcurrentDictionary<(string Fault, string Call, string Often), string> _cells = new();

    /// <summary>The file that the table is written to; the build prints it.</summary>
    private static string Page => Path.Combine(AppContext.BaseDirectory, "faults.txt");

    public ValueTask InitializeAsync()
    {
        File.Delete(Page);
        return ValueTask.CompletedTask;
    }

    /// <summary>Prints the outcomes if all cells ran.</summary>
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
