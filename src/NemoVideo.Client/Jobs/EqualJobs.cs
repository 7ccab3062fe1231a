namespace NemoVideo.Client.Jobs;

/// <summary>Numbers the jobs of a run that have the same hash, in the order of the input, so that each finds its own record.</summary>
internal sealed class EqualJobs(JobRecords records)
{
    private readonly Dictionary<string, (int Count, int Known)> _counts = new(StringComparer.Ordinal);

    /// <summary>The next number, from 1, and how many jobs with this hash had a record before this run.</summary>
    public (int Number, int Known) Take(string hash)
    {
        lock (_counts)
        {
            var (count, known) = CountOf(hash);
            _counts[KeyOf(hash)] = (count + 1, known);
            return (count + 1, known);
        }
    }

    /// <summary>Gives the last number back.</summary>
    public void Return(string hash)
    {
        lock (_counts)
        {
            var (count, known) = CountOf(hash);
            _counts[KeyOf(hash)] = (count - 1, known);
        }
    }

    /// <summary>Whether this run or a previous one has several jobs with this hash.</summary>
    public bool HasSeveral(string hash)
    {
        lock (_counts)
        {
            return CountOf(hash).Count > 1 || records.Exists(JobIdentity.Of(hash, 2));
        }
    }

    private (int Count, int Known) CountOf(string hash)
    {
        if (_counts.TryGetValue(KeyOf(hash), out var count))
        {
            return count;
        }

        var known = 0;
        while (records.Exists(JobIdentity.Of(hash, known + 1)))
        {
            known++;
        }

        return (0, known);
    }

    /// <summary>A part of the hash is enough to tell the jobs of a run apart, and takes less memory.</summary>
    private static string KeyOf(string hash) => hash.Substring(0, 16);
}
