using System.Text;

namespace NemoVideo.Packing;

/// <summary>
/// Writes the files that describe the module: its manifest, its bill of materials, its readme and the metadata of its package.
/// </summary>
internal sealed class ModuleDescription(DescriptionArguments arguments)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>The files that this class adds to the module.</summary>
    private static readonly string[] Added = ["NemoVideo.psd1", "README.md", BillOfMaterials.FileName];

    public void Write()
    {
        Directory.CreateDirectory(arguments.Output);
        var manifest = new ModuleManifest(File.ReadAllText(arguments.Manifest));
        var releaseNotes = ReleaseNotes.Of(File.ReadAllText(arguments.Changelog), manifest.Version);
        var files = arguments.Files.Select(static file => file.LayoutPath).Concat(Added);
        var bill = new BillOfMaterials(
            manifest,
            LockedPackages.Read(arguments.LockFile),
            LicenseNotices.Read(File.ReadAllText(arguments.Notices)));

        WriteFile("NemoVideo.psd1", manifest.Complete(files, releaseNotes, arguments.ProjectUrl));
        WriteFile("README.md", PackageReadme.Of(File.ReadAllText(arguments.Readme), arguments.ProjectUrl, manifest.Version));
        WriteFile(BillOfMaterials.FileName, bill.Create(arguments.Files));
        WriteFile("NemoVideo.nuspec", ModuleNuspec.Of(manifest, releaseNotes, arguments.ProjectUrl) + "\n");
    }

    private void WriteFile(string name, string content) => File.WriteAllText(Path.Combine(arguments.Output, name), content, Utf8);
}
