using System.Net;
using System.Text.RegularExpressions;
using NemoVideo.Client.Http;
using NemoVideo.Client.Tests.Errors;
using NemoVideo.Client.Tests.Support;
using NemoVideo.Emulator;

namespace NemoVideo.Client.Tests.Http;

/// <summary>Compares the client's calls with the routes of the emulator, which shares no code with the client.</summary>
public sealed partial class ApiCallTests
{
    [Fact]
    public async Task Calls_All_AreTheRoutesOfTheEmulator()
    {
        await using var emulator = await EmulatorHost.StartAsync(TestService.Plain, TestService.Ending);

        Assert.Equal(
            emulator.Routes.Select(static route => Id().Replace(route, "{id}")).Order(),
            ApiCalls.All.Select(static call => Id().Replace($"{call.Method} /{call.Path}", "{id}")).Order());
    }

    [Fact]
    public void Calls_All_AreSwept() => Assert.Equal(
        ApiCalls.All.Select(static call => call.Name).Order(),
        ServiceCall.All.Append(ServiceCall.Token).Select(static call => call.Call.Name).Distinct().Order());

    [Fact]
    public async Task Calls_WithoutToken_AreRejectedByTheEmulator()
    {
        await using var emulator = await EmulatorHost.StartAsync(TestService.Plain, TestService.Ending);
        using var http = new HttpClient();
        foreach (var call in ApiCalls.All)
        {
            using var request = new HttpRequestMessage(call.Method, new Uri(emulator.Url, Id().Replace(call.Path, "x_1")));
            request.Headers.Add("X-Client-Id", "c");

            using var response = await http.SendAsync(request, TestService.Ending);

            Assert.Equal(call.IsAuthorized ? HttpStatusCode.Unauthorized : HttpStatusCode.OK, response.StatusCode);
        }
    }

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Id();
}
