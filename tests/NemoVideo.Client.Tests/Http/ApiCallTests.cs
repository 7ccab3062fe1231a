using System.Net;
using System.Text.RegularExpressions;
using NemoVideo.Client.Http;
using NemoVideo.Client.Tests.Errors;
using NemoVideo.Client.Tests.Faults;
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

    /// <summary>Each sweep enumerates ServiceCall.All, so it reaches each call of the API.</summary>
    [Fact]
    public void Calls_All_AreSwept()
    {
        string[] names = [.. ServiceCall.All.Select(static call => call.Name)];

        Assert.Equal(
            ApiCalls.All.Select(static call => call.Name).Order(), ServiceCall.All.Select(static call => call.Call.Name).Distinct().Order());
        Assert.All(ServiceCall.All, static call => Assert.Equal(call.Call.IsStreamed, call.Response is null));
        Assert.Equal(names.Order(), ErrorTableTests.Cases.Select(static one => one.Data.Item2).Distinct().Order());
        Assert.Equal(
            names.Concat(["video", "wait"]).Order(), FaultTableTests.Cells.Select(static one => one.Data.Item2).Distinct().Order());
    }

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
