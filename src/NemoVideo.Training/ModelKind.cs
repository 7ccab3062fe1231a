namespace NemoVideo.Training;

/// <summary>A classifier that a model averages: its file and the settings of its training.</summary>
internal sealed record ModelMember(string FileName, TrainingOptions Options);

/// <summary>One of the two models: its tables, its members, its training and its evaluation.</summary>
internal sealed record ModelKind(
    string TablePrefix,
    IReadOnlyList<ModelMember> Members,
    Func<IReadOnlyList<ModelWeights>, Func<LabeledSentence, EvaluatedSentence>> CreateEvaluator)
{
    // Two classifiers that see different features, and whose errors therefore differ, are better than one that sees all of them.
    private const string Words = "wphnf";
    private const string Characters = "chf";

    // Sending a free request costs credits, while asking about an edit doesn't. More talk would lead to questions about plain edits.
    private static readonly TrainingOptions Request = new()
    {
        FreeImportance = 4,
        Regularization = 0.001f,
        MaxFeatures = 33_000,
        TalkImportance = 2,
        ContractImportance = 2,
    };

    private static readonly TrainingOptions Edit = Request with { FreeImportance = 64, TalkImportance = 16, IsBinary = true };
    private static readonly TrainingOptions AgentSentence = new();

    /// <summary>The model for requests in plain language.</summary>
    public static ModelKind Requests { get; } = new(
        "requests",
        [
            new("requests-words.model", Request with { Kinds = Words }),
            new("requests-characters.model", Request with { Kinds = Characters }),
            new("edits-words.model", Edit with { Kinds = Words }),
            new("edits-characters.model", Edit with { Kinds = Characters }),
        ],
        static members =>
        {
            var reader = new RequestReader(new IntentModel<RequestIntent>(() => members));
            return sentence => Evaluation.OfRequest(reader, sentence);
        });

    /// <summary>The model for sentences of the agent.</summary>
    public static ModelKind AgentSentences { get; } = new(
        "gui",
        [
            new("agent-sentences-words.model", AgentSentence with { Kinds = Words }),
            new("agent-sentences-characters.model", AgentSentence with { Kinds = Characters }),
        ],
        static members =>
        {
            var model = new IntentModel<AgentSentenceIntent>(() => members);
            return sentence => Evaluation.OfAgentSentence(model, sentence);
        });

    public static IReadOnlyList<ModelKind> All { get; } = [Requests, AgentSentences];

    public List<LabeledSentence> ReadTables(string folder) => LabeledSentence.ReadAll(folder, TablePrefix);

    public IReadOnlyList<ModelWeights> Train(IReadOnlyCollection<LabeledSentence> sentences) =>
        [.. Members.Select(member => Trainer.Train(sentences, member.Options))];
}
