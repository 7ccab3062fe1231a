
namespace NemoVideo.Repository.Tests.SupplyChain;

/// <summary>Tests the packages that the module is built, tested and shipped with.</summary>
public sealed class SupplyChainTests
{
    [Fact]
    public void Projects_All_HaveLockFile()
    {
        Assert.NotEmpty(LockFile.Projects);
        Assert.All(LockFile.Projects, project => Assert.True(File.Exists(LockFile.Of(project)), $"{project} has no lock file"));
    }

    /// <summary>MSBuild uses the nearest file of each name. Above the repository, it could be a file of another user.</summary>
    [Theory]
    [InlineData("Directory.Build.rsp")]
    [InlineData("Directory.Build.props")]
    [InlineData("Directory.Build.targets")]
    [InlineData("Directory.Packages.props")]
    [InlineData("Directory.Solution.props")]
    [InlineData("Directory.Solution.targets")]
    public void BuildFile_SearchedInParentFolders_IsInTheRepository(string name) =>
        Assert.True(File.Exists(Path.Combine(SourceTree.Root, name)));

    [Fact]
    public void Packages_All_AreLockedWithContentHash()
    {
        Assert.NotEmpty(LockFile.AllPackages);
        Assert.All(LockFile.AllPackages, package => Assert.Equal(64, Convert.FromBase64String(package.ContentHash).Length));
    }

    [Fact]
    public void Packages_All_HaveAllowedLicense() => Assert.All(LockFile.AllPackages, package =>
    {
        var license = Nuspec.Of(package).License;
        Assert.True(AllowedLicenses.MayBeUsed(license), $"{package.Id} {package.Version} is under '{license}'");
    });

    [Fact]
    public void Packages_Shipped_HaveRedistributableLicense()
    {
        Assert.NotEmpty(ShippedPackages.All);
        Assert.All(ShippedPackages.All, package =>
        {
            var license = Nuspec.Of(package).License;
            Assert.True(AllowedLicenses.MayBeShipped(license), $"{package.Id} {package.Version} is under '{license}'");
        });
    }

    [Fact]
    public void Notices_OfModule_ListExactlyShippedPackages()
    {
        var notices = File.ReadAllText(Path.Combine(ShippedPackages.Module, "THIRD-PARTY-NOTICES.txt")).ReplaceLineEndings("\n");
        var (list, texts) = (notices.Split("\nMIT\n")[0], notices[notices.IndexOf("\nMIT\n", StringComparison.Ordinal)..]);

        // Each paragraph after the first describes a package.
        Assert.Equal(ShippedPackages.All.Select(ShippedPackages.Notice), list.Split("\n\n", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Skip(1));
        Assert.All(
            ShippedPackages.All.Select(static package => AllowedLicenses.NameOf(Nuspec.Of(package).License)).Distinct(),
            license => Assert.Contains($"\n{license}\n-", texts, StringComparison.Ordinal));
    }

    /// <summary>The launcher prints the first line of the demo, so it must be built at once.</summary>
    [Fact]
    public void DemoLauncher_Project_HasNoPackage() =>
        Assert.Empty(LockFile.Read(LockFile.Of(LockFile.Projects.Single(static path => path.EndsWith("NemoVideo.Demo.Launcher.csproj", StringComparison.Ordinal)))));

    /// <summary>Windows PowerShell reads a script without a byte order mark in the system's code page.</summary>
    [Fact]
    public void TestScripts_NotOnlyAscii_HaveByteOrderMark() => Assert.All(
        Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "tests", "NemoVideo.PowerShell.Tests"), "*.ps1").Select(File.ReadAllBytes).Where(static bytes => bytes.Any(static one => one > 127)),
        static bytes => Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]));

    [Fact]
    public void Workflows_EachAction_IsPinnedToCommit()
    {
        var uses = Directory.EnumerateFiles(Path.Combine(SourceTree.Root, ".github", "workflows"))
            .SelectMany(File.ReadLines).Where(static line => line.Contains("uses:", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(uses);
        Assert.All(uses, static line => Assert.Matches("^ +- uses: [a-z/-]+@[0-9a-f]{40} # v[0-9.]+$", line));
    }

    [Theory]
    [InlineData("<license type='expression'>MIT</license>", true, true)]
    [InlineData("<license type='expression'>BSD-3-Clause</license><licenseUrl>https://licenses.nuget.org/BSD-3-Clause</licenseUrl>", true, true)]
    [InlineData("<licenseUrl>http://go.microsoft.com/fwlink/?LinkId=329770</licenseUrl>", false, true)]
    [InlineData("<license type='expression'>GPL-3.0-only</license>", false, false)]
    [InlineData("<license type='expression'>MIT OR GPL-3.0-only</license>", false, false)]
    [InlineData("<license type='file'>The MIT License (MIT)</license><licenseUrl>https://aka.ms/deprecateLicenseUrl</licenseUrl>", false, true)]
    [InlineData("<license type='file'>MIT with changes</license>", false, false)]
    [InlineData("<licenseUrl>https://example.com/MIT</licenseUrl>", false, false)]
    [InlineData("", false, false)]
    public void License_OfPackage_IsAllowedOnlyByName(string metadata, bool mayBeShipped, bool mayBeUsed)
    {
        // The name of a license file is its first line here.
        var xml = $"<package xmlns='http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd'><metadata>{metadata}</metadata></package>";
        var license = Nuspec.Parse(xml, static file => file).License;

        Assert.Equal((mayBeShipped, mayBeUsed), (AllowedLicenses.MayBeShipped(license), AllowedLicenses.MayBeUsed(license)));
    }
}
