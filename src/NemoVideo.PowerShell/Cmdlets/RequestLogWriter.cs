using NemoVideo.PowerShell.Connections;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>Writes the client's traces and warnings for a cmdlet.</summary>
internal static class RequestLogWriter
{
    public static void Write(StoppableCommand command, RequestLog log)
    {
        // With -Debug alone, PowerShell would prompt at each verbose line, also after a charged request.
        var bound = command.MyInvocation.BoundParameters;
        var isDebugOnly = bound.ContainsKey("Debug") && !bound.ContainsKey("Verbose");
        while (log.TryTakeLine(out var line))
        {
            if (isDebugOnly)
            {
                command.WriteDebug(line);
            }
            else
            {
                command.WriteVerbose(line);
            }
        }

        while (log.TryTakeWarning(out var warning))
        {
            command.WriteWarning(warning);
        }
    }

    /// <summary>Writes the response to the debug stream. The client has removed secrets from it.</summary>
    public static void WriteRawResponse(StoppableCommand command, NemoException exception)
    {
        if (exception.RawResponse is { Length: > 0 } response)
        {
            command.WriteDebug($"Response of the service: {response}");
        }
    }
}
