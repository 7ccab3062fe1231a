namespace NemoVideo.Client.Tests.Support;

/// <summary>Notes progress on the thread that reports it; <see cref="Progress{T}"/> would come too late for a test.</summary>
internal sealed class ProgressLog<T>(Action<T>? onReport = null) : IProgress<T>
{
    private readonly Lock _gate = new();
    private readonly List<T> _reports = [];

    public IReadOnlyList<T> Reports
    {
        get
        {
            lock (_gate)
            {
                return [.. _reports];
            }
        }
    }

    public void Report(T value)
    {
        lock (_gate)
        {
            _reports.Add(value);
        }

        onReport?.Invoke(value);
    }
}
