using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace NemoVideo.Soak;

/// <summary>The control API of the emulator.</summary>
internal sealed class EmulatorControl(Uri url) : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = url, Timeout = TimeSpan.FromSeconds(60) };

    public async Task<IReadOnlyList<ServerRequest>> ReadRequestsAsync(long after, CancellationToken cancellationToken) =>
        await _http.GetFromJsonAsync<List<ServerRequest>>($"/_emulator/requests?after={after}", Json, cancellationToken) ?? [];

    public async Task<IReadOnlyList<string>> ReadFailuresAsync(CancellationToken cancellationToken) =>
        await _http.GetFromJsonAsync<List<string>>("/_emulator/failures", Json, cancellationToken) ?? [];

    /// <summary>Removes a session from the emulator, and returns what it was. Null if it doesn't exist.</summary>
    public async Task<ServerHolding?> ForgetSessionAsync(string id, CancellationToken cancellationToken)
    {
        using var response = await _http.DeleteAsync(new Uri($"/_emulator/sessions/{id}", UriKind.Relative), cancellationToken);
        return response.StatusCode == HttpStatusCode.NotFound
            ? null
            : await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<ServerHolding>(Json, cancellationToken);
    }

    public async Task AddFaultAsync(string fault, CancellationToken cancellationToken) => await PostAsync("faults", fault, cancellationToken);

    public async Task ClearFaultsAsync(CancellationToken cancellationToken)
    {
        using var response = await _http.DeleteAsync(new Uri("/_emulator/faults", UriKind.Relative), cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    public async Task RevokeTokensAsync(CancellationToken cancellationToken) => await PostAsync("revoke", "", cancellationToken);

    /// <summary>The managed bytes in use after a garbage collection.</summary>
    public async Task<long> CollectAsync(CancellationToken cancellationToken) =>
        JsonElement.Parse(await PostAsync("collect", "", cancellationToken)).GetProperty("managedBytes").GetInt64();

    public void Dispose() => _http.Dispose();

    private async Task<string> PostAsync(string what, string text, CancellationToken cancellationToken)
    {
        using var content = new StringContent(text);
        using var response = await _http.PostAsync(new Uri($"/_emulator/{what}", UriKind.Relative), content, cancellationToken);
        return await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(cancellationToken);
    }
}
