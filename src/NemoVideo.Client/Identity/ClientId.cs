namespace NemoVideo.Client.Identity;

/// <summary>
/// The id that free tokens are counted by: a UUID, no secret. Kept, since a new one on every run runs into the limit
/// per address (protocol section 1).
/// </summary>
internal static class ClientId
{
    /// <param name="given">The caller's own; null: <c>NEMO_CLIENT_ID</c>, else the kept one, else a new one.</param>
    /// <param name="path">Where it is kept; null keeps nothing.</param>
    public static string Get(string? given, string? path)
    {
        var id = given ?? Environment.GetEnvironmentVariable("NEMO_CLIENT_ID");
        if (!string.IsNullOrWhiteSpace(id))
        {
            return id!.Trim();
        }

        if (path is null)
        {
            return Guid.NewGuid().ToString();
        }

        try
        {
            return File.Exists(path) && File.ReadAllText(path).Trim() is { Length: > 0 } kept ? kept : Keep(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new NemoException(
                NemoErrorKind.FileAccess,
                $"The client id cannot be kept in '{path}': {exception.Message}",
                "Make the folder writable, set NEMO_CLIENT_ID, set NEMO_HOME to a folder that is writable, or use -NoCache.",
                exception);
        }
    }

    /// <summary>Keeps a new id; where another process was first, its id counts.</summary>
    private static string Keep(string path)
    {
        var id = Guid.NewGuid().ToString();
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var draft = $"{path}.{id}.part";
        File.WriteAllText(draft, id + Environment.NewLine);
        try
        {
            // What is there is empty, left by a process that broke off; otherwise Get would have taken it.
            AtomicMove.Move(draft, path, overwrite: File.Exists(path) && new FileInfo(path).Length == 0);
            return id;
        }
        catch (IOException) when (File.Exists(path))
        {
            return File.ReadAllText(path).Trim() is { Length: > 0 } theirs ? theirs : id;
        }
        finally
        {
            File.Delete(draft);
        }
    }
}
