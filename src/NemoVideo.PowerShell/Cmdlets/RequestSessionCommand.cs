using NemoVideo.Language;
using NemoVideo.PowerShell.Connections;
using NemoVideo.PowerShell.Errors;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>Runs the steps of a request that list, create or select sessions.</summary>
public abstract class RequestSessionCommand : RequestUploadCommand
{
    private protected ExportRunner Exports => new(this);

    private protected void RunSession(string text)
    {
        var name = RequestDetails.SessionName(text);
        switch (RequestDetails.Session(text))
        {
            case SessionRequest.Link:
                ShowLink(isSession: true);
                break;
            case SessionRequest.New:
                if (ShouldProcess(name ?? DefaultSessionName, "Create session"))
                {
                    Process(name, () => UseSession(SelectSession(() => CreateSession(name ?? DefaultSessionName, language: null, isCurrent: false))));
                }
                else
                {
                    Preview(NewSession);
                }

                break;
            case SessionRequest.Switch:
                Switch(text);
                break;
            case SessionRequest.Current when FindSessionId() is { } id:
                Read(id, () => RequestSession(id));
                break;
            case var request:
                var isListed = request == SessionRequest.Unclear && name is null && IsAlone;
                var help = isListed ? null : RequestCommands.SessionHelp(request, name);
                WarnIf(help);
                Read(target: null, () => FindSessions().List());
                IsComplete &= help is null;
                break;
        }
    }

    private void Switch(string text)
    {
        if (FindConnection() is null && !ShouldProcess("NemoVideo", "Connect"))
        {
            Preview("another session");
            return;
        }

        NemoSession? session = null;
        Process(target: null, () => session = FindNamed(text));
        if (session is null && IsComplete)
        {
            WarnIf(RequestCommands.SessionHelp(SessionRequest.Switch));
            Read(target: null, () => FindSessions().List());
            IsComplete = false;
        }
        else if (session is not null && ShouldProcess(Describe(session.SessionId), "Set as the current session"))
        {
            RunspaceDefaults.Current.SetSession(ResolveConnection(), session);
            UseSession(session);
        }
        else if (session is not null)
        {
            Preview(Describe(session.SessionId));
        }
    }

    /// <summary>Writes a session in which the later steps run.</summary>
    private void UseSession(NemoSession session)
    {
        Session = session.SessionId;
        WriteObject(session);
    }

    /// <summary>Describes a session as the target of the later steps of -WhatIf. If the user declined it, they aren't run.</summary>
    private void Preview(string session)
    {
        PreviewedSession = session;
        IsComplete = IsWhatIf;
    }

    /// <summary>The session that the text names. Null for none, and for several names.</summary>
    /// <exception cref="NemoException">Several sessions have the name.</exception>
    private NemoSession? FindNamed(string text)
    {
        var sessions = FindSessions();
        var known = sessions.All.SelectMany(static session => new[] { session.SessionId, session.Name }).OfType<string>()
            .Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var name = RequestDetails.SessionName(text);
        var isNamed = name is not null && (SessionName.HasWildcard(name) || known.Contains(name, StringComparer.OrdinalIgnoreCase));
        var found = isNamed ? [name!] : known.FindAll(one => RequestDetails.NamesSession(text, one));
        return found.Count == 1 ? RequestSession(found[0]) : null;
    }

    /// <summary>The session of a step as text. With -WhatIf, it can be one that an earlier step would create or select.</summary>
    private protected string FindTarget() => PreviewedSession ?? (FindSessionId() is { } id ? Describe(id) : NewSession);

    /// <summary>The session of a step as text. None is a terminating error, except if an earlier step of -WhatIf would create it.</summary>
    private protected string RequireTarget()
    {
        ThrowIf(PreviewedSession is null && FindSessionId() is null, ErrorRecords.NoSession);
        return FindTarget();
    }

    /// <summary>Writes the exports with their URLs, or creates a link that opens the session in a browser.</summary>
    private protected void ShowLink(bool isSession)
    {
        if (!isSession)
        {
            IsComplete = Exports.ShowStarted(FindSessionId(), Process) && IsComplete;
        }
        else if (RequireTarget() is var target && ShouldProcess(target, "Create a link that opens the session in a browser"))
        {
            var id = RequireSessionId();
            Process(id, () => WriteSessionLink(id));
        }
    }

    /// <summary>Reading doesn't need confirmation, but a new connection does: it can request a new token.</summary>
    private protected void Read(object? target, Func<object> read)
    {
        if (FindConnection() is not null || ShouldProcess("NemoVideo", "Connect"))
        {
            Process(target, () => WriteObject(read(), enumerateCollection: true));
        }
    }

    private protected void WarnIf(string? warning) => WarnIf(warning is not null, warning!);

    private protected void WarnIf(bool condition, string warning)
    {
        if (condition)
        {
            WriteWarning(warning);
        }
    }
}
