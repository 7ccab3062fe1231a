using System.Text;

namespace NemoVideo.Training;

/// <summary>Creates a variant of a sentence with typing errors: swapped, dropped and doubled letters.</summary>
internal static class TypingVariant
{
    private const int LettersPerError = 25;
    private const int MinPlaces = 3;

    /// <summary>A variant that is always the same for the same sentence; null if the sentence has too few Latin letters.</summary>
    public static string? Of(string sentence)
    {
        var places = Enumerable.Range(0, Math.Max(0, sentence.Length - 1))
            .Where(i => char.IsAsciiLetter(sentence[i]) && char.IsAsciiLetter(sentence[i + 1])).ToArray();
        if (places.Length < MinPlaces)
        {
            return null;
        }

        var random = new PseudoRandom((uint)sentence.Aggregate(17, static (seed, character) => unchecked((seed * 31) + character)));
        var text = new StringBuilder(sentence);
        for (var errors = 0; errors <= places.Length / LettersPerError; errors++)
        {
            AddError(text, Math.Min(places[random.Next(places.Length)], text.Length - 2), random.Next(3));
        }

        return text.ToString();
    }

    private static void AddError(StringBuilder text, int place, int kind)
    {
        switch (kind)
        {
            case 0:
                (text[place], text[place + 1]) = (text[place + 1], text[place]);
                break;
            case 1:
                text.Remove(place, 1);
                break;
            default:
                text.Insert(place, text[place]);
                break;
        }
    }
}
