using System.Globalization;
using NemoVideo.Client.Http;

namespace NemoVideo.Soak;

/// <summary>Writes a table with the medians of each minute of a process, and the verdict for each measure.</summary>
internal sealed class GrowthReport(TextWriter output)
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public GrowthVerdict Write(string process, IReadOnlyList<ProcessSample> samples)
    {
        output.WriteLine();
        output.WriteLine($"{process}, medians of each minute:");
        output.WriteLine("  minute  rounds  " + string.Join("  ", Measure.All.Select(static measure => measure.Name)));
        foreach (var minute in samples.GroupBy(static sample => (int)sample.At.TotalMinutes + 1))
        {
            var cells = Measure.All.Select(measure =>
                Format(measure, minute.Select(measure.Of).Order().ElementAt(minute.Count() / 2)).PadLeft(measure.Name.Length));
            output.WriteLine($"  {minute.Key,6}  {minute.Last().Rounds,6}  {string.Join("  ", cells)}");
        }

        var judged = Growth.Judge(samples);
        if (judged.Count == 0)
        {
            output.WriteLine($"  The run is too short to detect resource leaks (minimum: {Growth.MinDuration.TotalMinutes} minutes).");
            return GrowthVerdict.NotJudged;
        }

        foreach (var growth in judged)
        {
            var verdict = growth.IsTooMuch ? "LEAK" : "ok";
            var perRound = growth.Measure.IsBytes ? string.Create(Culture, $", {growth.PerRound:0} bytes per round") : "";
            output.WriteLine(
                $"  {verdict}: {growth.Measure.Name} {Format(growth.Measure, growth.Early)} -> {Format(growth.Measure, growth.Late)}"
                + $" (at most {Format(growth.Measure, growth.Measure.Limit(growth.Early))}{perRound})");
        }

        return judged.Any(static growth => growth.IsTooMuch) ? GrowthVerdict.Grows : GrowthVerdict.Holds;
    }

    private static string Format(Measure measure, double value) => measure.ToUnit(value).ToString(measure.IsBytes ? "0.0" : "0", Culture);
}
