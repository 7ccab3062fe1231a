namespace NemoVideo.Training;

/// <summary>The settings of the training. All were chosen by cross-validation.</summary>
internal sealed record TrainingOptions
{
    /// <summary>The kinds of features that the model uses, as in <see cref="Feature.Kind"/>.</summary>
    public string Kinds { get; init; } = "";

    /// <summary>How often each sentence is used.</summary>
    public int Epochs { get; init; } = 24;

    /// <summary>The size of the first steps (AdaGrad).</summary>
    public float Rate { get; init; } = 0.3f;

    /// <summary>How strongly large weights are reduced (L2 regularization).</summary>
    public float Regularization { get; init; } = 0.0004f;

    /// <summary>The number of features that the model keeps. It determines the size of the file.</summary>
    public int MaxFeatures { get; init; } = 40_000;

    /// <summary>The largest weight in the file. Larger weights are reduced to it.</summary>
    public float MaxWeight { get; init; } = 3;

    /// <summary>The share of features that is left out each time a sentence is used, 0 to 1.</summary>
    public float Dropout { get; init; } = 0.5f;

    /// <summary>Whether the model only distinguishes edits from free requests.</summary>
    public bool IsBinary { get; init; }

    /// <summary>How much a free request counts in comparison with an edit.</summary>
    public float FreeImportance { get; init; } = 1;

    /// <summary>How much more a sentence counts whose label a document or test requires.</summary>
    public float ContractImportance { get; init; } = 1;

    /// <summary>How much a sentence that requests nothing counts in comparison with an edit.</summary>
    public float TalkImportance { get; init; } = 1;
}
