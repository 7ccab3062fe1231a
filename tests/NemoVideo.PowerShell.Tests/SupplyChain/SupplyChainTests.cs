using Xunit;

namespace NemoVideo.PowerShell.Tests.SupplyChain;

/// <summary>What the module is built from, tested with and shipped with.</summary>
public sealed class SupplyChainTests
{
    [Fact]
    public void Projects_All_HaveALockFile()
    {
        Assert.NotEmpty(LockFile.Projects);
        Assert.All(LockFile.Projects, project => Assert.True(File.Exists(LockFile.Of(project)), $"{project} has no lock file"));
    }

    [Fact]
    public void Packages_All_AreLockedWithTheirContent()
    {
        Assert.NotEmpty(LockFile.AllPackages);
        Assert.All(LockFile.AllPackages, package => Assert.Equal(64, Convert.FromBase64String(package.ContentHash).Length));
    }

    [Fact]
    public void Packages_All_HaveALicenceThatIsAllowed() => Assert.All(LockFile.AllPackages, package =>
    {
        var licence = Nuspec.Of(package).Licence;
        Assert.True(AllowedLicences.MayBeUsed(licence), $"{package.Id} {package.Version} is under '{licence}'");
    });

    [Fact]
    public void Packages_Shipped_HaveALicenceThatMayBePassedOn()
    {
        Assert.NotEmpty(ShippedPackages.All);
        Assert.All(ShippedPackages.All, package =>
        {
            var licence = Nuspec.Of(package).Licence;
            Assert.True(AllowedLicences.MayBeShipped(licence), $"{package.Id} {package.Version} is under '{licence}'");
        });
    }

    [Fact]
    public void Notices_InTheModule_NameExactlyWhatIsShipped()
    {
        var notices = File.ReadAllText(Path.Combine(ShippedPackages.Module, "THIRD-PARTY-NOTICES.txt")).ReplaceLineEndings("\n");
        var (list, texts) = (notices.Split("\nMIT\n")[0], notices[notices.IndexOf("\nMIT\n", StringComparison.Ordinal)..]);

        // Each paragraph behind the first is a package.
        Assert.Equal(ShippedPackages.All.Select(ShippedPackages.Notice), list.Split("\n\n", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Skip(1));
        Assert.All(
            ShippedPackages.All.Select(static package => AllowedLicences.NameOf(Nuspec.Of(package).Licence)).Distinct(),
            licence => Assert.Contains($"\n{licence}\n-", texts, StringComparison.Ordinal));
    }

    [Fact]
    public void Workflows_EachAction_IsNamedByItsCommit()
    {
        var uses = Directory.EnumerateFiles(Path.Combine(TestPaths.Repository, ".github", "workflows"))
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
    [InlineData("<license type='file'>MIT</license>", false, false)]
    [InlineData("<licenseUrl>https://example.com/MIT</licenseUrl>", false, false)]
    [InlineData("", false, false)]
    public void Licence_OfAnyPackage_IsAllowedByNameOnly(string metadata, bool mayBeShipped, bool mayBeUsed)
    {
        var licence = Nuspec.Parse($"<package xmlns='http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd'><metadata>{metadata}</metadata></package>").Licence;

        Assert.Equal((mayBeShipped, mayBeUsed), (AllowedLicences.MayBeShipped(licence), AllowedLicences.MayBeUsed(licence)));
    }
}
