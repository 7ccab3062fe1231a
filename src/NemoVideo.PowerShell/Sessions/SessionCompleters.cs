namespace NemoVideo.PowerShell;

/// <summary>Completes the IDs of sessions of the connection and of previous processes, newest first.</summary>
internal sealed class SessionCompleter : Completer
{
    protected override IEnumerable<Suggestion> Suggest(IDictionary boundParameters) =>
        (ConnectionOf(boundParameters) is { } connection
            ? connection.ListSessions(connection.IsOpen ? connection.Client.ReadHistory() : null).Reverse() : [])
            .Select(static session => new Suggestion(
                session.SessionId, session.Name, session.Name ?? session.SessionId, $"{session.Name} ({session.SessionId})"));
}

/// <summary>Completes the languages that the service documents.</summary>
internal sealed class LanguageCompleter() : ListCompleter(["en", "zh-CN", "ja"]);
