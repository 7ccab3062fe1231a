using System.IO.Compression;

namespace NemoVideo.Emulator.Faults;

/// <summary>An answer with a body of any size and without a length, packed although nobody asked for that where the fault says so.</summary>
internal sealed class FloodResult(FaultSpecification fault) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = fault.Number;
        response.ContentType = fault.MediaType;
        var body = new FloodBody(fault.Argument!, fault.Count);
        if (!fault.IsPacked)
        {
            await body.WriteAsync(response.Body, httpContext.RequestAborted);
            return;
        }

        response.Headers.ContentEncoding = "gzip";
        await using var packed = new GZipStream(response.Body, CompressionLevel.Fastest, leaveOpen: true);
        await body.WriteAsync(packed, httpContext.RequestAborted);
    }
}
