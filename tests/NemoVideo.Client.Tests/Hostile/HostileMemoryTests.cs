using NemoVideo.Client.Edits;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Hostile;

/// <summary>
/// Memory use of this process with hostile responses of an emulator in another process. Not parallel: other allocations would
/// count.
/// </summary>
[Collection(NonParallel.Name)]
public sealed class HostileMemoryTests
{
    private const long Megabyte = 1024 * 1024;

    private readonly ITestOutputHelper _output;

    public HostileMemoryTests(ITestOutputHelper output)
    {
        LongTest.Require("the memory use with hostile responses");
        _output = output;
    }

    /// <summary>
    /// Total allocations, an upper bound of the memory in use. The kind shows that this body was received; null if it can be read.
    /// </summary>
    [Theory]
    [InlineData("flood 200 2000000000 application/json {\"a\":\"<<x>>\"}", 100, NemoErrorKind.InvalidResponse)]
    [InlineData("flood 200 * text/html <<x>>", 100, NemoErrorKind.InvalidResponse)]
    [InlineData("flood 200 8000000 application/json {\"code\":0,\"data\":{\"state\":{},\"a\":[0<<,0>>]}}", 600, null)]
    [InlineData("flood 500 * text/html <<x>>", 100, NemoErrorKind.InvalidResponse)]
    public async Task Call_HostileBody_AllocatesWithinLimit(string fault, int megabytes, NemoErrorKind? expected)
    {
        await using var hostile = await HostileProcess.StartAsync(fault);
        using var client = await NemoClient.ConnectAsync(hostile.Options(QuickLimits.Value with { RetryCount = 0 }), Workbench.Ending);
        var before = GC.GetTotalAllocatedBytes(precise: true);

        var error = await Record.ExceptionAsync(() => client.GetStateAsync("s", Workbench.Ending));

        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        _output.WriteLine($"allocated {allocated / (double)Megabyte:0.0} MiB: {error?.Message}");
        Assert.True(error is null or NemoException, $"{error}");
        Assert.Equal(expected, (error as NemoException)?.Kind);
        Assert.InRange(allocated, 0, megabytes * Megabyte);
    }

    /// <summary>A copy of the text for each part would need 1 GB.</summary>
    [Fact]
    public async Task Read_EventOfManyTextParts_AllocatesWithinLimit()
    {
        var parts = string.Concat(Enumerable.Repeat(",{\"text\":\"a\"}", 5000));
        var body = StreamBody.Frames($$$"""{"content":{"parts":[{"text":"{{{new string('x', 100_000)}}}"}{{{parts}}}]}}""");
        var bytes = System.Text.Encoding.UTF8.GetBytes(body);
        var before = GC.GetTotalAllocatedBytes(precise: true);

        var events = await StreamBody.ReadAsync(bytes);

        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        _output.WriteLine($"allocated {allocated / (double)Megabyte:0.0} MiB");
        Assert.Equal(105_000, Assert.IsType<TextEvent>(Assert.Single(events)).Text.Length);
        Assert.InRange(allocated, 0, 50 * Megabyte);
    }

    /// <summary>The memory in use at every ten thousandth event, after a collection.</summary>
    [Theory]
    [InlineData("""<<: still here\n>>""")]
    [InlineData("""<<data: {"what":1}\n\n>>""")]
    [InlineData("""<<data: {"type":"text","content":"a","partial":true}\n\n>>""")]
    public async Task Send_MillionsOfTinyEvents_RetainsLittleMemory(string lines)
    {
        await using var hostile = await HostileProcess.StartAsync($"flood 200 2000000 text/event-stream {lines}");
        using var client = await NemoClient.ConnectAsync(hostile.Options(QuickLimits.Value with { MaxStreamBytes = 16 * Megabyte }), Workbench.Ending);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var peak = before;
        var count = 0;

        var error = await NemoAssert.ThrowsAsync(NemoErrorKind.InvalidResponse, async () =>
        {
            await foreach (var one in client.SendAsync("s", "m", Workbench.Ending))
            {
                if (count++ % 10_000 == 0)
                {
                    peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: true));
                }
            }
        });

        _output.WriteLine($"{count} events, held {(peak - before) / (double)Megabyte:0.0} MiB: {error.Message}");
        Assert.InRange(peak - before, long.MinValue, 20 * Megabyte);
    }
}
