using NemoVideo.PowerShell.Progress;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>
/// Carries work to the pipeline thread, the only thread that writes. Work is a sequence of actions for that thread, and what it waits for in
/// between runs beside it. The next action is requested when the one before it is done.
/// </summary>
/// <typeparam name="T">What the work is about, such as an upload.</typeparam>
/// <param name="command">The command that starts the work, and stops it.</param>
/// <param name="run">Runs an action, or the failure of the work, and handles its exception. After an exception, the work ends.</param>
/// <param name="progress">Shown while the pipeline thread waits.</param>
/// <param name="ended">Called when work has ended.</param>
/// <param name="readsAhead">Whether the next action is requested before, so that an action can wait for those after it.</param>
internal sealed class Pump<T>(
    NemoCommand command, Action<T, Action> run, IProgressDisplay? progress = null, Action<T>? ended = null, bool readsAhead = false)
    where T : class
{
    /// <summary>A fast stream mustn't delay the next input.</summary>
    private const int MaxRounds = 64;

    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(2);

    private readonly List<Work> _running = [];

    /// <summary>The number of items that are running, except the one whose action is being run.</summary>
    public int Count => _running.Count;

    /// <summary>What is running, in the order of its start.</summary>
    public IEnumerable<T> Running => _running.Select(static work => work.Item);

    public void Start(T item, IAsyncEnumerable<Action> actions) =>
        _running.Add(Request(new Work(item, actions.GetAsyncEnumerator(command.Calls.StopToken))));

    /// <summary>Runs actions until at most this number of items is running.</summary>
    public void WaitUntilRunning(int count)
    {
        RunArrived();
        while (_running.Count > count)
        {
            RunNext();
        }
    }

    /// <summary>Runs what has arrived, without waiting for more.</summary>
    public void RunArrived()
    {
        for (var round = 0; round < MaxRounds && RunRound(); round++)
        {
            // One action of each item.
        }
    }

    /// <summary>Waits until there is an action, and runs it.</summary>
    public void RunNext()
    {
        progress?.Show();
        while (!RunRound())
        {
            command.Calls.WaitForAny([.. _running.Select(static work => work.Next)], progress);
        }
    }

    /// <summary>Forgets what is running, which is being canceled.</summary>
    public IReadOnlyList<T> Abandon()
    {
        var running = _running.ToArray();
        _running.Clear();
        foreach (var work in running.Where(static work => work.Next.IsCompleted))
        {
            work.Dispose();
        }

        return [.. running.Select(static work => work.Item)];
    }

    /// <summary>Runs one action of each item that has one. False for none.</summary>
    private bool RunRound()
    {
        var arrived = _running.FindAll(static work => work.Next.IsCompleted);
        foreach (var work in arrived)
        {
            // An error can have ended all others first.
            if (_running.Contains(work))
            {
                Run(work);
            }
        }

        return arrived.Count > 0;
    }

    /// <summary>Runs the action of an item that has arrived, or ends the item.</summary>
    private void Run(Work work)
    {
        command.Calls.CheckStop();
        var next = work.Next;
        if (next.Status != TaskStatus.RanToCompletion || !next.Result)
        {
            _running.Remove(work);
            End(work);
            if (next.Status != TaskStatus.RanToCompletion)
            {
                run(work.Item, () => next.GetAwaiter().GetResult());
            }
        }
        else if (readsAhead)
        {
            var action = work.Actions.Current;
            Request(work);
            run(work.Item, action);
        }
        else
        {
            var index = _running.IndexOf(work);
            _running.RemoveAt(index);
            var hasMore = false;
            try
            {
                run(work.Item, () =>
                {
                    work.Actions.Current();
                    hasMore = Request(work).Next is not { Status: TaskStatus.RanToCompletion, Result: false };
                });
            }
            finally
            {
                if (hasMore)
                {
                    _running.Insert(Math.Min(index, _running.Count), work);
                }
                else
                {
                    End(work);
                }
            }
        }
    }

    private Work Request(Work work)
    {
        work.Next = command.Calls.Begin(_ => work.Actions.MoveNextAsync().AsTask());
        return work;
    }

    private void End(Work work)
    {
        work.Dispose();
        ended?.Invoke(work.Item);
    }

    private sealed class Work(T item, IAsyncEnumerator<Action> actions) : IDisposable
    {
        public T Item => item;

        public IAsyncEnumerator<Action> Actions => actions;

        /// <summary>Whether there is another action.</summary>
        public Task<bool> Next { get; set; } = Task.FromResult(false);

        /// <summary>Ends the requests. What holds them up is left to the process.</summary>
        public void Dispose() => actions.DisposeAsync().AsTask().ContinueWith(static _ => { }, TaskScheduler.Default).Wait(EndTimeout);
    }
}
