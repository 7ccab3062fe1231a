using System.Net.Http.Headers;
using System.Text;

namespace NemoVideo.Acceptance.Tests.Harness;

/// <summary>A response that a gateway sends. The type is null for none.</summary>
internal sealed record GatewayReply(int Status, string? ContentType, byte[] Body)
{
    public GatewayReply(int status, string? contentType, string body)
        : this(status, contentType, Encoding.UTF8.GetBytes(body))
    {
    }

    public string Text => Encoding.UTF8.GetString(Body);
}

/// <summary>A request that a gateway received.</summary>
internal sealed record GatewayRequest(string Method, string Path, string Body, Func<Task<GatewayReply>> ForwardAsync)
{
    public bool IsMessage => Path == "/run_sse";

    /// <summary>The text of the message.</summary>
    public string Message => JsonElement.Parse(Body).GetProperty("new_message").GetProperty("parts")[0].GetProperty("text").GetString()!;
}

/// <summary>
/// A web filter, proxy or load balancer in front of an emulator. It can respond in the emulator's place, before or after the emulator has done
/// the work. The emulator sees one token, whichever the client sends, and the gateway grants new ones.
/// </summary>
internal sealed class Gateway : IAsyncDisposable
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });

    private readonly RawServer _server;
    private int _tokens;

    /// <summary>Starts a gateway.</summary>
    /// <param name="emulator">The emulator.</param>
    /// <param name="token">The token that the emulator knows.</param>
    /// <param name="respond">Responds to a request; null to forward it.</param>
    public Gateway(Uri emulator, string token, Func<GatewayRequest, Task<GatewayReply?>> respond) => _server = RawServer.Start(async raw =>
    {
        var line = raw.Head.Split("\r\n")[0].Split(' ');
        var length = raw.Header("Content-Length") is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : 0;
        var body = new byte[length];
        await raw.Stream.ReadExactlyAsync(body, raw.Stopping);
        var request = new GatewayRequest(line[0], line[1].Split('?')[0], Encoding.UTF8.GetString(body), ForwardAsync);
        var reply = request.Path == "/api/auth/anonymous-token"
            ? new GatewayReply(200, "application/json", "{\"code\":0,\"data\":{\"token\":\"nmv_usr_gateway" + Interlocked.Increment(ref _tokens) + "\"}}")
            : await respond(request) ?? await request.ForwardAsync();
        var type = reply.ContentType is null ? "" : $"Content-Type: {reply.ContentType}\r\n";
        var head = $"HTTP/1.1 {reply.Status} Status\r\n{type}Content-Length: {reply.Body.Length}\r\n\r\n";
        await raw.Stream.WriteAsync((byte[])[.. Encoding.ASCII.GetBytes(head), .. reply.Body], raw.Stopping);
        return true;

        async Task<GatewayReply> ForwardAsync()
        {
            using var forwarded = new HttpRequestMessage(new HttpMethod(line[0]), new Uri(emulator, line[1]));
            forwarded.Content = length == 0 && line[0] == "GET" ? null : new ByteArrayContent(body);
            foreach (var header in raw.Head.Split("\r\n").Skip(1).Select(static one => one.Split(": ", 2)).Where(static one => one.Length == 2))
            {
                if (header[0] is "Content-Type")
                {
                    forwarded.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(header[1]);
                }
                else if (header[0] == "Authorization")
                {
                    forwarded.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
                }
                else if (header[0] is not ("Host" or "Content-Length" or "Connection" or "Expect"))
                {
                    forwarded.Headers.TryAddWithoutValidation(header[0], header[1]);
                }
            }

            using var response = await Http.SendAsync(forwarded, raw.Stopping);
            return new GatewayReply(
                (int)response.StatusCode, response.Content.Headers.ContentType?.ToString(), await response.Content.ReadAsByteArrayAsync(raw.Stopping));
        }
    });

    /// <summary>The URL of the API.</summary>
    public Uri Url => _server.Url;

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
