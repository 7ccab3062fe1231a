using System.Globalization;
using NemoVideo.Client;
using NemoVideo.Client.Http;

namespace NemoVideo.Soak;

/// <summary>Reports the state of the history.</summary>
internal sealed class HistoryReport(TextWriter output, NemoClient client)
{
    /// <returns>Whether it has no outstanding exports and no errors.</returns>
    public async Task<bool> WriteAsync(Sampler sampler, long rounds, TimeSpan elapsed, IReadOnlyCollection<string> notices)
    {
        var largest = sampler.LargestHistory;
        var (lines, flush) = (rounds * Round.HistoryLines, FlushCost.Measure(sampler.HistoryFolder));
        var history = client.ReadHistory();
        var open = history.Exports.Count(static export => !export.IsLost && !export.IsSaved);
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"History: {history.Sessions.Count} sessions, {history.Exports.Count} exports, {open} outstanding, size {largest / 1048576.0:0.0} MB"));
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"  {lines} lines, {lines / elapsed.TotalSeconds:0} per second; a flush to this disk takes {flush.TotalMilliseconds:0.00} ms, {100 * lines * flush / elapsed:0} % of the time"));
        foreach (var notice in notices)
        {
            await output.WriteLineAsync($"  LOST: {notice}");
        }

        return open == 0 && notices.Count == 0;
    }
}
