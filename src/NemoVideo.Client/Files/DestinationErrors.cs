namespace NemoVideo.Client.Files;

/// <summary>Creates the errors of writing a file.</summary>
internal static class DestinationErrors
{
    /// <summary>The error for a failure of the file system, with the video's final path.</summary>
    public static NemoException ToException(string path, Exception failure, string? renderId, bool isOfJob)
    {
        var (message, advice, alternative) = Describe(path, failure);
        if (isOfJob)
        {
            return new NemoException(NemoErrorKind.FileAccess, message, $"{advice}, and then run the same job again.", failure);
        }

        advice = $"{advice}, {alternative}.{(renderId is null ? "" : " The service still has the video.")}";
        return new NemoException(NemoErrorKind.FileAccess, message, advice, failure)
        {
            Action = NemoAction.DownloadAgain,
            ActionTarget = renderId,
        };
    }

    /// <summary>The same for a file that isn't a video of the service.</summary>
    public static NemoException OfTextFile(string path, Exception failure)
    {
        var (message, advice, alternative) = Describe(path, failure);
        return new NemoException(NemoErrorKind.FileAccess, message, $"{advice}, {alternative}.", failure);
    }

    private static (string Message, string Advice, string Alternative) Describe(string path, Exception failure)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var (problem, advice, alternative) = DiskSpace.IsUsedUp(failure)
            ? ($"There isn't enough disk space in '{folder}' for '{Path.GetFileName(path)}'", "Free up disk space", "or use another disk")
            : ($"The file '{path}' can't be saved",
                HeldFile.Advice(failure, path, "Check that the folder exists and that you can write to it"), "or use another folder");
        return ($"{problem}: {failure.Message}", advice, alternative);
    }
}
