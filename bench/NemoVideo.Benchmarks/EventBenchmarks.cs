using BenchmarkDotNet.Attributes;
using NemoVideo.Baseline;
using NemoVideo.Client.Edits;
using NemoVideo.Client.Http;

namespace NemoVideo.Benchmarks;

/// <summary>Reads an event stream from memory. The results are per event.</summary>
public class EventBenchmarks
{
    private const int Count = 10_000;

    private readonly Redaction _redaction = new();
    private byte[] _body = [];

    /// <summary>Creates the stream.</summary>
    [GlobalSetup]
    public void Create()
    {
        _redaction.Add("nmv_usr_" + new string('a', 32));
        _body = SampleEvents.Create(Count);
    }

    /// <summary>Reads the events with what .NET contains.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Count)]
    public async Task<int> SseParserAndJsonDocument()
    {
        using var body = new MemoryStream(_body);
        return await EventBaseline.CountAsync(body);
    }

    /// <summary>Splits the stream into frames.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public async Task<int> Frames()
    {
        using var body = new MemoryStream(_body);
        var reader = new FrameReader(body, new NemoLimits());
        await using var ending = reader.ConfigureAwait(false);
        var count = 0;
        while (await reader.ReadAsync(CancellationToken.None) is not null)
        {
            count++;
        }

        return count;
    }

    /// <summary>Reads the events as the client does.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public async Task<int> Events()
    {
        using var body = new MemoryStream(_body);
        using var timeouts = new RequestTimeouts(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1), TimeProvider.System, CancellationToken.None);
        var count = 0;
        await foreach (var _ in EventStreamReader.ReadAsync(body, new NemoLimits(), timeouts, _redaction))
        {
            count++;
        }

        return count;
    }
}
