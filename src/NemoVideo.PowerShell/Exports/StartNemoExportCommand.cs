namespace NemoVideo.PowerShell.Commands;

/// <summary>
/// Exports each succeeded edit and each timeline once, immediately, and each session without an edit once, at the end of the input.
/// </summary>
[Cmdlet(VerbsLifecycle.Start, "NemoExport", SupportsShouldProcess = true)]
[OutputType(typeof(NemoExport))]
public sealed class StartNemoExportCommand : SessionInputCommand
{
    /// <summary>The quality: low, medium or high. Default: high.</summary>
    [Parameter, ValidateSet("low", "medium", "high")]
    public string Quality { get; set; } = "high";

    /// <summary>The resolution. Default: the service's.</summary>
    [Parameter, Resolution, ValidateSet("480p", "720p", "1080p", "1440p", "4K")]
    public string? Resolution { get; set; }

    /// <summary>The frames per second, 1 to 240. Default: the service's.</summary>
    [Parameter, ValidateRange(1.0, 240.0)]
    public double? FrameRate { get; set; }

    private protected override async Task CheckParametersAsync()
    {
        CommandException.ThrowIf(
            MyInvocation.BoundParameters.ContainsKey(nameof(Session)) && MyInvocation.ExpectingInput, ErrorRecords.SessionAndInput);
        if (MyInvocation.ExpectingInput || InputObject is not null)
        {
            // The edits before the export may have been charged.
            Failures.FindLaterAction = static kind => kind == NemoErrorKind.RateLimited || InputFailures.AreAllAffected(kind)
                ? "Don't rerun a pipeline that sends messages, because the service would charge for the messages again. "
                    + "Instead, export each session with Start-NemoExport -Session."
                : null;
        }

        await base.CheckParametersAsync();
    }

    private protected override async Task RunAsync(IAsyncEnumerable<SessionInput> inputs, CancellationToken stop)
    {
        var exporter = new Exporter(Output, Nemo, Sessions);
        var options = new RenderOutput(Quality, Resolution, FrameRate);
        await ReadSessionsAsync(inputs).ForEachAsync(1, Output, async session =>
        {
            var state = session.Target is PSObject item && PipedState.HasDraft(item) ? item : null;
            var action = state is null ? "Start export" : "Start export of the timeline that was read earlier";
            if (Output.ShouldProcess(Nemo.Describe(session.Id), action))
            {
                await Failures.ProcessAsync(session.Target, async () => Output.Write(state is not null
                    ? await exporter.SubmitAsync(PipedState.TimelineOf(state, session.Id), session.Id, options, isEarlier: true)
                    : await exporter.StartAsync(session.Id, options, PipedObject.SourcePathOf(session.Target))));
            }
        });
    }

    /// <summary>
    /// Each timeline and the session of each succeeded edit immediately, and each session without an edit at the end of the input.
    /// </summary>
    private async IAsyncEnumerable<(string Id, object? Target)> ReadSessionsAsync(IAsyncEnumerable<SessionInput> inputs)
    {
        HashSet<string> known = new(StringComparer.Ordinal);
        List<(string Id, object? Target)> pending = [];
        await foreach (var input in inputs)
        {
            var isEvent = input.Item is not null && PipedObject.IsEvent(input.Item);
            if ((isEvent && !PipedObject.IsResult(input.Item!)) || await Sessions.RequireAsync(input) is not { } id)
            {
                continue;
            }

            if (input.Item is { } item && PipedState.HasDraft(item))
            {
                yield return (id, item);
            }
            else if (isEvent)
            {
                known.Add(id);
                pending.RemoveAll(one => one.Id == id);
                if (PipedObject.StatusOf(input.Item!) == EditStatus.Succeeded)
                {
                    yield return (id, input.Item);
                }
            }
            else if (known.Add(id))
            {
                Failures.Accept();
                pending.Add((id, input.Item ?? (object)id));
            }
        }

        foreach (var session in pending)
        {
            yield return session;
        }
    }
}
