namespace NemoVideo.Packing;

/// <summary>
/// Writes the files that describe the module: its manifest, its bill of materials, its readme and the metadata of its package.
/// </summary>
/// <param name="repository">The root of the repository.</param>
/// <param name="output">The output folder.</param>
/// <param name="projectUrl">The URL of the repository without a slash at the end. Empty if it's unknown.</param>
/// <param name="files">The files of the module that are copied unchanged.</param>
internal sealed class ModuleDescription(string repository, string output, string projectUrl, IReadOnlyList<ModuleFile> files)
{
    public void Write()
    {
        Directory.CreateDirectory(output);
        var manifest = new ModuleManifest(Read("NemoVideo.psd1"));
        var releaseNotes = ReleaseNotes.Of(Read("CHANGELOG.md"), manifest.Version);
        var packages = LockedPackage.ReadAll(Path.Combine(repository, "src", "NemoVideo.PowerShell", "packages.lock.json"));
        string[] added = ["NemoVideo.psd1", "README.md", "sbom.cdx.json"];
        string[] contents =
        [
            manifest.Complete(files.Select(static file => file.LayoutPath).Concat(added), releaseNotes, projectUrl),
            PackageReadme.Of(Read("README.md"), projectUrl, manifest.Version),
            new BillOfMaterials(manifest, packages, LicenseNotices.Read(Read("THIRD-PARTY-NOTICES.txt"))).Create(files),
        ];
        foreach (var (name, content) in added.Zip(contents))
        {
            File.WriteAllText(Path.Combine(output, name), content);
        }

        File.WriteAllText(Path.Combine(output, "NemoVideo.nuspec"), ModuleNuspec.Of(manifest, releaseNotes, projectUrl) + "\n");
    }

    private string Read(string name) => File.ReadAllText(Path.Combine(repository, name));
}
