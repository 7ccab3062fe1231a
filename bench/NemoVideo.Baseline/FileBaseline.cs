namespace NemoVideo.Baseline;

/// <summary>Lists and reads files.</summary>
public static class FileBaseline
{
    /// <summary>Reads each file of a folder and its subfolders.</summary>
    /// <returns>The number of files.</returns>
    public static int ReadAll(string folder)
    {
        var count = 0;
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            count += File.ReadAllBytes(file).Length > 0 ? 1 : 0;
        }

        return count;
    }
}
