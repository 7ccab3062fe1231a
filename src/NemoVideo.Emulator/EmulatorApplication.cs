using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using NemoVideo.Emulator.Configuration;
using NemoVideo.Emulator.Endpoints;
using NemoVideo.Emulator.Faults;
using NemoVideo.Emulator.Media;
using NemoVideo.Emulator.Protocol;
using NemoVideo.Emulator.Recording;
using NemoVideo.Emulator.Rendering;
using NemoVideo.Emulator.State;

namespace NemoVideo.Emulator;

/// <summary>Puts the web application together.</summary>
internal static class EmulatorApplication
{
    private static readonly TimeSpan ShutdownTime = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// The application, and its listeners: their ports are known once it has started. Nothing is taken from the
    /// environment or from settings files, so that many can run side by side and alike everywhere.
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
                kestrel.Listen(address.EndPoint, listener => api.Add(Mark(listener, Origin.Api, address.IsEncrypted ? certificate : null)));
            }

            kestrel.Listen(IPAddress.Loopback, 0, listener => cdn = Mark(listener, Origin.Cdn, certificate));
        });

        // A flush waits for the socket: an event that counts as sent was sent, whatever comes after it.
        builder.WebHost.UseSockets(sockets => sockets.MaxWriteBufferSize = 1);
        AddServices(builder.Services, options, data);

        var app = builder.Build();
        app.UseMiddleware<LoopbackOnlyMiddleware>();
        app.UseMiddleware<RecordingMiddleware>();
        app.UseMiddleware<FaultMiddleware>();
        app.UseRouting();
        MapEndpoints(app);
        return (app, api, cdn ?? throw new InvalidOperationException("The content network has no listener."));
    }

    private static void SetLimits(KestrelServerLimits limits)
    {
        // What is too large is for the service to say (4002), and how slow a client may be is for a test to try.
        limits.MaxRequestBodySize = null;
        limits.MinRequestBodyDataRate = null;
        limits.MinResponseDataRate = null;
    }

    private static ListenOptions Mark(ListenOptions listener, string origin, X509Certificate2? certificate)
    {
        listener.Use(next => connection =>
        {
            connection.Items[Origin.ConnectionKey] = origin;
            connection.Transport = new RepeatingTransport(connection.Transport);
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
        services.AddSingleton<HoldGate>();
        services.AddSingleton<TokenStore>();
        services.AddSingleton<SessionStore>();
        services.AddSingleton<ClaimStore>();
        services.AddSingleton<BuiltInClip>();
        services.AddSingleton<MediaProbe>();
        services.AddSingleton<UploadIntake>();
        services.AddSingleton<RemoteFile>();
        services.AddSingleton<FfmpegRenderer>();
        services.AddSingleton<RenderPlanner>();
        services.AddSingleton<VideoMaker>();
        services.AddSingleton<RenderQueue>();
        services.AddSingleton<MessageEndpoints>();
        services.AddSingleton<UploadEndpoints>();
        services.AddSingleton<RenderEndpoints>();
    }

    private static void MapEndpoints(WebApplication app)
    {
        var api = app.MapGroup("").AddEndpointFilter(new OriginFilter(Origin.Api));
        ControlEndpoints.Map(api);
        TokenEndpoints.Map(api);
        WebPages.Map(api);

        var withToken = api.MapGroup("").AddEndpointFilter<RouteGroupBuilder, BearerFilter>();
        SessionEndpoints.Map(withToken);
        MessageEndpoints.Map(withToken);
        UploadEndpoints.Map(withToken);
        CreditEndpoints.Map(withToken);
        StateEndpoints.Map(withToken);
        RenderEndpoints.Map(withToken);

        CdnEndpoints.Map(app.MapGroup("").AddEndpointFilter(new OriginFilter(Origin.Cdn)));
    }
}
