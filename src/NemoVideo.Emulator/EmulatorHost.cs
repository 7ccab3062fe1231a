using Microsoft.AspNetCore.Server.Kestrel.Core;
using NemoVideo.Emulator.Configuration;
using NemoVideo.Emulator.Faults;
using NemoVideo.Emulator.Recording;
using NemoVideo.Emulator.Rendering;
using NemoVideo.Emulator.State;

namespace NemoVideo.Emulator;

/// <summary>
/// A running emulator of the NemoVideo service, on loopback. Any number can run side by side in one process;
/// disposing one ends its connections, its renders, and its temporary directory at once.
/// </summary>
public sealed class EmulatorHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly DataDirectory _data;

    private EmulatorHost(WebApplication app, DataDirectory data, Uri url, Uri cdnUrl)
    {
        _app = app;
        _data = data;
        Url = url;
        CdnUrl = cdnUrl;
    }

    /// <summary>Where the API answers: the first of the addresses asked for, with its real port.</summary>
    public Uri Url { get; }

    /// <summary>The other origin, which output URLs point to. No bearer token belongs there.</summary>
    public Uri CdnUrl { get; }

    /// <summary>What has been received so far, in order of arrival.</summary>
    public IReadOnlyList<RequestRecord> Requests => Service<RequestLog>().Snapshot();

    /// <summary>Exceptions that the emulator did not expect. A test that sees any has found a fault of the emulator.</summary>
    public IReadOnlyList<string> Failures => Service<RequestLog>().Failures;

    /// <summary>All sessions, in the order they were made.</summary>
    public IReadOnlyList<SessionRecord> Sessions => Service<SessionStore>().Snapshot();

    /// <summary>How many renders were taken on.</summary>
    public int RenderCount => Service<RenderQueue>().Snapshot().Count;

    /// <summary>Starts an emulator.</summary>
    /// <param name="options">What it is told; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up the start.</param>
    /// <exception cref="FormatException">An address is not on loopback, a fault is none, or the certificate is none.</exception>
    /// <exception cref="IOException">The port is taken, or the directory cannot be used.</exception>
    public static async Task<EmulatorHost> StartAsync(
        EmulatorOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new EmulatorOptions();
        var addresses = LoopbackAddress.ParseAll(options.Urls, options.CertificateFile is not null);
        var certificate = ServerCertificate.Read(options.CertificateFile);
        var data = new DataDirectory(options);
        WebApplication? app = null;
        try
        {
            (app, var api, var cdn) = EmulatorApplication.Build(options, addresses, certificate, data);
            await app.StartAsync(cancellationToken);
            var cdnUrl = new UriBuilder(certificate is null ? Uri.UriSchemeHttp : Uri.UriSchemeHttps, options.CdnHost, cdn.IPEndPoint!.Port).Uri;
            app.Services.GetRequiredService<CdnAddress>().Root = cdnUrl;
            app.Services.GetRequiredService<RenderQueue>().Resume();
            return new EmulatorHost(app, data, AddressOf(api[0], addresses[0].IsEncrypted), cdnUrl);
        }
        catch
        {
            if (app is not null)
            {
                await app.DisposeAsync();
            }

            data.Dispose();
            throw;
        }
    }

    /// <summary>Adds a fault to the plan, such as <c>POST /run_sse: drop after 3 events</c>.</summary>
    /// <exception cref="FormatException">The line is no fault.</exception>
    public void AddFault(string specification) => Service<FaultPlan>().Add(specification);

    /// <summary>Takes all faults off the plan.</summary>
    public void ClearFaults() => Service<FaultPlan>().Clear();

    /// <summary>Lets the streams go on that a fault holds now.</summary>
    public void ReleaseHeld() => Service<HoldGate>().Release();

    /// <summary>Sets what every token has left.</summary>
    public void SetCredits(long available) => Service<TokenStore>().SetCredits(available);

    /// <summary>Makes every token given out so far invalid.</summary>
    public void RevokeTokens() => Service<TokenStore>().RevokeAll();

    /// <summary>Waits until a request, past or to come, is as the condition says.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public Task<RequestRecord> WaitForRequestAsync(Func<RequestRecord, bool> condition, CancellationToken cancellationToken) =>
        Service<RequestLog>().WaitAsync(condition, cancellationToken);

    /// <summary>Ends the emulator and all its connections at once.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _data.Dispose();
    }

    private static Uri AddressOf(ListenOptions listener, bool isEncrypted) => new($"{(isEncrypted ? "https" : "http")}://{listener.IPEndPoint}");

    private T Service<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();
}
