namespace NemoVideo.Acceptance.Tests.People;

/// <summary>A clip that a recorder or a copy is still writing (people.md 6).</summary>
[Trait("Source", "runtime 73746")]
[Trait("Source", "ShareX 2236")]
public sealed class GrowingClipTests(SharedEmulator shared) : IClassFixture<SharedEmulator>
{
    /// <summary>How a file is written: by appending to it, or by filling a file that already has its full size.</summary>
    public enum Writing
    {
        Append,
        Fill,
    }

    [Theory]
    [InlineData(Writing.Append)]
    [InlineData(Writing.Fill)]
    public async Task NewNemoVideo_ClipIsBeingWritten_IsNotCharged(Writing writing)
    {
        await using var setup = await shared.StartAsync();
        setup.Folder.AddClip("clips/done.mp4", "harbour.mp4");
        await setup.RunConnectedAsync("New-NemoVideo 'make it square' -Path clips/done.mp4 -Destination out > $null");
        await using var writer = new ClipWriter(setup.Folder.AddClip("clips/recording.mp4"), writing);

        var output = await setup.RunAsync("Get-ChildItem clips/*.mp4 | New-NemoVideo 'make it square' -Destination out");

        Assert.Equal(1, await shared.MessageCountAsync());
        // Refused before a session was created, not by chance while it was uploaded.
        Assert.Single(await shared.SessionsAsync());
        Assert.Equal(["done.mp4"], setup.Folder.Files("out"));
        Assert.Contains("recording.mp4", output.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Writing.Append)]
    [InlineData(Writing.Fill)]
    public async Task SendNemoUpload_ClipIsBeingWritten_UploadsNothing(Writing writing)
    {
        await using var setup = await shared.StartAsync();
        setup.Folder.AddClip("done.mp4", "harbour.mp4");
        await setup.RunConnectedAsync("Send-NemoUpload done.mp4 > $null");
        await using var writer = new ClipWriter(setup.Folder.AddClip("recording.mp4"), writing);

        var output = await setup.RunAsync("Send-NemoUpload recording.mp4");

        Assert.Empty(output.Objects);
        // Only the first clip.
        var session = Assert.Single(await shared.SessionsAsync());
        Assert.Single(await setup.Emulator.RequestsAsync($"/api/upload-video/nemo_agent/me/{session.Id}"));
        Assert.Contains("recording.mp4", output.Text, StringComparison.Ordinal);
    }

    /// <summary>As in <c>ffmpeg …; New-NemoVideo …</c>.</summary>
    [Fact]
    public async Task NewNemoVideo_ClipIsNewButComplete_CreatesTheVideo()
    {
        await using var setup = await shared.StartAsync();
        File.SetLastWriteTimeUtc(setup.Folder.AddClip("a.mp4"), DateTime.UtcNow);

        var output = await setup.RunConnectedAsync("New-NemoVideo 'make it square' -Path a.mp4 -Destination out");

        Assert.Equal("Succeeded", output.WithoutErrors().Single().GetProperty("Status").ToString());
        Assert.Equal(["a.mp4"], setup.Folder.Files("out"));
    }

    /// <summary>Writes to a clip every 1.5 seconds until it is disposed. The clip is a valid MP4 file at each moment.</summary>
    private sealed class ClipWriter : IAsyncDisposable
    {
        private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1.5);

        private readonly FileStream _file;
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _writing;

        public ClipWriter(string path, Writing writing)
        {
            _file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            var start = writing == Writing.Append ? _file.Length : _file.Length - Fragment().Length;
            // The command starts after the first write.
            Write(start);
            var stopped = Task.Delay(Timeout.Infinite, _stop.Token);
            _writing = Task.Run(async () =>
            {
                while (!_stop.IsCancellationRequested)
                {
                    await Task.WhenAny(Task.Delay(Pause), stopped);
                    Write(writing == Writing.Append ? _file.Length : start);
                }
            });
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _writing;
            _stop.Dispose();
            await _file.DisposeAsync();
        }

        // A fragment of a fragmented MP4 file: its header, then its frames.
        private static byte[] Fragment()
        {
            var frames = new byte[1000];
            Random.Shared.NextBytes(frames);
            return
            [
                0, 0, 0, 24, .. "moof"u8, 0, 0, 0, 16, .. "mfhd"u8, 0, 0, 0, 0, 0, 0, 0, 1,
                0, 0, 0x03, 0xF0, .. "mdat"u8, .. frames,
            ];
        }

        private void Write(long position)
        {
            _file.Position = position;
            _file.Write(Fragment());
            _file.Flush();
        }
    }
}
