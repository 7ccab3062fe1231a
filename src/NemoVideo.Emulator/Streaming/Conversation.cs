namespace NemoVideo.Emulator.Streaming;

/// <summary>Records one message of a session, and what the agent did for it.</summary>
internal sealed class Conversation(ConversationStore store, string sessionId)
{
    private FaultRule? _fault;

    public void AddMessage(string text, FaultRule? fault)
    {
        _fault = fault;
        Add(ConversationKind.Message, text);
        if (fault is not null)
        {
            Add(ConversationKind.Note, "Fault: " + fault.Text);
        }
    }

    public void AddRejection(Rejection rejection) => Add(
        ConversationKind.Error,
        string.Create(CultureInfo.InvariantCulture, $"Rejected with code {rejection.Code}: {rejection.Message}"));

    /// <summary>The same outputs. Each is recorded before it is sent.</summary>
    public IEnumerable<AgentOutput> Record(IEnumerable<AgentOutput> outputs)
    {
        foreach (var output in outputs)
        {
            switch (output)
            {
                case AgentOutput.Text text:
                    Add(ConversationKind.Text, text.Content);
                    break;
                case AgentOutput.ToolCall call:
                    Add(ConversationKind.ToolCall, call.Arguments.ToJsonString(EmulatorJson.Options), call.Name);
                    break;
                case AgentOutput.ToolResult result:
                    Add(ConversationKind.ToolResult, (string?)result.Result["summary"] ?? "", result.Name);
                    break;
            }

            yield return output;
        }
    }

    public void AddEnd(long cost, bool isConnected)
    {
        if (cost == 0)
        {
            var isQuestion = _fault?.Kind == FaultKind.Question;
            Add(
                isQuestion ? ConversationKind.Text : ConversationKind.Error,
                (isQuestion ? "" : "The stream reported a failure: ") + _fault?.Argument);
        }

        var charged = string.Create(CultureInfo.InvariantCulture, $"{cost} credits charged");
        Add(ConversationKind.Note, isConnected ? charged : charged + ". The connection ended before the response was complete.");
    }

    private void Add(ConversationKind kind, string text, string? tool = null) => store.Add(sessionId, kind, text, tool);
}
