using System.Diagnostics;
using System.Net;
using System.Runtime.CompilerServices;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Http;

namespace NemoVideo.Client.Tests.Support;

/// <summary>
/// A separate process with a connection, for tests of environment variables and of data that processes share. It starts this
/// assembly again, which reads the credits instead of running tests.
/// </summary>
internal sealed class ClientProcess : IAsyncDisposable
{
    private const string ApiVariable = "NEMO_TEST_API";
    private const string HomeVariable = "NEMO_TEST_HOME";
    private const string TokenVariable = "NEMO_TEST_TOKEN";
    private const string ClientIdVariable = "NEMO_TEST_CLIENT_ID";
    private const string ProxyVariable = "NEMO_TEST_PROXY";

    private readonly Process _process;

    private ClientProcess(Process process) => _process = process;

    /// <summary>
    /// Starts a process and returns when it begins to connect. The proxy URL may contain user and password; without a token, it
    /// requests a free one.
    /// </summary>
    public static async Task<ClientProcess> StartAsync(
        Uri api, string home, string? token = null, string? clientId = null, string? proxy = null, params (string Name, string? Value)[] environment)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            ArgumentList = { typeof(ClientProcess).Assembly.Location },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment.Concat([
            (ApiVariable, api.AbsoluteUri), (HomeVariable, home), (TokenVariable, token), (ClientIdVariable, clientId), (ProxyVariable, proxy)]))
        {
            start.Environment[name] = value;
        }

        var process = new ClientProcess(Process.Start(start)!);
        Assert.Equal("connecting", await process._process.StandardOutput.ReadLineAsync(TestService.Ending));
        return process;
    }

    /// <summary>The output of the process: a result, or the error with its next step.</summary>
    public async Task<string> WaitForOutputAsync()
    {
        var output = await _process.StandardOutput.ReadToEndAsync(TestService.Ending) + await _process.StandardError.ReadToEndAsync(TestService.Ending);
        await _process.WaitForExitAsync(TestService.Ending);
        return output.Trim();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    // While the module initializer runs, no other thread can enter this assembly. All work here is on this thread and waits only for the client.
    [ModuleInitializer]
    internal static void Run()
    {
        if (Environment.GetEnvironmentVariable(ApiVariable) is null)
        {
            return;
        }

        Console.WriteLine("connecting");
        try
        {
            using var client = NemoClient.ConnectAsync(CreateOptions()).GetAwaiter().GetResult();
            var credit = client.GetCreditAsync().GetAwaiter().GetResult();
            Console.WriteLine($"{client.TokenSource} {credit.Available}");
        }
        catch (NemoException failure)
        {
            Console.WriteLine($"{failure.Kind}: {failure.Message} {failure.NextStep}");
        }

        Environment.Exit(0);
    }

    private static NemoClientOptions CreateOptions() => new()
    {
        ApiUrl = new Uri(Environment.GetEnvironmentVariable(ApiVariable)!),
        DataDirectory = Environment.GetEnvironmentVariable(HomeVariable),
        Token = Environment.GetEnvironmentVariable(TokenVariable),
        ClientId = Environment.GetEnvironmentVariable(ClientIdVariable),
        Limits = QuickLimits.Value,
        Proxy = Environment.GetEnvironmentVariable(ProxyVariable) is { Length: > 0 } proxy ? CreateProxy(new Uri(proxy)) : null,
    };

    private static WebProxy CreateProxy(Uri proxy) => new(proxy.GetLeftPart(UriPartial.Authority).Replace(proxy.UserInfo + "@", "", StringComparison.Ordinal))
    {
        Credentials = proxy.UserInfo.Split(':') is [var user, var password] ? new NetworkCredential(user, password) : null,
    };
}
