namespace NemoVideo.Emulator.Tests.Support;

/// <summary>Opens pages as a browser does: without a bearer token and without attribution headers.</summary>
internal sealed class Browser(Caller caller) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
    {
        BaseAddress = caller.Host.Url,
        Timeout = TimeSpan.FromSeconds(30),
    };

    public string Origin { get; } = caller.Host.Url.GetLeftPart(UriPartial.Authority);

    public async Task<(HttpStatusCode Status, string Page)> OpenAsync(string path)
    {
        using var response = await SendAsync(HttpMethod.Get, path);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Caller.Ending));
    }

    /// <summary>Submits a form of a page.</summary>
    public Task<HttpResponseMessage> SubmitAsync(string path, params (string Name, string Value)[] fields) =>
        SendAsync(HttpMethod.Post, path, fields, ("Origin", Origin));

    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, (string Name, string Value)[]? fields = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = fields is null ? null : new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Caller.Ending);
    }

    public void Dispose() => _http.Dispose();
}
