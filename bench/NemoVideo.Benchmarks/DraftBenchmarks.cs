using System.Text.Json;
using BenchmarkDotNet.Attributes;
using NemoVideo.Baseline;
using NemoVideo.Client.Timeline;

namespace NemoVideo.Benchmarks;

/// <summary>Reads a draft, and compares it with one in which one title in ten is different, and one segment is new.</summary>
public class DraftBenchmarks
{
    private byte[] _json = [];
    private TimelineState? _before;
    private TimelineState? _after;

    /// <summary>The number of segments of the draft.</summary>
    [Params(5_000, 10_000)]
    public int Segments { get; set; }

    /// <summary>Creates the drafts.</summary>
    [GlobalSetup]
    public void Create()
    {
        _json = SampleState.Create(Segments);
        _before = Read(_json);
        _after = Read(SampleState.Create(Segments, isEdited: true));
    }

    /// <summary>What every reader of the draft must do at least.</summary>
    [Benchmark(Baseline = true)]
    public int JsonDocumentOnly()
    {
        using var document = JsonDocument.Parse(_json);
        return document.RootElement.GetProperty("state").GetProperty("draft").GetProperty("t").GetArrayLength();
    }

    /// <summary>Reads the state with its tracks and segments.</summary>
    [Benchmark]
    public int ReadDraft() => Read(_json).Tracks.Count;

    /// <summary>Finds the changes.</summary>
    [Benchmark]
    public int Difference() => TimelineDifference.Between(_before, _after).Changes.Count;

    private static TimelineState Read(byte[] json)
    {
        var data = JsonDocument.Parse(json).RootElement;
        return new TimelineState("s", data);
    }
}
