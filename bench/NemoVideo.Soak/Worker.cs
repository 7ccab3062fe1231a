using System.Diagnostics;
using NemoVideo.Client;
using NemoVideo.Client.Edits;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Exports;

namespace NemoVideo.Soak;

/// <summary>Repeats rounds, from a new session to the downloaded file, until the time is up.</summary>
internal sealed class Worker(NemoClient client, AsyncReaderWriterLock rounds, Tally tally, string folder)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);

    public async Task RunAsync(CancellationToken timeUp, CancellationToken stop)
    {
        while (!timeUp.IsCancellationRequested)
        {
            stop.ThrowIfCancellationRequested();
            await rounds.EnterAsync();
            try
            {
                tally.Finished(await RunRoundAsync(tally.Begin(), stop));
            }
            catch (NemoException failure)
            {
                tally.Failed($"{failure.Kind}: {failure.Message}");
            }
            catch (InvalidDataException failure)
            {
                tally.Failed(failure.Message);
            }
            finally
            {
                rounds.Exit();
            }
        }
    }

    private async Task<Round> RunRoundAsync(long number, CancellationToken stop)
    {
        var clip = await Clip.CreateAsync(folder, number, stop);
        var steps = new List<TimeSpan>();
        var start = Stopwatch.GetTimestamp();
        var session = await client.CreateSessionAsync($"round {number}", cancellationToken: stop);
        NextStep();
        await client.UploadFileAsync(session.Id, clip.Path, cancellationToken: stop);
        NextStep();
        var edit = await EditAsync(session.Id, $"add a title \"Round {number}\"", stop);
        NextStep();
        var submitted = await client.SubmitRenderAsync(edit.After, cancellationToken: stop);
        NextStep();
        var render = await client.WaitForRenderAsync(submitted.Id, PollInterval, cancellationToken: stop);
        NextStep();
        var video = Path.Combine(folder, $"video{number}.mp4");
        await client.SaveRenderAsync(render, video, cancellationToken: stop);
        NextStep();
        if (render.Status != RenderStatus.Completed || !await clip.IsSameAsync(video, stop))
        {
            throw new InvalidDataException($"The video of the session {session.Id} is from another round.");
        }

        File.Delete(clip.Path);
        File.Delete(video);
        return new Round(session.Id, render.Id, render.OutputAddress?.AbsolutePath ?? "", clip, steps);

        void NextStep()
        {
            steps.Add(Stopwatch.GetElapsedTime(start));
            start = Stopwatch.GetTimestamp();
        }
    }

    private async Task<EditResult> EditAsync(string sessionId, string message, CancellationToken stop)
    {
        AgentEvent? last = null;
        await foreach (var current in client.EditAsync(sessionId, message, cancellationToken: stop))
        {
            last = current;
        }

        return last is EditResult { Status: EditStatus.Succeeded, IsChanged: true } result
            ? result
            : throw new InvalidDataException($"The edit in the session {sessionId} failed: {(last as EditResult)?.Error?.Message}");
    }
}
