using NemoVideo.Client;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Operations;
using NemoVideo.Client.Protocol;
using NemoVideo.Client.Streaming;

namespace NemoVideo.Soak;

/// <summary>Does one round after the other, from a new session to the file on the disk, until the time is up.</summary>
internal sealed class Worker(NemoClient client, RoundGate gate, Tally tally, string folder)
{
    private const int RoundsOfARun = 1000;

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);

    public async Task RunAsync(CancellationToken timeUp, CancellationToken stop)
    {
        while (!timeUp.IsCancellationRequested)
        {
            stop.ThrowIfCancellationRequested();
            await gate.EnterAsync();
            try
            {
                tally.Finished(await DoAsync(tally.Begin(), stop));
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
                gate.Leave();
            }
        }
    }

    private async Task<Round> DoAsync(long number, CancellationToken stop)
    {
        if (number % RoundsOfARun == 0)
        {
            // The end of a run compacts the journal.
            client.Earlier.OpenFiles().Dispose();
        }

        var clip = await Clip.CreateAsync(folder, number, stop);
        var clock = new StepClock();
        var session = await client.CreateSessionAsync($"round {number}", cancellationToken: stop);
        clock.Next();
        await client.UploadFileAsync(session.Id, clip.Path, ownsSession: true, cancellationToken: stop);
        clock.Next();
        var edit = await EditAsync(session.Id, $"add a title \"Round {number}\"", stop);
        clock.Next();
        var submitted = await client.SubmitRenderAsync(edit.After, cancellationToken: stop);
        clock.Next();
        var render = await client.WaitForRenderAsync(submitted.Id, PollInterval, cancellationToken: stop);
        clock.Next();
        var video = Path.Combine(folder, $"video{number}.mp4");
        await client.SaveRenderAsync(render, video, cancellationToken: stop);
        clock.Next();
        if (render.Status != RenderStatus.Completed || !await clip.IsSameAsync(video, stop))
        {
            throw new InvalidDataException($"The video of {session.Id} is not its own.");
        }

        File.Delete(clip.Path);
        File.Delete(video);
        return new Round(session.Id, render.Id, render.OutputAddress?.AbsolutePath ?? "", clip, clock.Steps);
    }

    private async Task<EditResult> EditAsync(string sessionId, string message, CancellationToken stop)
    {
        AgentEvent? last = null;
        await foreach (var current in client.EditAsync(sessionId, message, stop))
        {
            last = current;
        }

        return last is EditResult { Status: EditStatus.Succeeded, IsChanged: true } result
            ? result
            : throw new InvalidDataException($"The edit of {sessionId} came to nothing: {(last as EditResult)?.Error?.Message}");
    }
}
