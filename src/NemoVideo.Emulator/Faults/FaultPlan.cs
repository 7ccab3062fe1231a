using NemoVideo.Emulator.Configuration;

namespace NemoVideo.Emulator.Faults;

/// <summary>The rules that still apply. If several match a request, the first one is used.</summary>
internal sealed class FaultPlan
{
    private readonly Lock _lock = new();
    private readonly List<(FaultRule Rule, int Remaining)> _rules = [];

    public FaultPlan(EmulatorOptions options)
    {
        foreach (var line in options.Faults)
        {
            Add(line);
        }
    }

    /// <exception cref="FormatException">The line isn't a fault.</exception>
    public void Add(string line)
    {
        var rule = FaultRule.Parse(line);
        lock (_lock)
        {
            _rules.Add((rule, rule.Times));
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _rules.Clear();
        }
    }

    /// <summary>The fault for this request, which counts as one use of its rule. Null for none.</summary>
    public FaultRule? Take(string method, string path)
    {
        lock (_lock)
        {
            var index = _rules.FindIndex(entry => entry.Rule.Matches(method, path));
            if (index < 0)
            {
                return null;
            }

            var (rule, remaining) = _rules[index];
            if (rule.Times == int.MaxValue)
            {
                return rule;
            }

            if (remaining <= 1)
            {
                _rules.RemoveAt(index);
            }
            else
            {
                _rules[index] = (rule, remaining - 1);
            }

            return rule;
        }
    }
}
