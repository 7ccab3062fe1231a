namespace NemoVideo.Language.Intents;

/// <summary>A word of a sentence and its contribution to the decision.</summary>
/// <param name="Word">The word as it was written, or several Chinese characters in a row.</param>
/// <param name="Weight">How much it speaks for the most likely intent against the second one. Negative if it speaks against it.</param>
public readonly record struct WordContribution(string Word, double Weight)
{
    /// <summary>Adds up the contributions of the characters of each word.</summary>
    /// <returns>The words, the largest contribution first.</returns>
    internal static List<WordContribution> Of(string sentence, double[] characters)
    {
        var words = new List<WordContribution>();
        foreach (var token in SentenceReader.Read(sentence).Where(static token => token.Kind != TokenKind.Punctuation))
        {
            for (var start = token.Start; start < token.End;)
            {
                var end = token.Kind == TokenKind.Han ? EndOfSameSign(characters, start, token.End) : token.End;
                var weight = 0.0;
                for (var i = start; i < end; i++)
                {
                    weight += characters[i];
                }

                words.Add(new WordContribution(sentence.Substring(start, end - start), weight));
                start = end;
            }
        }

        words.Sort(static (first, second) => second.Weight.CompareTo(first.Weight));
        return words;
    }

    private static int EndOfSameSign(double[] characters, int start, int limit)
    {
        var end = start + 1;
        while (end < limit && characters[end] > 0 == characters[start] > 0)
        {
            end++;
        }

        return end;
    }
}
