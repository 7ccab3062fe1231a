using System.Management.Automation;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Polly;

namespace OtherModule;

/// <summary>Uses each library of this module, and returns a <see cref="LibraryUse"/> for each.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "OtherModule")]
[OutputType(typeof(LibraryUse))]
public sealed class InvokeOtherModuleCommand : PSCmdlet
{
    /// <summary>A URL with a JSON array.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public Uri Uri { get; set; } = null!;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        using var services = new ServiceCollection().AddHttpClient().BuildServiceProvider();
        using var client = services.GetRequiredService<IHttpClientFactory>().CreateClient("other");
        var attempts = 0;
        var body = Policy.Handle<TimeoutException>().Retry(1).Execute(() =>
            ++attempts == 1 ? throw new TimeoutException() : client.GetStringAsync(Uri).GetAwaiter().GetResult());

        WriteObject(new LibraryUse(typeof(Policy), $"{attempts} attempts"));
        WriteObject(new LibraryUse(typeof(IHttpClientFactory), $"{services.GetServices<IHttpClientFactory>().Count()} factory"));
        using var document = JsonDocument.Parse(body);
        WriteObject(new LibraryUse(typeof(JsonDocument), document.RootElement.ValueKind.ToString()));
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes("event: ping\ndata: 1\n\n"));
        WriteObject(new LibraryUse(typeof(SseParser), SseParser.Create(stream).Enumerate().Single().EventType));
    }
}
