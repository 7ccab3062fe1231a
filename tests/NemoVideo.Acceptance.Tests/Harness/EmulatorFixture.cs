namespace NemoVideo.Acceptance.Tests.Harness;

/// <summary>An emulator for all tests of a class. They run one after the other, so each can plan faults of its own.</summary>
public sealed class EmulatorFixture : IAsyncLifetime
{
    internal Emulator Emulator { get; private set; } = null!;

    /// <summary>A bench without faults of earlier tests.</summary>
    internal async Task<Bench> CreateBenchAsync()
    {
        await Emulator.ClearFaultsAsync();
        return await Bench.ShareAsync(Emulator);
    }

    public async ValueTask InitializeAsync() => Emulator = await Emulator.StartAsync();

    public ValueTask DisposeAsync() => Emulator?.DisposeAsync() ?? default;
}
