using NemoVideo.Client.Http;

namespace NemoVideo.Client.Edits;

/// <summary>Reads the agent's questions (protocol section 5): calls of the vendor's <c>ask_question</c> and ADK's confirmations.</summary>
internal static class Questions
{
    /// <summary>The questions that a call asks; null if it isn't a question.</summary>
    public static IReadOnlyList<QuestionEvent>? In(ToolCallEvent call) => call.Name switch
    {
        "ask_question" => [.. Read(call).DefaultIfEmpty(Create($"The agent asks: {call.Arguments?.GetRawText()}"))],
        "adk_request_confirmation" => [Create(call.Arguments?.ObjectField("toolConfirmation")?.FirstText("hint")
            ?? $"The agent asks for a confirmation: {call.Arguments?.GetRawText()}")],
        _ => null,
    };

    /// <summary>The question of a long-running tool that has no response at the end of the stream.</summary>
    public static QuestionEvent For(ToolCallEvent call) => Create($"The agent's tool '{call.Name}' is waiting for an answer.");

    private static IEnumerable<QuestionEvent> Read(ToolCallEvent call) =>
        from question in call.Arguments?.Items("questions") ?? []
        let prompt = question.Text("prompt")
        where !string.IsNullOrWhiteSpace(prompt)
        select Create(prompt, question.Items("options").Select(static option => option.Text("label") ?? option.Id("id")).OfType<string>());

    private static QuestionEvent Create(string prompt, params IEnumerable<string> options) =>
        new(ControlCharacters.OneLine(prompt), [.. options]);
}
