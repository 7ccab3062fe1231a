using System.Diagnostics;
using System.Globalization;

namespace NemoVideo.Client.Tests.Support;

/// <summary>
/// Another local user, created for the tests that use it and deleted afterwards. Only root can create one; otherwise these tests
/// are skipped.
/// </summary>
public sealed class SecondAccount : IDisposable
{
    /// <summary>The folder of the programs that manage users. PATH can lack it.</summary>
    private const string Tools = "/usr/sbin";

    private readonly string _name = $"nemo-{Guid.NewGuid():N}".Substring(0, 20);

    public SecondAccount()
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root" || !File.Exists(Path.Combine(Tools, "useradd")))
        {
            return;
        }

        Run("useradd", "--no-create-home", "--user-group", "--shell", "/bin/sh", _name);
        Id = uint.Parse(Run("id", "--user", _name), CultureInfo.InvariantCulture);
        Group = uint.Parse(Run("id", "--group", _name), CultureInfo.InvariantCulture);
    }

    public uint Id { get; }

    public uint Group { get; }

    public string Name => _name;

    /// <summary>Skips the test if there is no second user.</summary>
    public void Require() => Assert.SkipUnless(Id > 0, "TWO-USER TEST SKIPPED: only root on Linux can create the second account.");

    /// <summary>Runs a shell command as that user. <c>$1</c>, <c>$2</c> … are the arguments.</summary>
    public string Shell(string command, params string[] arguments) => Run(
        "setpriv", [$"--reuid={Id}", $"--regid={Group}", "--clear-groups", "sh", "-c", "umask 022; " + command, "sh", .. arguments]);

    /// <summary>Makes that user the owner of a file or folder.</summary>
    public void Own(string path) => Run("chown", "--no-dereference", _name, path);

    public void AddMember(string user) => Run("usermod", "--append", "--groups", _name, user);

    public void RemoveMember(string user) => Run("gpasswd", "--delete", user, _name);

    public void Dispose()
    {
        if (Id > 0)
        {
            Run("userdel", "--force", _name);
        }
    }

    private static string Run(string program, params string[] arguments)
    {
        var tool = Path.Combine(Tools, program);
        var start = new ProcessStartInfo(File.Exists(tool) ? tool : program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output.Trim() : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {errors}");
    }
}
