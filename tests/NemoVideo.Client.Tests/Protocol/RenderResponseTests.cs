using System.Text.Json;
using NemoVideo.Client.Protocol;

namespace NemoVideo.Client.Tests.Protocol;

public sealed class RenderResponseTests
{
    private const string Address = "https://cdn.example/a.mp4";

    [Theory]
    [InlineData("""{"id":"r","status":"completed","progress":100,"output":{"url":"https://cdn.example/a.mp4","duration":30.5,"size":15728640}}""")]
    [InlineData("""{"taskId":"r","status":"completed","progress":100,"output":{"url":"https://cdn.example/a.mp4","duration":30.5,"size":15728640}}""")]
    [InlineData("""{"id":null,"taskId":"r","status":"COMPLETED","progress":100.0,"outputUrl":"https://cdn.example/a.mp4","duration":30.5,"size":15728640,"createdAt":1773423613616}""")]
    [InlineData("""{"data":{"id":"r","status":"completed","progress":100,"outputUrl":"https://cdn.example/a.mp4","duration":30.5,"size":15728640}}""")]
    [InlineData("""{"success":true,"data":{"taskId":"r","status":"completed","progress":100,"output":{"url":"https://cdn.example/a.mp4","duration":30.5,"size":15728640}}}""")]
    [InlineData("""{"status":"completed","progress":100,"output_url":"https://cdn.example/a.mp4","output":null,"duration":30.5,"size":15728640}""")]
    [InlineData("""{"id":"r","status":"completed","progress":100,"output":{},"url":"https://cdn.example/a.mp4","duration":30.5,"size":15728640}""")]
    public void Read_AnyShape_ReturnsRender(string response)
    {
        Assert.Equal(
            new RenderJob("r", RenderStatus.Completed, 100, new Uri(Address), TimeSpan.FromSeconds(30.5), 15_728_640, null),
            Read(response));
    }

    [Theory]
    [InlineData("1e300", null)]
    [InlineData("-1", null)]
    [InlineData("100.5", null)]
    [InlineData("0", 0.0)]
    public void Read_ProgressOutsideOfPercent_IsUnknown(string progress, double? expected) =>
        Assert.Equal(expected, Read("{\"progress\":" + progress + "}").Progress);

    [Theory]
    [InlineData("\"pending\"", RenderStatus.Pending)]
    [InlineData("\"queued\"", RenderStatus.Pending)]
    [InlineData("null", RenderStatus.Pending)]
    [InlineData("7", RenderStatus.Pending)]
    [InlineData("\"processing\"", RenderStatus.Processing)]
    [InlineData("\"Rendering\"", RenderStatus.Processing)]
    [InlineData("\"completed\"", RenderStatus.Completed)]
    [InlineData("\"succeeded\"", RenderStatus.Completed)]
    [InlineData("\"done\"", RenderStatus.Completed)]
    [InlineData("\"failed\"", RenderStatus.Failed)]
    [InlineData("\"error\"", RenderStatus.Failed)]
    [InlineData("\"cancelled\"", RenderStatus.Canceled)]
    [InlineData("\"canceled\"", RenderStatus.Canceled)]
    public void Read_AnyStatus_IsMapped(string status, RenderStatus expected)
    {
        Assert.Equal(expected, Read("{\"id\":\"r\",\"status\":" + status + "}").Status);
    }

    [Fact]
    public void Read_FailureWithoutId_IsNotFinal() =>
        Assert.Equal(RenderStatus.Pending, Read("{\"status\":\"error\",\"message\":\"upstream timeout\"}").Status);

    [Fact]
    public void Read_LongError_IsShortened() =>
        Assert.Equal(new string('x', 4096) + "…", Read("{\"error\":\"" + new string('x', 1_000_000) + "\"}").Error);

    [Theory]
    [InlineData("""{"error":"out of memory"}""", "out of memory")]
    [InlineData("""{"errorMessage":"out of memory"}""", "out of memory")]
    [InlineData("""{"error":{"message":"out of memory","code":7}}""", "out of memory")]
    [InlineData("""{"error":"can't read https://u:SECRET@h.example/a.mp4?Policy=SECRET"}""", "can't read https://h.example/a.mp4?…")]
    [InlineData("""{"error":{"code":7}}""", null)]
    [InlineData("""{"error":""}""", null)]
    [InlineData("""{}""", null)]
    public void Read_AnyReasonShape_ReturnsReason(string response, string? expected)
    {
        Assert.Equal(expected, Read(response).Error);
    }

    [Theory]
    [InlineData("""{"success":false,"error":"out of memory","data":{"id":"r","status":"failed"}}""", "out of memory")]
    [InlineData("""{"errorMessage":"out of memory","data":{"id":"r","status":"failed","error":""}}""", "out of memory")]
    [InlineData("""{"error":"render failed","data":{"id":"r","status":"failed","error":"out of memory"}}""", "out of memory")]
    [InlineData("""{"success":true,"error":"none","data":{"id":"r","status":"failed"}}""", null)]
    [InlineData("""{"error":"cache failed","data":{"id":"r","status":"processing"}}""", null)]
    public void Read_ReasonInEnvelope_IsThatOfFailedRender(string response, string? expected) => Assert.Equal(expected, Read(response).Error);

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("null")]
    public void Read_SizeIsNotPositive_IsNull(string size) => Assert.Null(Read("{\"size\":" + size + "}").ByteCount);

    [Theory]
    [InlineData("\"/renders/a.mp4\"")]
    [InlineData("\"file:///etc/passwd\"")]
    [InlineData("\"ftp://cdn.example/a.mp4\"")]
    [InlineData("7")]
    [InlineData("null")]
    public void Read_UrlIsNotHttp_IsNull(string address)
    {
        Assert.Null(Read("{\"output\":{\"url\":" + address + "}}").OutputAddress);
    }

    private static RenderJob Read(string response)
    {
        using var document = JsonDocument.Parse(response);
        return RenderResponse.Read(document.RootElement, "r");
    }
}
