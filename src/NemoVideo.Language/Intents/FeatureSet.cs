namespace NemoVideo.Language.Intents;

/// <summary>The features that a model uses.</summary>
internal enum FeatureSet : byte
{
    /// <summary>All features.</summary>
    All,
    /// <summary>All features except parts of words.</summary>
    Words,
    /// <summary>Parts of words, Chinese character sequences, and facts about the sentence.</summary>
    Characters,
}

/// <summary>Decides whether a feature belongs to a set.</summary>
internal static class FeatureSets
{
    public static bool Contains(this FeatureSet set, in Feature feature) => set switch
    {
        FeatureSet.Words => feature.Kind != 'c',
        FeatureSet.Characters => feature.Kind is 'c' or 'h' or 'f',
        _ => true,
    };
}
