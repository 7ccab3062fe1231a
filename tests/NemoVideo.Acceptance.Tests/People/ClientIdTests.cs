namespace NemoVideo.Acceptance.Tests.People;

/// <summary>
/// A client ID in the form that the vendor's own shell snippet writes. It is the user's account, with its credits (people.md 4).
/// </summary>
[Trait("Source", "The vendor's skill: client-<epoch>-<number>")]
public sealed class ClientIdTests(SharedEmulator shared) : IClassFixture<SharedEmulator>
{
    private const string Guid = "6f1c0d5e-3a52-4b0e-9d3c-0a4f2b7c8d11";

    // 64 characters.
    private const string Longest = "client-1764288000-0123456789012345678901234567890123456789012345";

    [Theory]
    [InlineData("client-1-2", "\n")]
    [InlineData("client-1-2", "")]
    [InlineData(Longest, "\n")]
    [InlineData(Guid, "\n")]
    public async Task ConnectNemo_ExistingClientIdFile_KeepsTheFileAndTheAccount(string clientId, string lineEnd)
    {
        await using var setup = await shared.StartAsync();
        var user = await AddAccountAsync(setup, clientId);
        await File.WriteAllTextAsync(Path.Combine(setup.Home, "client_id"), clientId + lineEnd, TestContext.Current.CancellationToken);

        var output = await setup.RunAsync("(Connect-Nemo -PassThru 6> $null).UserId");

        Assert.Equal(user, output.WithoutErrors().Single().ToString());
        var kept = await File.ReadAllTextAsync(Path.Combine(setup.Home, "client_id"), TestContext.Current.CancellationToken);
        Assert.Equal(clientId, kept.Trim());
    }

    [Fact]
    public async Task ConnectNemo_ClientIdFileInTheVendorsFolder_KeepsTheFileAndTheAccount()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "On Windows, HOME doesn't determine the user's folder.");
        await using var setup = await shared.StartAsync();
        var user = await AddAccountAsync(setup, "client-1-2");
        setup.Folder.Create("user/.config/nemovideo");
        var file = setup.Folder["user/.config/nemovideo/client_id"];
        await File.WriteAllTextAsync(file, "client-1-2\n", TestContext.Current.CancellationToken);

        // The process is used by other tests too.
        var output = await setup.RunAsync(
            """
            $user, $config, $data = $env:HOME, $env:XDG_CONFIG_HOME, $env:XDG_DATA_HOME
            try {
                $env:HOME = "$PWD/user"
                $env:NEMO_HOME = $env:XDG_CONFIG_HOME = $env:XDG_DATA_HOME = $null
                (Connect-Nemo -PassThru 6> $null).UserId
                Disconnect-Nemo
            } finally { $env:HOME, $env:XDG_CONFIG_HOME, $env:XDG_DATA_HOME = $user, $config, $data }
            """);

        Assert.Equal(user, output.WithoutErrors().Single().ToString());
        Assert.Equal("client-1-2\n", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("client-1-2")]
    [InlineData(Longest)]
    [InlineData(Guid)]
    public async Task ConnectNemo_ClientIdInTheEnvironment_UsesTheAccount(string clientId)
    {
        await using var setup = await shared.StartAsync();
        var user = await AddAccountAsync(setup, clientId);
        setup.Environment["NEMO_CLIENT_ID"] = clientId;

        var output = await setup.RunAsync("(Connect-Nemo -PassThru 6> $null).UserId");

        Assert.Equal(user, output.WithoutErrors().Single().ToString());
    }

    // As if the vendor's snippet had been used before. The emulator's user depends only on the client ID.
    private static async Task<string> AddAccountAsync(TestSetup setup, string clientId)
    {
        await setup.Emulator.RevokeTokensAsync();
        using var http = new HttpClient { BaseAddress = setup.Emulator.Url };
        http.DefaultRequestHeaders.Add("X-Client-Id", clientId);
        using var response = await http.PostAsync(
            new Uri("/api/auth/anonymous-token", UriKind.Relative), content: null, TestContext.Current.CancellationToken);
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var user = body.RootElement.GetProperty("data").GetProperty("user_id").GetString()!;
        // The token has expired since then.
        await setup.Emulator.RevokeTokensAsync();
        return user;
    }
}
