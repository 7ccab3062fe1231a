using System.Text.RegularExpressions;

namespace NemoVideo.Client.Files;

/// <summary>The rules for paths of this system. Methods that take the system as a parameter are for tests on the other one.</summary>
public static class PathRules
{
    private const int MaxDigits = 20;

    private static readonly Regex Digits = new("[0-9]+", RegexOptions.CultureInvariant);

    private const string LongPrefix = @"\\?\";
    private const string LongSharePrefix = @"\\?\UNC\";

    internal static bool IsWindows { get; } = Path.DirectorySeparatorChar == '\\';

    /// <summary>How the names of files are compared.</summary>
    internal static StringComparison Comparison { get; } = ComparisonOn(IsWindows);

    /// <summary>Whether a path doesn't depend on a current drive or folder, as C:a.mp4 and \a.mp4 do on Windows.</summary>
    public static bool IsFullyQualified(string path) => IsFullyQualified(path, IsWindows);

    internal static bool IsFullyQualified(string path, bool isWindows) => !isWindows ? path.StartsWith("/", StringComparison.Ordinal)
        : path.Length > 2 && IsSeparator(path[2]) && path[1] == ':' || path.Length > 2 && IsSeparator(path[0]) && IsSeparator(path[1]);

    /// <summary>
    /// A text that is the same for paths of the same file. On Windows, the case, the kind of separator, and the prefix <c>\\?\</c> of a
    /// long path make no difference.
    /// </summary>
    /// <param name="path">The path. A relative path is relative to the folder of the process.</param>
    public static string KeyOf(string path) => KeyOf(Path.GetFullPath(path), IsWindows);

    internal static string KeyOf(string full, bool isWindows) => isWindows ? WithoutPrefix(full).ToUpperInvariant() : full;

    /// <summary>The part of a full path below a folder; null if the path is not below the folder.</summary>
    public static string? Below(string path, string folder) => Below(path, folder, IsWindows);

    internal static string? Below(string path, string folder, bool isWindows)
    {
        var separator = isWindows ? '\\' : '/';
        var (file, root) = isWindows ? (WithoutPrefix(path), WithoutPrefix(folder)) : (path, folder);
        root = root.TrimEnd(separator) + separator;
        return file.StartsWith(root, ComparisonOn(isWindows)) ? file.Substring(root.Length) : null;
    }

    /// <summary>The full path of a file or folder without links, which also name it. On Windows, the path as it is.</summary>
    /// <param name="full">The full path.</param>
    /// <param name="folder">Its folder without links; null if it isn't known.</param>
    public static string WithoutLinks(string full, string? folder = null)
    {
#if NET
        if (!IsWindows && Path.GetDirectoryName(full) is { } parent)
        {
            var path = Path.Combine(folder ?? WithoutLinks(parent), Path.GetFileName(full));
            return new FileInfo(path) is { LinkTarget: not null } link && link.ResolveLinkTarget(returnFinalTarget: false) is { } target
                ? WithoutLinks(target.FullName) : path;
        }
#endif
        return full;
    }

    /// <summary>
    /// Sorts paths in the same order on each system and in each culture: clip2 before clip10 (lossless-cut 844), in each Unicode form, and
    /// a separator is less than each character of a name.
    /// </summary>
    public static string SortKey(string path) => SortKey(path, IsWindows);

    internal static string SortKey(string path, bool isWindows) => Digits.Replace(
        Normalize(path).Replace(isWindows ? '\\' : '/', '\0'),
        static number => number.Value.TrimStart('0').PadLeft(MaxDigits, '0')) + '\0' + path;

    /// <summary>The Unicode form C of a name. Windows allows half surrogates in names, which have none.</summary>
    public static string Normalize(string name) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(name)).Normalize();

    private static StringComparison ComparisonOn(bool isWindows) =>
        isWindows ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    private static string WithoutPrefix(string full) =>
        full.StartsWith(LongSharePrefix, StringComparison.OrdinalIgnoreCase) ? @"\\" + full.Substring(LongSharePrefix.Length)
        : full.StartsWith(LongPrefix, StringComparison.Ordinal) && full.Length > 5 && full[5] == ':' ? full.Substring(LongPrefix.Length)
        : full;

    private static bool IsSeparator(char character) => character is '\\' or '/';
}
