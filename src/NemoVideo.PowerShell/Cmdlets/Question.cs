using System.Management.Automation.Host;

namespace NemoVideo.PowerShell.Cmdlets;

internal static class Question
{
    /// <summary>Asks before something is charged. The default is no; -Confirm:$false answers yes. Null if the host can't ask.</summary>
    public static bool? TryAsk(this NemoCommand command, string question, string caption)
    {
        if (command.MyInvocation.BoundParameters.TryGetValue("Confirm", out var confirm) && !LanguagePrimitives.IsTrue(confirm))
        {
            return true;
        }

        var (yesToAll, noToAll) = (false, false);
        try
        {
            // At the end of a redirected input, the console host would use the default answer instead of reporting an error.
            return command.Host.Name == "ConsoleHost" && Console.IsInputRedirected ? null
                : command.ShouldContinue(question, caption, hasSecurityImpact: true, ref yesToAll, ref noToAll);
        }
        catch (Exception exception) when (exception is HostException or PSInvalidOperationException or NotImplementedException)
        {
            return null;
        }
    }
}
