namespace NemoVideo.PowerShell;

/// <summary>Sends messages, and writes their events as they arrive. The callers handle failures with <see cref="InputFailures"/>.</summary>
internal sealed class Editor : IProgressDisplay, IDisposable
{
    /// <summary>More lines would fill the screen.</summary>
    private const int MaxLines = 5;

    private readonly PipelineWriter _output;
    private readonly CommandConnection _connection;
    private readonly CommandSessions _sessions;
    private readonly InputFailures _failures;
    private readonly EditOptions _options;
    private readonly List<EditOutput> _running = [];
    private StillWorkingTimer? _notice;

    public Editor(
        PipelineWriter output, CommandConnection connection, CommandSessions sessions, InputFailures failures, EditOptions options)
    {
        (_output, _connection, _sessions, _failures, _options) = (output, connection, sessions, failures, options);
        output.Display.Show(this);
    }

    /// <summary>Sends a message and writes its events. Returns its result; null if the stream ended without one.</summary>
    public async Task<NemoEditResult?> SendAsync(EditMessage message)
    {
        var id = message.SessionId ?? await _sessions.EnsureAsync(message.Session);
        var connection = await _connection.ResolveAsync();
        _output.Verbose($"Tip: {connection.Client.Skill.MessageTip}");
        var file = message.SourcePath ?? PipedObject.TextOf(message.Input, "Path");
        var label = file is not null ? $"'{Path.GetFileName(file)}'"
            : message.Position is not null && connection.NameOf(id) is { Length: > 0 } known ? $"'{known}'" : null;
        label = message.Position is null || label is null ? message.Position ?? label : $"{message.Position}, {label}";
        using var edit = new EditOutput(_output, _connection.Describe(id), file, label, message with { SessionId = id }, _options);
        _notice = _running.Count > 0 ? _notice : new StillWorkingTimer(connection.Client.Limits.StillWorkingInterval);
        _running.Add(edit);
        try
        {
            var events = connection.Client.EditAsync(
                id, message.Text, _options.Timeout, edit.Progress, edit.WarnOfNoMediaAsync, _output.StopToken);
            await foreach (var received in events.ReadAheadAsync(_output.StopToken))
            {
                if (received is ErrorEvent { Exception: { Kind: NemoErrorKind.OutOfCredits } exhausted })
                {
                    // All other messages would fail, too.
                    _failures.End(exhausted);
                }

                await edit.WriteAsync(received);
                _notice!.Observe(received);
                _failures.HasSucceeded = true;
            }

            return edit.Result;
        }
        finally
        {
            _running.Remove(edit);
        }
    }

    /// <inheritdoc/>
    public void Show()
    {
        foreach (var edit in _running.Take(MaxLines))
        {
            edit.Show();
        }

        if (_running.Exists(static edit => edit.Progress.Phase == EditPhase.Streaming) && _notice!.IsDue())
        {
            _output.WriteHostLine("\u23F3 Still working...");
        }
    }

    public void Dispose() => _output.Display.Hide(this);
}
