using Xunit;

namespace NemoVideo.PowerShell.Tests.Payloads;

/// <summary>
/// The payload for Windows PowerShell uses only types and members that .NET Framework 4.7.2 or the payload itself has. The reference
/// assemblies of .NET Framework show this without Windows.
/// </summary>
public sealed class FrameworkClosureTests
{
    private static readonly string Bin = Path.Combine(SupplyChain.ShippedPackages.Module, "bin");

    /// <summary>The reference assemblies of .NET Framework 4.7.2, and System.Management.Automation.</summary>
    private static IEnumerable<string> Host =>
        [
            // System.EnterpriseServices.Thunk.dll and .Wrapper.dll aren't assemblies.
            .. Directory.EnumerateFiles(TestPaths.FrameworkReferences, "*.dll")
                .Where(static path => !Path.GetFileName(path).StartsWith("System.EnterpriseServices.", StringComparison.Ordinal)),
            .. Directory.EnumerateFiles(Path.Combine(TestPaths.FrameworkReferences, "Facades"), "*.dll"),
            Path.Combine(TestPaths.PowerShellReferences, "System.Management.Automation.dll"),
        ];

    [Fact]
    public void NetStandardPayload_EachReference_ExistsInFramework() =>
        Assert.Empty(FindMissing("netstandard2.0", "shared", "loader/netstandard2.0"));

    [Fact]
    public void NetPayload_ReferenceToLaterFramework_IsFound()
    {
        var missing = FindMissing("net10.0", "shared");

        // An assembly, a type, and a member of a type that exists.
        Assert.All(
            ["assembly System.Runtime 10.", "type System.Collections.Generic.IAsyncEnumerable`1", "System.String: System.Boolean Contains("],
            expected => Assert.Contains(missing, one => one.StartsWith($"NemoVideo.Client: {expected}", StringComparison.Ordinal)));
    }

    private static IReadOnlyList<string> FindMissing(params string[] folders)
    {
        var payload = folders.SelectMany(static folder => Directory.EnumerateFiles(Path.Combine(Bin, folder), "*.dll"));
        using var closure = new AssemblyClosure(Host, payload);
        return closure.FindMissing();
    }
}
