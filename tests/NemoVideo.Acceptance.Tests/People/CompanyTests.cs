namespace NemoVideo.Acceptance.Tests.People;

/// <summary>
/// Computers of companies: a proxy that rejects the credentials (people.md 15), where a second attempt can lock the domain account, and
/// Constrained Language mode (people.md 19).
/// </summary>
public sealed class CompanyTests(SharedEmulator emulator) : IClassFixture<SharedEmulator>
{
    private const string Connect =
        "$password = ConvertTo-SecureString -String 'wrong' -AsPlainText -Force\n"
        + "Connect-Nemo -ApiUrl https://api.nemo.test -Token nmv_usr_x -Proxy $env:TEST_PROXY -Option $quick "
        + "-ProxyCredential ([pscredential]::new('CORP\\anna', $password))";

    [Theory]
    [Trait("Source", "Azure/azure-powershell 26402")]
    [InlineData("Basic realm=\"corp\"")]
    [InlineData("Digest realm=\"corp\", nonce=\"abc\", qop=\"auth\"")]
    [InlineData("NTLM", "Basic realm=\"corp\"")]
    public async Task ConnectNemo_ProxyRejectsCredentials_MakesOneAttemptAndErrorSaysWhatToDo(params string[] schemes)
    {
        await using var proxy = RawServer.Start(async request =>
        {
            var offers = schemes.Select(static scheme => $"\nProxy-Authenticate: {scheme}");
            await request.RespondAsync($"HTTP/1.1 407 Proxy Authentication Required{string.Concat(offers)}");
            return true;
        });
        await using var setup = await emulator.StartAsync();
        setup.Environment["TEST_PROXY"] = proxy.Url.AbsoluteUri;

        var output = await setup.RunAsync(Connect);

        var error = Assert.Single(output.Errors);
        Assert.Equal("NemoConnectionFailed", error.Id);
        Assert.All(
            ["-ProxyCredential", proxy.Url.Authority, .. schemes.Select(static scheme => scheme.Split(' ')[0])],
            fact => Assert.Contains(fact, error.Text, StringComparison.Ordinal));
        // A client sends the credentials after the proxy has named the schemes.
        var attempts = proxy.Requests.ToLookup(static request => request.Header("Proxy-Authorization").Length > 0);
        Assert.InRange(attempts[false].Count(), 0, 1);
        Assert.InRange(attempts[true].Count(), 0, 1);
    }

    [Fact]
    [Trait("Source", "MSAL.PS 50")]
    public async Task ImportModule_ConstrainedLanguage_WorksOrErrorSaysWhatToDo()
    {
        await using var setup = await emulator.StartAsync();

        var output = await setup.RunAsync($$"""
            $state = [initialsessionstate]::CreateDefault2()
            $state.LanguageMode = 'ConstrainedLanguage'
            $runspace = [runspacefactory]::CreateRunspace($state)
            $runspace.Open()
            $shell = [powershell]::Create($runspace)
            $null = $shell.AddScript({
                try {
                    Import-Module -Name '{{TestPaths.Module}}' -ErrorAction Stop
                    Get-NemoCredit -ErrorAction Stop 6> $null
                } catch {
                    $_
                }
            })
            $shell.Invoke()
            $runspace.Dispose()
            """);

        Assert.All(output.Errors, static error =>
        {
            Assert.Matches("(?i)constrained ?language", error.Text);
            Assert.Matches("(?i)administrator|policy|sign|trust|full ?language", error.Text);
        });
    }
}
