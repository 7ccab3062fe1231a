namespace NemoVideo.PowerShell;

/// <summary>The connection of a command: -Connection, or that of the runspace, or a new one when the command first needs it.</summary>
internal sealed class CommandConnection(PipelineWriter output, NemoConnection? specified)
{
    private NemoConnection? _used = specified;
    private Task<NemoConnection>? _connecting;
    private NemoClient? _client;

    /// <summary>The connection, open or not; null before there is one.</summary>
    public NemoConnection? Known => _used ?? RunspaceDefaults.Current.Connection;

    /// <summary>The sessions of previous processes by ID; null before they were read.</summary>
    public IReadOnlyDictionary<string, NemoSession>? Recorded { get; set; }

    /// <summary>The name and ID of a session or an export, or the ID alone.</summary>
    public string Describe(string id)
    {
        var name = Known?.NameOf(id) ?? (Recorded?.TryGetValue(id, out var recorded) == true ? recorded.Name : null);
        return name is { Length: > 0 } ? $"'{name}' ({id})" : id;
    }

    /// <summary>The connection; null for none. Never connects.</summary>
    /// <exception cref="CommandException">The last Connect-Nemo failed.</exception>
    public NemoConnection? Find()
    {
        CommandException.ThrowIf(_used is null && RunspaceDefaults.Current.HasFailed, ErrorRecords.NotConnected);
        _used ??= RunspaceDefaults.Current.Connection;
        output.Display.ConnectionLog = _used?.Log ?? output.Display.ConnectionLog;
        return _used;
    }

    /// <summary>The connection. Connects if there is none.</summary>
    /// <exception cref="CommandException">There is no connection.</exception>
    public async Task<NemoConnection> ResolveAsync()
    {
        if (Find() is { } existing)
        {
            CommandException.ThrowIf(!existing.IsOpen, () => ErrorRecords.ConnectionClosed(existing));
            return existing;
        }

        CommandException.ThrowIf(RunspaceDefaults.IsConnectedElsewhere, ErrorRecords.NoConnectionInRunspace);
        var options = new NemoClientOptions { Observer = output.Display.ConnectionLog.Observer };
        return _used = await (_connecting ??= ConnectAsync(output, options));
    }

    /// <summary>The client of the connection, whose calls report to this command. Connects if there is none.</summary>
    public async Task<NemoClient> ResolveClientAsync()
    {
        var open = await ResolveAsync();
        return _client ??= open.Client.With(output.Display.Log.Observer);
    }

    /// <summary>Creates the default connection of the runspace.</summary>
    /// <exception cref="CommandException">The service can't be reached, or it rejects the token.</exception>
    public static async Task<NemoConnection> ConnectAsync(PipelineWriter output, NemoClientOptions options)
    {
        output.WriteHostLine("Setting things up...");
        var connected = await output.OrFailAsync(options.ApiUrl, async () =>
        {
            var client = await NemoClient.ConnectAsync(options, output.StopToken);
            try
            {
                await CheckTokenAsync(output, client);
                return client;
            }
            catch
            {
                client.Dispose();
                throw;
            }
        });
        output.WriteHostLine("Connected and ready.");
        return RunspaceDefaults.Current.Connect(connected, output.Display.ConnectionLog);
    }

    /// <summary>Fails if the service rejects the token, or if the URL has no API (404 without a service code).</summary>
    private static async Task CheckTokenAsync(PipelineWriter output, NemoClient client)
    {
        try
        {
            await client.GetCreditAsync(output.StopToken);
        }
        catch (NemoException exception) when (exception.Kind is NemoErrorKind.OutOfCredits or NemoErrorKind.ExportBlocked
            || (exception.Kind == NemoErrorKind.ServiceFailure
                && exception is not { StatusCode: HttpStatusCode.NotFound, ServiceCode: null }))
        {
            // Another failure of this endpoint may not affect the others. Without credits, finished videos can be downloaded.
            output.DebugResponse(exception);
        }
    }
}
