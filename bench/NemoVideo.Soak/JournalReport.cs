using System.Globalization;
using NemoVideo.Client;
using NemoVideo.Client.Http;

namespace NemoVideo.Soak;

/// <summary>Reports the state of the journal.</summary>
internal sealed class JournalReport(TextWriter output, NemoClient client)
{
    private const long MaxBytes = 40 * 1024 * 1024;

    /// <returns>Whether it has no open entries and no errors, and is below its size limit.</returns>
    public async Task<bool> WriteAsync(Sampler sampler, long rounds, TimeSpan elapsed, IReadOnlyCollection<string> notices, CancellationToken cancellationToken)
    {
        var largest = sampler.LargestJournal;
        var (lines, flush) = (rounds * Round.JournalLines, FlushCost.Measure(sampler.JournalFolder));
        var history = await client.ReadJournalAsync(cancellationToken);
        var open = history.Entries.Count(static entry => entry.IsOpen);
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"Journal: {history.Entries.Count} operations, {open} open, {history.OutstandingRenders.Count} renders outstanding, maximum size {largest / 1048576.0:0.0} MB"));
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"  {lines} lines, {lines / elapsed.TotalSeconds:0} per second; a flush to this disk takes {flush.TotalMilliseconds:0.00} ms, {100 * lines * flush / elapsed:0} % of the time"));
        foreach (var notice in notices)
        {
            await output.WriteLineAsync($"  LOST: {notice}");
        }

        return open == 0 && history.OutstandingRenders.Count == 0 && largest < MaxBytes && notices.Count == 0;
    }
}
