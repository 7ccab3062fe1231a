namespace NemoVideo.PowerShell.Tests.SupplyChain;

/// <summary>
/// What may be used. Shipped is what anybody may pass on with a notice; tools and tests may be a little more. Packages from before
/// licences had names give an address: each stands here with what is to be read there.
/// </summary>
internal static class AllowedLicences
{
    private static readonly Dictionary<string, string> ByAddress = new(StringComparer.Ordinal)
    {
        ["https://github.com/dotnet/standard/blob/master/LICENSE.TXT"] = "MIT",
        ["https://github.com/PowerShell/PowerShell/blob/master/LICENSE.txt"] = "MIT",
        ["http://go.microsoft.com/fwlink/?LinkId=329770"] = "MS-.NET-Library",
    };

    private static readonly string[] Shipped = ["MIT", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0"];
    private static readonly string[] Used = [.. Shipped, "MS-.NET-Library"];

    /// <summary>The licence by its name; as it was where nothing is known of it.</summary>
    public static string NameOf(string licence) => ByAddress.GetValueOrDefault(licence, licence);

    /// <summary>Whether an assembly of such a package may lie in the module.</summary>
    public static bool MayBeShipped(string licence) => Shipped.Contains(NameOf(licence), StringComparer.Ordinal);

    /// <summary>Whether such a package may be built and tested with.</summary>
    public static bool MayBeUsed(string licence) => Used.Contains(NameOf(licence), StringComparer.Ordinal);
}
