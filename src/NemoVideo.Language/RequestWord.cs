namespace NemoVideo.Language;

/// <summary>A word of a request with the parts it can play.</summary>
/// <param name="Word">The word, and where it stands.</param>
/// <param name="Roles">The parts.</param>
internal readonly record struct RequestWord(Word Word, RequestRoles Roles)
{
    public WordKind Kind => Word.Kind;

    public string Text => Word.Text;

    public bool Is(RequestRoles roles) => (Roles & roles) != 0;
}
