using System.Diagnostics;
using System.Net;
using System.Runtime.CompilerServices;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Exports;
using NemoVideo.Client.Http;

namespace NemoVideo.Client.Tests.Support;

/// <summary>
/// A separate process with a connection, for tests of environment variables and of data that processes share. It starts this
/// assembly again, which runs the requested work instead of tests.
/// </summary>
internal sealed class ClientProcess : IAsyncDisposable
{
    /// <summary>Reads the credits.</summary>
    public const string Credit = "credit";

    /// <summary>Creates a session, uploads, edits, renders, and saves the video as <c>v.mp4</c> in the home folder.</summary>
    public const string Workflow = "workflow";

    /// <summary>Downloads the render <c>r</c> from <c>/v.mp4</c> of the API to <c>v.mp4</c> in the home folder.</summary>
    public const string Download = "download";

    private const string WorkVariable = "NEMO_TEST_WORK";
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
        string work, Uri api, string home, string? token = null, string? clientId = null, string? proxy = null, params (string Name, string? Value)[] environment)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            ArgumentList = { typeof(ClientProcess).Assembly.Location },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment.Concat([
            (WorkVariable, work), (ApiVariable, api.AbsoluteUri), (HomeVariable, home), (TokenVariable, token), (ClientIdVariable, clientId), (ProxyVariable, proxy)]))
        {
            start.Environment[name] = value;
        }

        var process = new ClientProcess(Process.Start(start)!);
        Assert.Equal("connecting", await process._process.StandardOutput.ReadLineAsync(Workbench.Ending));
        return process;
    }

    /// <summary>The output of the process: a result, or the error with its next step.</summary>
    public async Task<string> WaitForOutputAsync()
    {
        var output = await _process.StandardOutput.ReadToEndAsync(Workbench.Ending) + await _process.StandardError.ReadToEndAsync(Workbench.Ending);
        await _process.WaitForExitAsync(Workbench.Ending);
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
        if (Environment.GetEnvironmentVariable(WorkVariable) is not { Length: > 0 } work)
        {
            return;
        }

        Console.WriteLine("connecting");
        try
        {
            using var client = NemoClient.ConnectAsync(CreateOptions()).GetAwaiter().GetResult();
            Console.WriteLine(work == Credit ? AskForCredit(client) : work == Download ? Save(client) : RunWorkflow(client));
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

    private static string AskForCredit(NemoClient client)
    {
        var credit = client.GetCreditAsync().GetAwaiter().GetResult();
        return $"{client.TokenSource} {credit.Available}";
    }

    private static string Save(NemoClient client)
    {
        var job = new RenderJob("r", RenderStatus.Completed, 100, new Uri(client.ApiUrl, "v.mp4"), null, null, null);
        client.SaveRenderAsync(job, Path.Combine(Environment.GetEnvironmentVariable(HomeVariable)!, "v.mp4")).GetAwaiter().GetResult();
        return "saved";
    }

    private static string RunWorkflow(NemoClient client)
    {
        var home = Directory.CreateDirectory(Environment.GetEnvironmentVariable(HomeVariable)!).FullName;
        File.WriteAllBytes(Path.Combine(home, "a.mp4"), [.. MediaHead.Of("a.mp4"), .. new byte[300_000]]);
        var session = client.CreateSessionAsync("Summer").GetAwaiter().GetResult();
        client.UploadFileAsync(session.Id, Path.Combine(home, "a.mp4")).GetAwaiter().GetResult();
        AsyncEnumerable.ToListAsync(client.EditAsync(session.Id, "add a title")).AsTask().GetAwaiter().GetResult();
        var job = client.SubmitRenderAsync(client.GetStateAsync(session.Id).GetAwaiter().GetResult()).GetAwaiter().GetResult();
        job = client.WaitForRenderAsync(job.Id).GetAwaiter().GetResult();
        client.SaveRenderAsync(job, Path.Combine(home, "v.mp4")).GetAwaiter().GetResult();
        return "saved";
    }
}
