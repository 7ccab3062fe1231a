using System.Text.Json.Nodes;

namespace NemoVideo.Client.Journal;

/// <summary>
/// All lines of one operation as one, later fields over earlier ones; or one line that this version does not know, as it came.
/// </summary>
internal sealed class MergedOperation
{
    private MergedOperation(JsonObject fields) => Fields = fields;

    public JsonObject Fields { get; }

    /// <summary>What it tells; null where this version does not know it. Read when all lines are merged.</summary>
    public JournalEntry? Entry => field ??= JournalLine.IsKnown(Fields) ? JournalEntryReading.Read(Fields) : null;

    /// <summary>Merges lines, in the order in which their operations were begun.</summary>
    public static IReadOnlyList<MergedOperation> Of(IEnumerable<JsonObject> lines)
    {
        var all = new List<MergedOperation>();
        var known = new Dictionary<(string?, string?), MergedOperation>();
        foreach (var line in lines)
        {
            if (!JournalLine.IsKnown(line))
            {
                all.Add(new MergedOperation(line));
            }
            else if (known.TryGetValue((line.Text("kind"), line.Text("id")), out var begun))
            {
                begun.Take(line);
            }
            else
            {
                var first = new MergedOperation((JsonObject)line.DeepClone());
                known.Add((line.Text("kind"), line.Text("id")), first);
                all.Add(first);
            }
        }

        return all;
    }

    private void Take(JsonObject line)
    {
        Fields["begun"] ??= Fields["at"]?.DeepClone();
        foreach (var field in line.Where(static field => field.Key != "begun"))
        {
            Fields[field.Key] = field.Value?.DeepClone();
        }
    }
}
