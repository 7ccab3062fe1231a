namespace NemoVideo.PowerShell;

/// <content>The error records for the connection.</content>
internal static partial class ErrorRecords
{
    public static ErrorRecord NoConnectionInRunspace() => Create(
        "NemoNoConnectionInRunspace",
        "This cmdlet didn't connect automatically, because another script block, thread job or tab in the same PowerShell process is "
            + "already connected or has tried to connect and failed. They don't share connections.",
        "Run Connect-Nemo here, too. If you use ForEach-Object -Parallel or Start-ThreadJob, you can share one connection instead. "
            + "Before the script block, run Connect-Nemo and then $nemo = Get-NemoConnection. In the script block, add -Connection "
            + "$using:nemo to each cmdlet.");

    public static ErrorRecord NoConnection() =>
        Create("NemoNoConnection", "There is no connection to close.", "To connect, run Connect-Nemo.");

    public static ErrorRecord NotConnected() => Create(
        "NemoNotConnected",
        "The last Connect-Nemo command in this PowerShell session failed or was stopped. To avoid using the wrong account, this cmdlet "
            + "didn't connect automatically.",
        "Run Connect-Nemo again, or specify a connection with -Connection.");

    public static ErrorRecord ConnectionClosed(object connection) => Create(
        "NemoConnectionClosed", "Disconnect-Nemo closed the connection.",
        "Run Connect-Nemo again. If you use -Connection, specify the new connection.", connection);

    public static ErrorRecord InvalidToken() =>
        Invalid("The value of -Token is neither a SecureString nor a string.", "Pass a SecureString or a string to -Token.");

    public static ErrorRecord ProxyCredentialWithoutProxy() => Create(
        "NemoProxyCredentialWithoutProxy", "-ProxyCredential requires -Proxy.", "Specify the URL of the proxy with -Proxy.");
}
