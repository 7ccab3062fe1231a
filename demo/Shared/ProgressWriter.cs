using System.Diagnostics;
using System.Text;

namespace NemoVideo.Demo;

/// <summary>Passes lines on. If nothing was written for eight seconds, it writes which step is still running.</summary>
internal sealed class ProgressWriter : TextWriter
{
    /// <summary>The longest silence. Shorter than ten seconds, so that a busy computer has time to write the line.</summary>
    public static readonly TimeSpan MaxSilence = TimeSpan.FromSeconds(8);

    private readonly Lock _lock = new();
    private readonly TextWriter _output;
    private readonly Timer _timer;
    private string _step = "";
    private long _stepStart;

    public ProgressWriter(TextWriter output)
    {
        _output = output;
        _timer = new Timer(_ => WriteProgress(), state: null, MaxSilence, MaxSilence);
    }

    public override Encoding Encoding => _output.Encoding;

    /// <summary>Starts a step, and writes its name, such as <c>Starting the emulator</c>.</summary>
    public void StartStep(string step)
    {
        lock (_lock)
        {
            _step = step;
            _stepStart = Stopwatch.GetTimestamp();
        }

        WriteLine(step + "...");
    }

    public override void Write(char value) => throw new NotSupportedException("Write whole lines.");

    public override void WriteLine() => WriteLine("");

    public override void WriteLine(string? value)
    {
        lock (_lock)
        {
            _output.WriteLine(value);
            _output.Flush();
            _timer.Change(MaxSilence, MaxSilence);
        }
    }

    public override Task WriteLineAsync() => WriteLineAsync("");

    public override Task WriteLineAsync(string? value)
    {
        WriteLine(value);
        return Task.CompletedTask;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _timer.Dispose();
        }

        base.Dispose(disposing);
    }

    private void WriteProgress()
    {
        var seconds = Stopwatch.GetElapsedTime(_stepStart).TotalSeconds;
        WriteLine(FormattableString.Invariant($"Still running after {seconds:0} s: {_step}"));
    }
}
