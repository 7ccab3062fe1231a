using NemoVideo.Language.Intents;

namespace NemoVideo.Training;

/// <summary>One of the two models: its tables, its file, its training and its evaluation.</summary>
internal sealed record ModelKind(string TablePrefix, string FileName, Func<ModelWeights?, Func<LabeledSentence, EvaluatedSentence>> CreateEvaluator)
{
    /// <summary>The model for requests in plain words.</summary>
    public static ModelKind Requests { get; } = new("requests", "requests.model", static weights =>
    {
        var reader = weights is null ? RequestReader.Default : new RequestReader(new IntentModel<RequestIntent>(() => weights));
        return sentence => Evaluation.OfRequest(reader, sentence);
    });

    /// <summary>The model for sentences of the agent.</summary>
    public static ModelKind AgentSentences { get; } = new("gui", "agent-sentences.model", static weights =>
    {
        var model = weights is null ? IntentModels.AgentSentences : new IntentModel<AgentSentenceIntent>(() => weights);
        return sentence => Evaluation.OfAgentSentence(model, sentence);
    });

    public static IReadOnlyList<ModelKind> All { get; } = [Requests, AgentSentences];

    public List<LabeledSentence> ReadTables(string folder) => LabeledSentence.ReadAll(folder, TablePrefix);

    public ModelWeights Train(string folder) => Trainer.Train(ReadTables(folder), new TrainingOptions());
}
