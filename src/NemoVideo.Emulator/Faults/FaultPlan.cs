using NemoVideo.Emulator.Configuration;

namespace NemoVideo.Emulator.Faults;

/// <summary>The faults still to come. Each fires as often as it says; where several match, the one given first.</summary>
internal sealed class FaultPlan
{
    private readonly Lock _gate = new();
    private readonly List<(FaultSpecification Fault, int Left)> _faults = [];

    public FaultPlan(EmulatorOptions options)
    {
        foreach (var line in options.Faults)
        {
            Add(line);
        }
    }

    /// <exception cref="FormatException">The line is no fault.</exception>
    public void Add(string line)
    {
        var fault = FaultSpecification.Parse(line);
        lock (_gate)
        {
            _faults.Add((fault, fault.Times));
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _faults.Clear();
        }
    }

    /// <summary>The fault that this request is to meet, used up by one; null for none.</summary>
    public FaultSpecification? Take(string method, string path)
    {
        lock (_gate)
        {
            var index = _faults.FindIndex(entry => entry.Fault.Matches(method, path));
            if (index < 0)
            {
                return null;
            }

            var (fault, left) = _faults[index];
            if (fault.Times == int.MaxValue)
            {
                return fault;
            }

            if (left <= 1)
            {
                _faults.RemoveAt(index);
            }
            else
            {
                _faults[index] = (fault, left - 1);
            }

            return fault;
        }
    }
}
