namespace NemoVideo.Emulator.Tests.Support;

/// <summary>A multipart body as curl writes it: the name of the file as raw UTF-8 in quotes.</summary>
internal static class MultipartBody
{
    public static HttpContent Of(params (string FileName, byte[] Content)[] files) =>
        OfParts([.. files.Select(file => ($"form-data; name=\"files\"; filename=\"{file.FileName}\"", file.Content))]);

    public static HttpContent OfParts(params (string Disposition, byte[] Content)[] parts)
    {
        const string Boundary = "------------------------5f1c0e7d";
        var body = new MemoryStream();
        foreach (var (disposition, content) in parts)
        {
            body.Write(Encoding.UTF8.GetBytes(
                $"--{Boundary}\r\nContent-Disposition: {disposition}\r\nContent-Type: application/octet-stream\r\n\r\n"));
            body.Write(content);
            body.Write("\r\n"u8);
        }

        body.Write(Encoding.UTF8.GetBytes($"--{Boundary}--\r\n"));
        return new ByteArrayContent(body.ToArray())
        {
            Headers = { ContentType = MediaTypeHeaderValue.Parse($"multipart/form-data; boundary={Boundary}") },
        };
    }
}
