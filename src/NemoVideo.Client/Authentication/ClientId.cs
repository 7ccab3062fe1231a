using System.Text;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Storage;

namespace NemoVideo.Client.Authentication;

/// <summary>
/// The ID that free tokens are counted by: a UUID. Whoever has it can renew the anonymous user's token, so it is a credential:
/// kept for its owner alone (0600 in a folder of 0700). It is kept because a new one on every run reaches the limit per
/// address (protocol section 1).
/// </summary>
internal sealed class ClientId
{
    private const string Variable = "NEMO_CLIENT_ID";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly string? _path;

    private ClientId(string value, bool isGiven, string? path)
    {
        Value = value;
        IsGiven = isGiven;
        _path = path;
    }

    public string Value { get; private set; }

    /// <summary>The ways to write it, each of them as much a secret as the others.</summary>
    public string[] Spellings => [Value, Guid.Parse(Value).ToString("D"), Guid.Parse(Value).ToString("N")];

    /// <summary>Whether it is the user's own, which is never replaced.</summary>
    public bool IsGiven { get; }

    /// <param name="given">The caller's own; null: <c>NEMO_CLIENT_ID</c>, else the kept one, else a new one.</param>
    /// <param name="path">Where it is kept; null keeps nothing.</param>
    public static ClientId Get(string? given, string? path)
    {
        var id = given ?? Environment.GetEnvironmentVariable(Variable);
        return !string.IsNullOrWhiteSpace(id) ? new ClientId(Check(id!.Trim(), isOfEnvironment: given is null), isGiven: true, path)
            : path is null ? new ClientId(CreateNew(), isGiven: false, path)
            : new ClientId(AtFile(path, () => Read(path) ?? Keep(path, refused: null)), isGiven: false, path);
    }

    /// <summary>Makes a new one where the service refuses this one, and keeps it in its place.</summary>
    public void Replace()
    {
        var refused = Value;
        Value = _path is null ? CreateNew() : AtFile(_path, () => Keep(_path, refused));
    }

    private static string Check(string id, bool isOfEnvironment) => IsOne(id)
        ? id
        : throw new NemoException(
            NemoErrorKind.InvalidArgument,
            isOfEnvironment ? $"The environment variable {Variable} holds no UUID." : "The client id that was given is no UUID.",
            $"Set {Variable} to a UUID, or remove it so that the one that is kept on this computer is used.");

    /// <summary>A UUID in any form. One of its forms may hold line ends, which no header can carry.</summary>
    private static bool IsOne(string id) => Guid.TryParse(id, out _) && id.All(static character => character is > ' ' and <= '~');

    private static string CreateNew() => Guid.NewGuid().ToString();

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

    /// <summary>The kept ID; null if there is none, or one that no header could carry.</summary>
    private static string? Read(string path)
    {
        var file = new PrivateFile(path);
        file.Restrict();
        return file.Read() is { } bytes && Encoding.UTF8.GetString(bytes).Trim() is var kept && IsOne(kept) ? kept : null;
    }

    /// <summary>Keeps a new ID; if another process was first, its ID counts.</summary>
    private static string Keep(string path, string? refused)
    {
        PrivateFolder.Create(Path.GetDirectoryName(path)!);
        using var held = FileLock.TakeAsync(path + ".lock", Patience, CancellationToken.None).GetAwaiter().GetResult();
        if (Read(path) is { } kept && kept != refused)
        {
            return kept;
        }

        var id = CreateNew();
        new PrivateFile(path).Write(Encoding.UTF8.GetBytes(id + Environment.NewLine));
        return id;
    }
}
