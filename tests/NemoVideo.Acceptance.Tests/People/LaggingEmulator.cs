using System.Diagnostics;

namespace NemoVideo.Acceptance.Tests.People;

/// <summary>
/// An emulator whose state lags behind an edit. The lag is counted in requests instead of seconds, so that a slow computer changes nothing.
/// </summary>
public sealed class LaggingEmulator : SharedEmulator
{
    private long _lastRequest;

    internal async Task<TestSetup> StartAsync()
    {
        var setup = await base.StartAsync();
        // With this token, the test can read the state too.
        setup.Environment["NEMO_TOKEN"] = Emulator.UserToken;
        return setup;
    }

    /// <summary>Starts the lag as soon as a session of the test has a clip: its state remains as it is now.</summary>
    internal async Task StartLagAsync()
    {
        var clock = Stopwatch.StartNew();
        string? sessionId;
        while ((sessionId = (await SessionsAsync()).FirstOrDefault(static session => session.UploadCount > 0)?.Id) is null)
        {
            if (clock.Elapsed > TimeSpan.FromSeconds(60))
            {
                throw new HarnessException("The emulator didn't receive a clip.");
            }

            await Task.Delay(20);
        }

        using var http = new HttpClient { BaseAddress = Emulator.Url };
        http.DefaultRequestHeaders.Authorization = new("Bearer", Emulator.UserToken);
        var state = await http.GetStringAsync(new Uri($"/api/state/nemo_agent/me/{sessionId}/latest", UriKind.Relative));
        await Emulator.AddFaultsAsync($"GET /api/state/*: answer 200 {state} x*");
        _lastRequest = (await Emulator.RequestsAsync())[^1].Id;
    }

    /// <summary>Waits for the end of a command. The lag ends when the state was read several times after the message.</summary>
    /// <param name="command">The command, which is running.</param>
    /// <param name="reads">The number of reads.</param>
    internal async Task<PowerShellOutput> EndLagAsync(Task<PowerShellOutput> command, int reads)
    {
        while (!command.IsCompleted)
        {
            var afterMessage = (await Emulator.RequestsAsync())
                .Where(request => request.Id > _lastRequest)
                .SkipWhile(static request => request.Path != "/run_sse");
            if (afterMessage.Count(static request => request.Path.StartsWith("/api/state/", StringComparison.Ordinal)) >= reads)
            {
                await Emulator.ClearFaultsAsync();
                break;
            }

            await Task.WhenAny(command, Task.Delay(20));
        }

        return await command;
    }
}
