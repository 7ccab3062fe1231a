namespace NemoVideo.Repository.Tests.SupplyChain;

/// <summary>
/// The licenses that the project allows. Shipped packages may be redistributed with a notice; tools and tests may use more
/// licenses. Some packages have a license URL or a license file instead of a license expression, so this class maps each URL, and the first
/// line of each file, to its license.
/// </summary>
internal static class AllowedLicenses
{
    private static readonly Dictionary<string, string> ByText = new(StringComparer.Ordinal)
    {
        ["https://github.com/dotnet/corefx/blob/master/LICENSE.TXT"] = "MIT",
        ["https://github.com/dotnet/standard/blob/master/LICENSE.TXT"] = "MIT",
        ["https://github.com/Microsoft/dotnet/blob/master/LICENSE"] = "MIT",
        ["https://github.com/PowerShell/PowerShell/blob/master/LICENSE.txt"] = "MIT",
        ["http://www.apache.org/licenses/LICENSE-2.0.html"] = "Apache-2.0",
        ["http://go.microsoft.com/fwlink/?LinkId=329770"] = "MS-.NET-Library",
        // The first line alone doesn't show whether terms were added, so such a package is never shipped.
        ["The MIT License (MIT)"] = "MIT-file",
    };

    private static readonly string[] Shipped = ["MIT", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0"];
    private static readonly string[] Used = [.. Shipped, "MS-.NET-Library", "MIT-file", "MPL-2.0"];

    /// <summary>Returns the license for a URL, or the argument if it isn't a known one.</summary>
    public static string NameOf(string license) => ByText.GetValueOrDefault(license, license);

    /// <summary>Returns true if the module may contain an assembly with this license.</summary>
    public static bool MayBeShipped(string license) => Shipped.Contains(NameOf(license), StringComparer.Ordinal);

    /// <summary>Returns true if the build and the tests may use a package with this license.</summary>
    public static bool MayBeUsed(string license) => Used.Contains(NameOf(license), StringComparer.Ordinal);
}
