namespace NemoVideo.Acceptance.Tests.Harness;

/// <summary>An emulator that the tests of a class share. They run one after the other.</summary>
public class SharedEmulator : IAsyncLifetime
{
    private Emulator? _emulator;
    private int _earlierSessions;
    private int _earlierRenders;
    private int _earlierMessages;

    internal Emulator Emulator => _emulator ?? throw new HarnessException("The emulator wasn't started.");

    public async ValueTask InitializeAsync() => _emulator = await Emulator.StartAsync();

    /// <summary>Starts a test: without the faults of earlier tests, and with counters at zero.</summary>
    /// <param name="commandPrefix">See <see cref="PowerShellSession.StartAsync"/>.</param>
    internal async Task<TestSetup> StartAsync(params IReadOnlyList<string> commandPrefix)
    {
        await Emulator.ClearFaultsAsync();
        _earlierSessions = (await Emulator.SessionsAsync()).Count;
        _earlierRenders = await Emulator.RenderCountAsync();
        _earlierMessages = (await Emulator.RequestsAsync("/run_sse")).Count;
        return await TestSetup.ShareAsync(Emulator, commandPrefix);
    }

    /// <summary>The sessions that were created in this test.</summary>
    internal async Task<IReadOnlyList<EmulatorSession>> SessionsAsync() => [.. (await Emulator.SessionsAsync()).Skip(_earlierSessions)];

    /// <summary>The number of messages that were executed and charged in this test.</summary>
    internal async Task<int> MessageCountAsync() => (await SessionsAsync()).Sum(static session => session.MessageCount);

    /// <summary>The number of messages that were sent in this test, executed or not.</summary>
    internal async Task<int> SentCountAsync() => (await Emulator.RequestsAsync("/run_sse")).Count - _earlierMessages;

    /// <summary>The number of renders that were accepted in this test.</summary>
    internal async Task<int> RenderCountAsync() => await Emulator.RenderCountAsync() - _earlierRenders;

    public async ValueTask DisposeAsync()
    {
        if (_emulator is not null)
        {
            await _emulator.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }
}
