using System.Text;
using NemoVideo.Client.Errors;

namespace NemoVideo.Client.Journal;

/// <summary>Texts as the journal holds them: bounded, and without what opens an address.</summary>
internal static class JournalText
{
    // With each character escaped, all texts of a line together stay below what a line may have.
    private const int MaxCharacters = 4096;
    private const int MaxNameCharacters = 255;
    private const int MaxExcerptCharacters = 60;

    /// <summary>The beginning of a message, in one line.</summary>
    public static string Excerpt(string message)
    {
        var text = new StringBuilder(message.Truncate(MaxExcerptCharacters));
        for (var place = 0; place < text.Length; place++)
        {
            text[place] = char.IsControl(text[place]) ? ' ' : text[place];
        }

        return text.ToString();
    }

    public static string Bound(string text, bool isName) => text.Truncate(isName ? MaxNameCharacters : MaxCharacters);

    /// <summary>An address without the user, the password, the query and the fragment: any of them may open it to whoever reads this.</summary>
    public static string Place(Uri address) => address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
}
