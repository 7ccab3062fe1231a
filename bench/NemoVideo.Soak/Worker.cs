using NemoVideo.Client;
using NemoVideo.Client.Edits;
using NemoVideo.Client.Errors;

namespace NemoVideo.Soak;

/// <summary>
/// Repeats rounds until the time is up: session, upload, message, render, download, and a comparison with the emulator's record.
/// </summary>
internal sealed class Worker(NemoClient client, Emulator emulator, SemaphoreSlim rounds, Tally tally, string folder)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);

    public async Task RunAsync(CancellationToken timeUp, CancellationToken stop)
    {
        while (!timeUp.IsCancellationRequested)
        {
            await rounds.WaitAsync(stop);
            try
            {
                await RunRoundAsync(tally.Begin(), stop);
                tally.Complete();
            }
            catch (Exception failure) when (failure is NemoException or InvalidDataException)
            {
                tally.Problems.Enqueue(failure.Message);
            }
            finally
            {
                rounds.Release();
            }
        }
    }

    private async Task RunRoundAsync(long number, CancellationToken stop)
    {
        var clip = await Clip.CreateAsync(folder, number, stop);
        var session = await client.CreateSessionAsync($"round {number}", cancellationToken: stop);
        await client.UploadFileAsync(session.Id, clip.Path, cancellationToken: stop);
        var edit = await client.EditAsync(session.Id, $"add a title \"Round {number}\"", cancellationToken: stop).LastAsync(stop);
        if (edit is not EditResult { Status: EditStatus.Succeeded, IsChanged: true } result)
        {
            throw new InvalidDataException($"The edit in the session {session.Id} failed: {(edit as EditResult)?.Error?.Message}");
        }

        var submitted = await client.SubmitRenderAsync(result.After, cancellationToken: stop);
        var render = await client.WaitForRenderAsync(submitted.Id, PollInterval, cancellationToken: stop);
        var video = Path.Combine(folder, $"video{number}.mp4");
        await client.SaveRenderAsync(render, video, cancellationToken: stop);
        if (!await clip.IsSameAsync(video, stop))
        {
            throw new InvalidDataException($"The video of the session {session.Id} is from another round.");
        }

        var holding = await emulator.RemoveSessionAsync(session.Id);
        if (holding is not { Session.MessageCount: 1, Session.Uploads: [var upload], Renders: [var held] }
            || upload.Hash != clip.Hash || held.Id != render.Id)
        {
            throw new InvalidDataException($"The session {session.Id} doesn't have one message, one upload and one render.");
        }

        File.Delete(clip.Path);
        File.Delete(video);
    }
}
