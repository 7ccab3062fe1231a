using System.Text.Json.Nodes;
using NemoVideo.Emulator.Editing;
using NemoVideo.Emulator.Protocol;
using NemoVideo.Emulator.State;

namespace NemoVideo.Emulator.Streaming;

/// <summary>The work on one message. It happens while the output is read, in step with what is said about it.</summary>
internal sealed class MessageRun(SessionStore sessions, string sessionId, EditPlan plan, bool silent)
{
    public IEnumerable<AgentOutput> Play()
    {
        if (plan.Edits.Count == 0)
        {
            yield return new AgentOutput.Heartbeat();
            yield return new AgentOutput.Text(
                "I can trim your clips, add a title or music, change the canvas, or generate a new clip. What would you like?");
            yield break;
        }

        if (!silent)
        {
            yield return new AgentOutput.Text(plan.Generates ? "Generating your clip, this takes a moment. " : "Let me edit that. ");
        }

        yield return new AgentOutput.Heartbeat();
        var done = new List<string>();
        foreach (var edit in plan.Edits)
        {
            var id = NewId.Prefixed("call_", 8);
            yield return new AgentOutput.ToolCall(id, edit.Tool, edit.Arguments);
            var said = sessions.EditDraft(sessionId, edit.Apply);
            done.Add(said);
            yield return new AgentOutput.ToolResult(id, edit.Tool, new JsonObject { ["status"] = "success", ["summary"] = said });
            yield return new AgentOutput.Heartbeat();
        }

        if (!silent)
        {
            // The agent believes in a screen (protocol section 9).
            yield return new AgentOutput.Text(
                $"Done. {string.Join(". ", done)}. Preview in timeline, then click the Export button to save your video.");
        }
    }
}
