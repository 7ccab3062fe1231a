using System.Buffers.Binary;

namespace NemoVideo.Emulator.Streaming;

/// <summary>Processes one message. Each edit is made when its output is enumerated.</summary>
internal sealed class MessageRun(SessionStore sessions, Session session, EditPlan plan, EmulatorOptions options)
{
    public IEnumerable<AgentOutput> Run()
    {
        if (plan.Edits.Count == 0)
        {
            yield return new AgentOutput.Heartbeat();
            yield return new AgentOutput.Text(
                "I can trim and cut, add titles, music and transitions, change the canvas, and generate clips. What would you like?");
            yield break;
        }

        var isSilent = IsSilent();
        if (!isSilent)
        {
            yield return new AgentOutput.Text(plan.Generates ? "Generating your clip. This takes a moment. " : "Let me edit that. ");
        }

        yield return new AgentOutput.Heartbeat();
        var summaries = new List<string>();
        foreach (var edit in plan.Edits)
        {
            var id = NewId.Prefixed("call_", 8);
            yield return new AgentOutput.ToolCall(id, edit.Tool, edit.Arguments);
            var summary = sessions.EditDraft(session.SessionId, edit.Apply);
            summaries.Add(summary);
            yield return new AgentOutput.ToolResult(id, edit.Tool, new JsonObject { ["status"] = "success", ["summary"] = summary });
            yield return new AgentOutput.Heartbeat();
        }

        if (!isSilent)
        {
            // The agent assumes that the user has the web editor (protocol section 9).
            yield return new AgentOutput.Text(
                $"Done. {string.Join(". ", summaries)}. Preview in timeline, then click the Export button to save your video.");
        }
    }

    // The same seed always selects the same edits. Unlike a random generator, a hash distributes adjacent numbers evenly.
    private bool IsSilent()
    {
        var hash = SHA256.HashData(Encoding.ASCII.GetBytes($"{options.Seed}/{session.Number}/{session.MessageCount}"));
        return !plan.Generates && BinaryPrimitives.ReadUInt32LittleEndian(hash) / (double)(1L << 32) < options.SilentRate;
    }
}
