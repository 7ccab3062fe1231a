namespace NemoVideo.Emulator.Faults;

/// <summary>The fault rules that haven't been used up. If several rules match a request, the first one applies.</summary>
internal sealed class FaultPlan
{
    private readonly Lock _lock = new();
    private readonly List<FaultRule> _rules = [];

    public FaultPlan(EmulatorOptions options) => Add(options.Faults.Select(static line => FaultRule.Parse(line, isFromRequest: false)));

    public void Add(params IEnumerable<FaultRule> rules)
    {
        lock (_lock)
        {
            _rules.AddRange(rules);
        }
    }

    /// <summary>The rules that can still apply, in order.</summary>
    public IReadOnlyList<FaultRule> Snapshot()
    {
        lock (_lock)
        {
            return [.. _rules];
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _rules.Clear();
        }
    }

    /// <summary>Returns the fault for this request and counts it as one use of its rule. Null for none.</summary>
    public FaultRule? Take(HttpRequest request)
    {
        lock (_lock)
        {
            var index = _rules.FindIndex(rule => rule.Matches(request.Method, request.Path.Value ?? "/"));
            if (index < 0)
            {
                return null;
            }

            var rule = _rules[index];
            if (rule.Times > 1)
            {
                _rules[index] = rule with { Times = rule.Times - 1 };
            }
            else
            {
                _rules.RemoveAt(index);
            }

            return rule;
        }
    }
}
