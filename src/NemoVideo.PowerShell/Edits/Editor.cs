namespace NemoVideo.PowerShell;

/// <summary>Sends messages, and writes their events as they arrive. The callers handle failures with <see cref="InputFailures"/>.</summary>
internal sealed class Editor(PipelineWriter output, CommandConnection connection, CommandSessions sessions, EditOptions options)
    : IProgressDisplay
{
    /// <summary>More lines would fill the screen.</summary>
    private const int MaxLines = 5;

    private readonly List<EditOutput> _running = [];
    private readonly Stopwatch _sinceEvent = new();

    /// <summary>The time without events other than heartbeats after which the user is told that the service is still working.</summary>
    private TimeSpan _interval;

    /// <summary>Sends a message and writes its events. Returns its result; null if the stream ended without one.</summary>
    public async Task<NemoEditResult?> SendAsync(EditMessage message)
    {
        var id = message.SessionId ?? await sessions.EnsureAsync(message.Session);
        var (open, client) = (await connection.ResolveAsync(), await connection.ResolveClientAsync());
        output.Verbose($"Tip: {client.Skill.MessageTip}");
        var file = message.SourcePath ?? PipedObject.TextOf(message.Input, "Path");
        var label = file is not null ? $"'{Path.GetFileName(file)}'"
            : message.Position is not null && open.NameOf(id) is { Length: > 0 } known ? $"'{known}'" : null;
        label = message.Position is null || label is null ? message.Position ?? label : $"{message.Position}, {label}";
        using var edit = new EditOutput(
            output, connection.Describe(id), file, label, message with { SessionId = id }, options,
            () => client.TryGetCreditAsync(output.StopToken));
        if (_running.Count == 0)
        {
            output.Display.Show(this);
            _interval = client.Limits.StillWorkingInterval;
            _sinceEvent.Restart();
        }

        _running.Add(edit);
        try
        {
            var events = client.EditAsync(
                id, message.Text, options.Timeout, edit.Progress, edit.WarnOfNoMediaAsync, output.StopToken);
            await foreach (var received in events.ReadAheadAsync(output.StopToken))
            {
                if (received is ErrorEvent { Exception: { Kind: NemoErrorKind.OutOfCredits } exhausted })
                {
                    // All other messages would fail, too.
                    output.Failures.End(exhausted);
                }

                if (received is EditResult { IsChanged: true } edited)
                {
                    open.Account.TimelinesBeforeEdit.Set(id, edited.Before);
                }

                await edit.WriteAsync(received);
                output.Failures.HasSucceeded = true;
                if (received is not HeartbeatEvent)
                {
                    _sinceEvent.Restart();
                }
            }

            return edit.Result;
        }
        finally
        {
            _running.Remove(edit);
            if (_running.Count == 0)
            {
                output.Display.Hide(this);
            }
        }
    }

    /// <inheritdoc/>
    public void Show()
    {
        foreach (var edit in _running.Take(MaxLines))
        {
            edit.Show();
        }

        if (_running.Exists(static edit => edit.Progress.Phase == EditPhase.Streaming) && _sinceEvent.Elapsed >= _interval)
        {
            _sinceEvent.Restart();
            output.WriteHostLine("\u23F3 Still working...");
        }
    }
}
