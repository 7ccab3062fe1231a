
namespace NemoVideo.Repository.Tests.Payloads;

/// <summary>
/// Each payload uses only types and members that its framework or the payload itself has. The reference assemblies of .NET Framework show
/// this without Windows. The payload for .NET 10 is compiled with other builds of the shared libraries than those that it is loaded with.
/// </summary>
public sealed class FrameworkClosureTests
{
    private static readonly string Bin = Path.Combine(SupplyChain.ShippedPackages.Module, "bin");
    private static readonly string FrameworkReferences = SourceTree.Metadata("FrameworkReferences");
    private static readonly string PowerShellReference = Path.Combine(AppContext.BaseDirectory, "System.Management.Automation.dll");

    /// <summary>The reference assemblies of .NET Framework 4.7.2, and System.Management.Automation.</summary>
    private static IEnumerable<string> Framework =>
        [
            // System.EnterpriseServices.Thunk.dll and .Wrapper.dll aren't assemblies.
            .. Directory.EnumerateFiles(FrameworkReferences, "*.dll")
                .Where(static path => !Path.GetFileName(path).StartsWith("System.EnterpriseServices.", StringComparison.Ordinal)),
            .. Directory.EnumerateFiles(Path.Combine(FrameworkReferences, "Facades"), "*.dll"),
            PowerShellReference,
        ];

    /// <summary>The assemblies of .NET 10, and System.Management.Automation.</summary>
    private static IEnumerable<string> Net =>
        [
            .. Directory.EnumerateFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "*.dll")
                .Where(static path => Path.GetFileName(path) is var name
                    && (name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.Win32.", StringComparison.Ordinal)
                        || name is "netstandard.dll" or "mscorlib.dll")),
            PowerShellReference,
        ];

    [Fact]
    public void NetStandardPayload_EachReference_ExistsInFramework() =>
        Assert.Empty(FindMissing(Framework, "netstandard2.0", "shared", "loader/netstandard2.0"));

    [Fact]
    public void NetPayload_EachReference_ExistsInNet() => Assert.Empty(FindMissing(Net, "net10.0", "shared", "loader/net8.0"));

    [Fact]
    public void NetPayload_ReferenceToLaterFramework_IsFound()
    {
        var missing = FindMissing(Framework, "net10.0", "shared");

        // An assembly, a type, and a member of a type that exists.
        Assert.All(
            ["assembly System.Runtime 10.", "type System.Collections.Generic.IAsyncEnumerable`1", "System.String: System.Boolean Contains("],
            expected => Assert.Contains(missing, one => one.StartsWith($"NemoVideo.Client: {expected}", StringComparison.Ordinal)));
    }

    private static IReadOnlyList<string> FindMissing(IEnumerable<string> host, params string[] folders)
    {
        var payload = folders.SelectMany(static folder => Directory.EnumerateFiles(Path.Combine(Bin, folder), "*.dll"));
        using var closure = new AssemblyClosure(host, payload);
        return closure.FindMissing();
    }
}
