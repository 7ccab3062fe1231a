using System.Globalization;
using Microsoft.Net.Http.Headers;
using NemoVideo.Emulator.Media;

namespace NemoVideo.Emulator.Endpoints;

/// <summary>A file as an answer: with its length, a tag of its own, and any part of it for a download that was cut.</summary>
internal static class ServedFile
{
    public static IResult Of(string path)
    {
        var file = new FileInfo(path);
        var tag = string.Create(CultureInfo.InvariantCulture, $"\"{file.LastWriteTimeUtc.Ticks:x}-{file.Length:x}\"");
        return Results.File(
            path,
            MediaTypes.ContentTypeOf(path),
            lastModified: file.LastWriteTimeUtc,
            entityTag: new EntityTagHeaderValue(tag),
            enableRangeProcessing: true);
    }
}
