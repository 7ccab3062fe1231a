using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using NemoVideo.Emulator.Endpoints;
using NemoVideo.Emulator.Pages;

namespace NemoVideo.Emulator;

internal static class EmulatorApplication
{
    /// <summary>The application. Its URLs are those of the API, then that of the CDN.</summary>
    /// <exception cref="FormatException">The address is invalid.</exception>
    public static WebApplication Build(EmulatorOptions options)
    {
        var address = ListenAddress.Parse(options.Urls, options.CertificateFile is not null);
        var certificate = options.CertificateFile is { } file ? ReadCertificate(file) : null;

        // Environment variables and settings files are ignored, so that emulators don't affect each other.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;

            // The endpoints limit sizes (code 4002), and tests use slow clients.
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(address.EndPoint, listen => Configure(listen, EmulatorListener.Api, address.IsHttps ? certificate : null));
            kestrel.Listen(IPAddress.Loopback, 0, listen => Configure(listen, EmulatorListener.Cdn, certificate));
        });

        // Each flush waits for the socket, so that an event that was counted has really been sent.
        builder.WebHost.UseSockets(sockets => sockets.MaxWriteBufferSize = 1);
        AddServices(builder.Services, options);

        var app = builder.Build();
        app.UseMiddleware<LoopbackOnlyMiddleware>();

        // Before the recording, which depends on the endpoint.
        app.UseRouting();
        app.UseMiddleware<RecordingMiddleware>();
        app.UseMiddleware<FaultInjectionMiddleware>();
        MapEndpoints(app);
        return app;
    }

    /// <exception cref="CryptographicException">The file doesn't contain a certificate with its key.</exception>
    private static X509Certificate2 ReadCertificate(string path)
    {
        // Windows requires an imported key; it can't use one that exists in memory only.
        using var read = X509Certificate2.CreateFromPemFile(path);
        return X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pfx), password: null);
    }

    private static void Configure(ListenOptions listen, EmulatorListener listener, X509Certificate2? certificate)
    {
        listen.Use(next => connection =>
        {
            connection.Features.Set(listener);
            connection.Transport = new DuplicatingTransport(connection.Transport);
            return next(connection);
        });
        if (certificate is not null)
        {
            listen.UseHttps(certificate);
        }
    }

    private static void AddServices(IServiceCollection services, EmulatorOptions options)
    {
        services.AddRoutingCore();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromMilliseconds(200));
        services.AddSingleton(options);
        services.AddSingleton<DataDirectory>();
        services.AddSingleton<CdnAddress>();
        services.AddSingleton<RequestLog>();
        services.AddSingleton<FaultPlan>();
        services.AddSingleton<TokenStore>();
        services.AddSingleton<ConversationStore>();
        services.AddSingleton<SessionStore>();
        services.AddSingleton<BuiltInClip>();
        services.AddSingleton<MediaProbe>();
        services.AddSingleton<UploadReceiver>();
        services.AddSingleton<RenderPlanner>();
        services.AddSingleton<VideoRenderer>();
        services.AddSingleton<RenderQueue>();
        PageEndpoints.AddServices(services);
    }

    private static void MapEndpoints(WebApplication app)
    {
        var api = EndpointsOf(app, EmulatorListener.Api);
        ControlEndpoints.Map(api);
        AccountEndpoints.MapTokens(api);
        PageEndpoints.Map(api);

        var withToken = api.MapGroup("").AddEndpointFilter<RouteGroupBuilder, BearerFilter>();
        SessionEndpoints.Map(withToken);
        MessageEndpoints.Map(withToken);
        UploadEndpoints.Map(withToken);
        AccountEndpoints.MapCredits(withToken);
        RenderEndpoints.Map(withToken);

        CdnEndpoints.Map(EndpointsOf(app, EmulatorListener.Cdn));
    }

    private static RouteGroupBuilder EndpointsOf(WebApplication app, EmulatorListener listener) => app.MapGroup("").AddEndpointFilter(
        async (context, next) => EmulatorListener.Of(context.HttpContext) == listener ? await next(context) : Results.NotFound());
}
