using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Edits;

/// <summary>Recorded streams of real ADK servers, compared with the reviewed events in Recordings/expectations.txt.</summary>
public sealed class RecordingTests
{
    public static TheoryData<string> Recordings => [.. Expectations.ByRecording.Keys];

    [Theory]
    [MemberData(nameof(Recordings))]
    public async Task Read_Recording_ReturnsExpectedEvents(string recording)
    {
        var events = await StreamBody.ReadAsync(Expectations.Bytes(recording));

        Assert.Equal(Expectations.ByRecording[recording], EventNotation.Of(events));
    }

    [Fact]
    public void Recordings_All_HaveAnExpectation()
    {
        var files = Directory.EnumerateFiles(Expectations.Folder, "*.sse", SearchOption.AllDirectories)
            .Select(file => Path.ChangeExtension(Path.GetRelativePath(Expectations.Folder, file), null).Replace('\\', '/'));

        Assert.Equal(files.Order(StringComparer.Ordinal), Expectations.ByRecording.Keys.Order(StringComparer.Ordinal));
    }
}
