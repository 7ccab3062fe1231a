namespace NemoVideo.Client.Identity;

/// <summary>
/// The id that free tokens are counted by: a UUID, no secret. Kept, since a new one on every run runs into the limit
/// per address (protocol section 1).
/// </summary>
internal sealed class ClientId
{
    private const string Variable = "NEMO_CLIENT_ID";

    private readonly string? _path;

    private ClientId(string value, bool isGiven, string? path)
    {
        Value = value;
        IsGiven = isGiven;
        _path = path;
    }

    public string Value { get; private set; }

    /// <summary>Whether it is the user's own, which is never replaced.</summary>
    public bool IsGiven { get; }

    /// <param name="given">The caller's own; null: <c>NEMO_CLIENT_ID</c>, else the kept one, else a new one.</param>
    /// <param name="path">Where it is kept; null keeps nothing.</param>
    public static ClientId Get(string? given, string? path)
    {
        var id = given ?? Environment.GetEnvironmentVariable(Variable);
        return !string.IsNullOrWhiteSpace(id) ? new ClientId(Check(id!.Trim(), isOfEnvironment: given is null), isGiven: true, path)
            : path is null ? new ClientId(MakeNew(), isGiven: false, path)
            : new ClientId(AtFile(path, () => Read(path) ?? Keep(path, refused: null)), isGiven: false, path);
    }

    /// <summary>Makes a new one where the service refuses this one, and keeps it in its place.</summary>
    public void Replace()
    {
        var refused = Value;
        Value = _path is null ? MakeNew() : AtFile(_path, () => Keep(_path, refused));
    }

    private static string Check(string id, bool isOfEnvironment) => IsOne(id)
        ? id
        : throw new NemoException(
            NemoErrorKind.InvalidArgument,
            isOfEnvironment ? $"The environment variable {Variable} holds no UUID." : "The client id that was given is no UUID.",
            $"Set {Variable} to a UUID, or remove it so that the one that is kept on this computer is used.");

    /// <summary>A UUID in any form. One of its forms may hold line ends, which no header can carry.</summary>
    private static bool IsOne(string id) => Guid.TryParse(id, out _) && id.All(static character => character is > ' ' and <= '~');

    private static string MakeNew() => Guid.NewGuid().ToString();

    private static string AtFile(string path, Func<string> work)
    {
        try
        {
            return work();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new NemoException(
                NemoErrorKind.FileAccess,
                $"The client id cannot be kept in '{path}': {exception.Message}",
                $"Make the folder writable, set {Variable}, set NEMO_HOME to a folder that is writable, or use -NoCache.",
                exception);
        }
    }

    /// <summary>The kept id; null where there is none, or what no header could carry.</summary>
    private static string? Read(string path) =>
        File.Exists(path) && File.ReadAllText(path).Trim() is var kept && IsOne(kept) ? kept : null;

    /// <summary>Keeps a new id; where another process was first, its id counts.</summary>
    private static string Keep(string path, string? refused)
    {
        var id = MakeNew();
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var draft = $"{path}.{id}.part";
        File.WriteAllText(draft, id + Environment.NewLine);
        try
        {
            // What is there is refused, or none, such as the empty file of a process that broke off.
            AtomicMove.Move(draft, path, overwrite: File.Exists(path) && Read(path) is var kept && (kept is null || kept == refused));
            return id;
        }
        catch (IOException) when (File.Exists(path))
        {
            return Read(path) ?? id;
        }
        finally
        {
            File.Delete(draft);
        }
    }
}
