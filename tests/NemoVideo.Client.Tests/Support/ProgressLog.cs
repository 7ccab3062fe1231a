namespace NemoVideo.Client.Tests.Support;

/// <summary>Records progress on the reporting thread. <see cref="Progress{T}"/> would report too late for a test.</summary>
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
