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

    public static GatewayReply Json(string body, int status = 200) => new(status, "application/json", body);

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
/// A web filter, proxy or load balancer in front of an emulator. It can respond in the emulator's place, before or after the emulator has
/// done the work. The emulator sees one token, whichever the client sends, and the gateway grants new ones.
/// </summary>
internal sealed class Gateway : IAsyncDisposable
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });

    private readonly RawServer _server;
    private int _tokens;

    /// <summary>Starts a gateway, and makes it the service of a test.</summary>
    /// <param name="setup">The test.</param>
    /// <param name="respond">Responds to a request; null to forward it.</param>
    public Gateway(TestSetup setup, Func<GatewayRequest, Task<GatewayReply?>> respond)
    {
        _server = RawServer.Start(async raw =>
        {
            var body = await raw.ReadBodyAsync();
            var request = new GatewayRequest(
                raw.Method, raw.Path, Encoding.UTF8.GetString(body), () => ForwardAsync(raw, body, setup.Emulator.Url));
            var reply = request.Path == "/api/auth/anonymous-token"
                ? GatewayReply.Json($$$"""{"code":0,"data":{"token":"nmv_usr_gateway{{{Interlocked.Increment(ref _tokens)}}}"}}""")
                : await respond(request) ?? await request.ForwardAsync();
            var type = reply.ContentType is null ? "" : $"\nContent-Type: {reply.ContentType}";
            await raw.RespondAsync($"HTTP/1.1 {reply.Status} Status{type}", reply.Body);
            return true;
        });
        setup.Environment["NEMO_API_URL"] = _server.Url.AbsoluteUri;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static async Task<GatewayReply> ForwardAsync(RawRequest raw, byte[] body, Uri emulator)
    {
        using var forwarded = new HttpRequestMessage(new HttpMethod(raw.Method), new Uri(emulator, raw.Head.Split(' ')[1]));
        forwarded.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Emulator.UserToken);
        forwarded.Content = raw.Method == "GET" ? null : new ByteArrayContent(body);
        foreach (var header in raw.Head.Split("\r\n").Skip(1).Select(static one => one.Split(": ", 2)).Where(static one => one.Length == 2))
        {
            if (header[0] == "Content-Type")
            {
                forwarded.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(header[1]);
            }
            else if (header[0] is not ("Host" or "Content-Length" or "Connection" or "Expect" or "Authorization"))
            {
                forwarded.Headers.TryAddWithoutValidation(header[0], header[1]);
            }
        }

        using var response = await Http.SendAsync(forwarded, raw.Stopping);
        var content = await response.Content.ReadAsByteArrayAsync(raw.Stopping);
        return new GatewayReply((int)response.StatusCode, response.Content.Headers.ContentType?.ToString(), content);
    }
}
