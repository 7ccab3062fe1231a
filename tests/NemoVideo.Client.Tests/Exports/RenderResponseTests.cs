using System.Text.Json;
using NemoVideo.Client.Exports;

namespace NemoVideo.Client.Tests.Exports;

public sealed class RenderResponseTests
{
    private const string Address = "https://cdn.example/a.mp4";

    private const string Output = """{"url":"https://cdn.example/a.mp4","duration":30.5,"size":15728640}""";

    [Theory]
    [InlineData($$$$"""{"id":"r","status":"completed","progress":100,"output":{{{{Output}}}}}""")]
    [InlineData($$$$"""{"taskId":"r","status":"completed","progress":100,"output":{{{{Output}}}}}""")]
    [InlineData($$$$"""{"success":true,"data":{"id":"r","status":"completed","progress":100,"output":{{{{Output}}}}}}""")]
    [InlineData($$$$"""{"code":0,"data":{"success":true,"data":{"id":"r","status":"COMPLETED","progress":100,"output":{{{{Output}}}}}}}""")]
    public void Read_AnyShape_ReturnsRender(string response) => Assert.Equal(
        new RenderJob("r", RenderStatus.Completed, 100, new Uri(Address), TimeSpan.FromSeconds(30.5), 15_728_640, null),
        Read(response)! with { StatusText = null });

    /// <summary>A video or an error decides, whatever the status says (apimatic-cli 305, sapiom-js 771).</summary>
    [Theory]
    [InlineData("""{"id":"r","status":"done","outputUrl":"https://cdn.example/a.mp4"}""", RenderStatus.Completed, null)]
    [InlineData("""{"id":"r","status":"SUCCESS","output":{"url":"https://cdn.example/a.mp4"}}""", RenderStatus.Completed, null)]
    [InlineData("""{"id":"r","status":"error","error":"codec not supported"}""", RenderStatus.Failed, "codec not supported")]
    [InlineData("""{"id":"r","status":"processing","error":{"message":"worker died"}}""", RenderStatus.Failed, "worker died")]
    [InlineData("""{"id":"r","status":"expired"}""", RenderStatus.Pending, null)]
    [InlineData("""{"id":"r","status":"processing","error":""}""", RenderStatus.Processing, null)]
    public void Read_UndocumentedStatus_IsDecidedByVideoAndError(string response, RenderStatus status, string? error) =>
        Assert.Equal((status, error), (Read(response)!.Status, Read(response)!.Error));

    [Theory]
    [InlineData("1e300", null)]
    [InlineData("-1", null)]
    [InlineData("100.5", null)]
    [InlineData("0", 0.0)]
    public void Read_ProgressOutsideOfPercent_IsUnknown(string progress, double? expected) =>
        Assert.Equal(expected, Read("{\"id\":\"r\",\"progress\":" + progress + "}")!.Progress);

    [Theory]
    [InlineData("\"pending\"", RenderStatus.Pending)]
    [InlineData("\"queued\"", RenderStatus.Pending)]
    [InlineData("null", RenderStatus.Pending)]
    [InlineData("\"processing\"", RenderStatus.Processing)]
    [InlineData("\"completed\"", RenderStatus.Completed)]
    [InlineData("\"failed\"", RenderStatus.Failed)]
    [InlineData("\"cancelled\"", RenderStatus.Canceled)]
    [InlineData("\"canceled\"", RenderStatus.Canceled)]
    public void Read_AnyStatus_IsMapped(string status, RenderStatus expected) =>
        Assert.Equal(expected, Read("{\"id\":\"r\",\"status\":" + status + "}")!.Status);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"code":0,"data":{}}""")]
    public void Read_NoRender_IsNull(string response) => Assert.Null(Read(response));

    [Fact]
    public void Read_LongError_IsShortened() => Assert.Equal(
        new string('x', 4096) + "…", Read("{\"id\":\"r\",\"status\":\"failed\",\"error\":\"" + new string('x', 1_000_000) + "\"}")!.Error);

    [Theory]
    [InlineData("\"out of memory\"", "out of memory")]
    [InlineData("""{"message":"out of memory","code":7}""", "out of memory")]
    [InlineData("\"can't read https://u:SECRET@h.example/a.mp4?Policy=SECRET\"", "can't read https://h.example/a.mp4?…")]
    [InlineData("\"\"", null)]
    public void Read_AnyReasonShape_ReturnsReason(string error, string? expected) =>
        Assert.Equal(expected, Read("{\"id\":\"r\",\"status\":\"failed\",\"error\":" + error + "}")!.Error);

    [Theory]
    [InlineData("\"/renders/a.mp4\"")]
    [InlineData("\"file:///etc/passwd\"")]
    [InlineData("\"ftp://cdn.example/a.mp4\"")]
    [InlineData("7")]
    public void Read_UrlIsNotHttp_IsNull(string address) => Assert.Null(Read("{\"id\":\"r\",\"output\":{\"url\":" + address + "}}")!.OutputAddress);

    private static RenderJob? Read(string response)
    {
        using var document = JsonDocument.Parse(response);
        return RenderResponse.Read(document.RootElement, "r");
    }
}
