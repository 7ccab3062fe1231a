namespace NemoVideo.Client.Language;

/// <summary>A word of a request with the parts it can play.</summary>
internal readonly record struct RequestWord(WordKind Kind, string Text, RequestRoles Roles)
{
    public bool Is(RequestRoles roles) => (Roles & roles) != 0;
}
