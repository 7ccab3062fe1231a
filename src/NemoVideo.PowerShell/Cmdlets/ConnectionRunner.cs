using System.Net;
using NemoVideo.PowerShell.Connections;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>Connects to the service for a cmdlet.</summary>
internal sealed class ConnectionRunner(NemoCommand command)
{
    /// <summary>Creates the default connection of the runspace. A failure is a terminating error.</summary>
    public NemoConnection Connect(NemoClientOptions options) => command.RunOrThrow(options.ApiUrl, () =>
    {
        command.WriteHostLine("Setting things up...");
        var client = command.Calls.Wait(token => NemoClient.ConnectAsync(options, token));
        try
        {
            CheckToken(client);
        }
        catch
        {
            client.Dispose();
            throw;
        }

        command.WriteHostLine("Connected and ready.");
        return RunspaceDefaults.Current.Connect(client);
    });

    /// <summary>Fails if the service rejects the token, or if the URL has no API (404 without a service code).</summary>
    private void CheckToken(NemoClient client)
    {
        try
        {
            command.Calls.Wait(token => client.GetCreditAsync(token));
        }
        catch (NemoException exception) when (exception.Kind is NemoErrorKind.OutOfCredits or NemoErrorKind.ExportBlocked
            || (exception.Kind == NemoErrorKind.ServiceFailure && exception is not { StatusCode: HttpStatusCode.NotFound, ServiceCode: null }))
        {
            // Another failure of this endpoint may not affect the others. Without credits, finished videos can be downloaded.
            command.WriteRawResponse(exception);
        }
    }
}
