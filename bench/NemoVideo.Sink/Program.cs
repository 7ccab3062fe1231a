using System.Net;
using NemoVideo.Sink;

var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.Services.AddSingleton<ConnectionCount>();
builder.WebHost.ConfigureKestrel(static server =>
{
    server.Limits.MaxRequestBodySize = null;
    server.Limits.MinRequestBodyDataRate = null;
    server.Limits.MinResponseDataRate = null;
    var count = server.ApplicationServices.GetRequiredService<ConnectionCount>();
    server.Listen(IPAddress.Loopback, 0, listener => listener.Use(count.TrackAsync));
});

var app = builder.Build();
SinkEndpoints.Map(app);
await app.StartAsync();
await Console.Out.WriteLineAsync($"NemoVideo sink listening on {app.Urls.First()}");
await app.WaitForShutdownAsync();
