namespace NemoVideo.Language.Intents;

/// <summary>A feature of a sentence.</summary>
/// <param name="Hash">Identifies the feature: 24 bits.</param>
/// <param name="Kind">The kind: (w)ord, (p)air of words, (c)haracters of a word, (h)an characters, (n)eighboring groups, (f)act.</param>
/// <param name="Value">The weight of this kind of feature in a sentence.</param>
internal readonly record struct Feature(int Hash, char Kind, float Value);

/// <summary>
/// Finds the features of a sentence: words, word pairs, parts of words, Chinese character sequences, groups of words with similar
/// meanings, and facts about the sentence.
/// </summary>
internal sealed class FeatureList
{
    private const int MinPart = 3;
    private const int MaxPart = 5;
    private const int MaxHan = 4;
    private const float WordValue = 2;

    private readonly List<Feature> _features = [];

    public static List<Feature> Of(IReadOnlyList<SentenceToken> tokens)
    {
        var list = new FeatureList();
        list.AddWords(tokens);
        list.AddFacts(tokens);
        list.AddGroups(WordGroups.Find(tokens));
        return list._features;
    }

    private void AddWords(IReadOnlyList<SentenceToken> tokens)
    {
        var previous = Fnv.Text(Fnv.Start, "<begin>");
        foreach (var token in tokens)
        {
            var word = Fnv.Text(Fnv.Start, token.Text);
            if (token.Kind == TokenKind.Han)
            {
                AddSequences('h', token.Text, 1, MaxHan);
            }
            else
            {
                Add('w', word, WordValue);
            }

            if (token.Kind == TokenKind.Word)
            {
                AddSequences('c', "^" + token.Text + "$", MinPart, MaxPart);
            }

            Add('p', Fnv.Number(previous, word), WordValue);
            previous = word;
        }

        if (tokens.Count > 0)
        {
            Add('p', Fnv.Number(previous, Fnv.Text(Fnv.Start, "<end>")), WordValue);
        }
    }

    /// <summary>Adds character sequences.</summary>
    private void AddSequences(char kind, string text, int min, int max)
    {
        for (var start = 0; start < text.Length; start++)
        {
            var hash = Fnv.Start;
            for (var length = 1; length <= max && start + length <= text.Length; length++)
            {
                hash = Fnv.Character(hash, text[start + length - 1]);
                if (length >= min)
                {
                    Add(kind, hash);
                }
            }
        }
    }

    /// <summary>Adds the first and the last word, the kinds of placeholders, and whether there is a question mark.</summary>
    private void AddFacts(IReadOnlyList<SentenceToken> tokens)
    {
        AddFact("bias");
        if (tokens.Count == 0)
        {
            return;
        }

        var (first, last) = (tokens[0], tokens[tokens.Count - 1]);
        AddFact("first:" + (first.Kind == TokenKind.Han ? first.Text.Substring(0, Math.Min(2, first.Text.Length)) : first.Text));
        AddFact("last:" + (last.Kind == TokenKind.Han ? last.Text.Substring(Math.Max(0, last.Text.Length - 2)) : last.Text));
        var placeholders = tokens.Where(static token => token.Kind == TokenKind.Placeholder).Select(static token => token.Text);
        AddFact("kinds:" + string.Join(",", placeholders.Distinct().OrderBy(static text => text, StringComparer.Ordinal)));
        if (tokens.Any(static token => token.Text == "?"))
        {
            AddFact("question");
        }
    }

    /// <summary>Adds the groups of words, each pair of neighbors, and each pair of groups in the sentence.</summary>
    private void AddGroups(IReadOnlyList<GroupedWord> words)
    {
        string[] previous = ["^"];
        foreach (var word in words)
        {
            foreach (var (group, before) in from one in word.Groups from other in previous select (one, other))
            {
                Add('n', Fnv.Text(Fnv.Text(Fnv.Start, before), group));
            }

            previous = word.Groups;
        }

        Array.ForEach(previous, before => AddFact("end:" + before));

        string[] groups = [.. words.SelectMany(static word => word.Groups).Distinct().OrderBy(static one => one, StringComparer.Ordinal)];
        for (var i = 0; i < groups.Length; i++)
        {
            AddFact("group:" + groups[i]);
            for (var j = i + 1; j < groups.Length; j++)
            {
                AddFact("groups:" + groups[i] + "," + groups[j]);
            }
        }
    }

    private void AddFact(string fact) => Add('f', Fnv.Text(Fnv.Start, fact));

    private void Add(char kind, uint hash, float value = 1) =>
        _features.Add(new Feature(Fnv.Fold(Fnv.Character(hash, kind)), kind, value));
}

/// <summary>The FNV-1a hash, which is the same on each computer.</summary>
internal static class Fnv
{
    public const uint Start = 2166136261;
    private const uint Prime = 16777619;

    public static uint Character(uint hash, char character) =>
        unchecked((((hash ^ (uint)(character & 0xFF)) * Prime) ^ (uint)(character >> 8)) * Prime);

    public static uint Text(uint hash, string text) => text.Aggregate(hash, Character);

    public static uint Number(uint hash, uint number) => Character(Character(hash, (char)(number & 0xFFFF)), (char)(number >> 16));

    /// <summary>Distributes a hash evenly and reduces it to 24 bits.</summary>
    public static int Fold(uint hash)
    {
        hash = unchecked((hash ^ (hash >> 16)) * 0x85EBCA6B);
        hash = unchecked((hash ^ (hash >> 13)) * 0xC2B2AE35);
        return (int)((hash ^ (hash >> 16)) & 0xFFFFFF);
    }
}
