using System.Security.Cryptography;
using NemoVideo.Client.Uploads;

namespace NemoVideo.Client.Jobs;

/// <summary>Splits jobs into shards, so that several machines can share them without coordination.</summary>
public static class JobShard
{
    /// <summary>
    /// The shard of a job, from 0 to <paramref name="count"/> - 1. It depends on the names and lengths of the files, the URLs and the
    /// messages, but not on folders, contents or their order, so that it is the same on each machine.
    /// </summary>
    /// <param name="job">The job.</param>
    /// <param name="count">The number of shards, at least 1.</param>
    /// <exception cref="NemoException">A file can't be read (<see cref="NemoErrorKind.FileAccess"/>).</exception>
    public static int Of(VideoJob job, int count)
    {
        if (count == 1)
        {
            return 0;
        }

        // A length before each text, so that no two lists of texts are the same text.
        var texts = job.Inputs.Select(KeyOf).OrderBy(static key => key, StringComparer.Ordinal).Concat(JobIdentity.MessagesOf(job));
        var key = string.Concat(texts.Select(static text => $"{text.Length}:{text}"));
        using var sha = SHA256.Create();
        return (int)(BitConverter.ToUInt32(sha.ComputeHash(Encoding.UTF8.GetBytes(key)), 0) % (uint)count);
    }

    private static string KeyOf(string input)
    {
        if (UrlText.ParseWeb(input) is { } url)
        {
            return UrlText.WithoutSignature(url);
        }

        try
        {
            return $"{PathRules.Normalize(Path.GetFileName(input))}|{new FileInfo(input).Length}";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw MediaFile.NotReadable(Path.GetFileName(input), exception);
        }
    }
}
