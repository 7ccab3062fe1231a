using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using NemoVideo.Emulator.Configuration;
using NemoVideo.Emulator.Endpoints;
using NemoVideo.Emulator.Faults;
using NemoVideo.Emulator.Media;
using NemoVideo.Emulator.Recording;
using NemoVideo.Emulator.Rendering;
using NemoVideo.Emulator.State;

namespace NemoVideo.Emulator;

/// <summary>Builds the web application.</summary>
internal static class EmulatorApplication
{
    private static readonly TimeSpan ShutdownTime = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// The application and its listeners, whose ports are known after the start. Environment variables and settings files are ignored,
    /// so that emulators don't affect each other.
    /// </summary>
    public static (WebApplication App, IReadOnlyList<ListenOptions> Api, ListenOptions Cdn) Build(
        EmulatorOptions options, IReadOnlyList<ListenAddress> addresses, X509Certificate2? certificate, DataDirectory data)
    {
        var api = new List<ListenOptions>();
        ListenOptions? cdn = null;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            SetLimits(kestrel.Limits);
            foreach (var address in addresses)
            {
                kestrel.Listen(address.EndPoint, listener => api.Add(Configure(listener, EmulatorListener.Api, address.IsHttps ? certificate : null)));
            }

            kestrel.Listen(IPAddress.Loopback, 0, listener => cdn = Configure(listener, EmulatorListener.Cdn, certificate));
        });

        // Each flush waits for the socket, so that an event that was counted has really been sent.
        builder.WebHost.UseSockets(sockets => sockets.MaxWriteBufferSize = 1);
        AddServices(builder.Services, options, data);

        var app = builder.Build();
        app.UseMiddleware<LoopbackOnlyMiddleware>();
        app.UseMiddleware<RecordingMiddleware>();
        app.UseMiddleware<FaultInjectionMiddleware>();
        app.UseRouting();
        MapEndpoints(app);
        return (app, api, cdn ?? throw new InvalidOperationException("The CDN has no listener."));
    }

    private static void SetLimits(KestrelServerLimits limits)
    {
        // The endpoints limit sizes (code 4002), and tests use slow clients.
        limits.MaxRequestBodySize = null;
        limits.MinRequestBodyDataRate = null;
        limits.MinResponseDataRate = null;
    }

    private static ListenOptions Configure(ListenOptions listener, string name, X509Certificate2? certificate)
    {
        listener.Use(next => connection =>
        {
            connection.Items[EmulatorListener.ConnectionKey] = name;
            connection.Transport = new DuplicatingTransport(connection.Transport);
            return next(connection);
        });
        if (certificate is not null)
        {
            listener.UseHttps(certificate);
        }

        return listener;
    }

    private static void AddServices(IServiceCollection services, EmulatorOptions options, DataDirectory data)
    {
        services.AddRoutingCore();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTime);
        services.AddSingleton(options);
        services.AddSingleton(data);
        services.AddSingleton<CdnAddress>();
        services.AddSingleton<RequestLog>();
        services.AddSingleton<FaultPlan>();
        services.AddSingleton<ReleaseSignal>();
        services.AddSingleton<TokenStore>();
        services.AddSingleton<SessionStore>();
        services.AddSingleton<ClaimStore>();
        services.AddSingleton<BuiltInClip>();
        services.AddSingleton<MediaProbe>();
        services.AddSingleton<UploadReceiver>();
        services.AddSingleton<RemoteUpload>();
        services.AddSingleton<FfmpegRenderer>();
        services.AddSingleton<RenderPlanner>();
        services.AddSingleton<VideoRenderer>();
        services.AddSingleton<RenderQueue>();
        services.AddSingleton<MessageEndpoints>();
        services.AddSingleton<UploadEndpoints>();
        services.AddSingleton<RenderEndpoints>();
    }

    private static void MapEndpoints(WebApplication app)
    {
        var api = app.MapGroup("").AddEndpointFilter(new ListenerFilter(EmulatorListener.Api));
        ControlEndpoints.Map(api);
        AccountEndpoints.MapTokens(api);
        WebPages.Map(api);

        var withToken = api.MapGroup("").AddEndpointFilter<RouteGroupBuilder, BearerFilter>();
        SessionEndpoints.Map(withToken);
        MessageEndpoints.Map(withToken);
        UploadEndpoints.Map(withToken);
        AccountEndpoints.MapCredits(withToken);
        RenderEndpoints.Map(withToken);

        CdnEndpoints.Map(app.MapGroup("").AddEndpointFilter(new ListenerFilter(EmulatorListener.Cdn)));
    }
}
