using System.Globalization;
using NemoVideo.Client.Jobs;

namespace NemoVideo.Client.Tests.Jobs;

/// <summary>Which lines of a log can follow each other. A log with any other line is damaged, and nothing is sent.</summary>
public sealed class JobStateTests
{
    private const string ToMessage = "Start; Session; Upload 0 Done; ";

    [Theory]
    [InlineData("Session", false)]
    [InlineData("Start; Session; Session", true)]
    [InlineData(ToMessage + "Message 0 Sending; Session", false)]
    [InlineData("Start; Upload 0 Sending", false)]
    [InlineData("Start; Session; Upload 1 Sending", false)]
    [InlineData("Start; Session; Upload 0 Sending; Upload 0 Refused; Upload 0 Sending; Upload 0 Done; Upload 1 Sending", true)]
    [InlineData("Start; Message 0 Sending", false)]
    [InlineData("Start; Session; Upload 0 Sending; Message 0 Sending", false)]
    [InlineData(ToMessage + "Message 1 Sending", false)]
    [InlineData(ToMessage + "Message 0 Sending; Message 0 Sending", false)]
    [InlineData(ToMessage + "Message 0 Sending; Message 1 Sending", false)]
    [InlineData(ToMessage + "Message 0 Sending; Message 0 Refused; Message 0 Sending; Message 0 Done; Message 1 Sending", true)]
    [InlineData(ToMessage + "Message 0 Sending; Message 0", false)]
    [InlineData(ToMessage + "Message 0 Sending; Message 0 Unchanged; Message 0 Done", true)]
    [InlineData(ToMessage + "Message 0 Sending; Message 0 Refused; Message 0 Refused", false)]
    [InlineData(ToMessage + "Message 0 Sending; Message 0 Refused; Message 0", false)]
    [InlineData(ToMessage + "Message 0 Sending; Message 0 Refused; Message 0 Done", true)]
    [InlineData(ToMessage + "Message 0 Done", false)]
    [InlineData(ToMessage + "Message 0 Sending; Render", false)]
    [InlineData(ToMessage + "Message 0 Sending; Message 0 Done; Render", true)]
    public void Apply_Lines_AreInOrder(string lines, bool isPossible)
    {
        var error = Record.Exception(() => lines.Split("; ").Aggregate(JobState.Empty, static (state, line) => state.Apply(Parse(line))));

        Assert.Equal(isPossible ? null : typeof(InvalidDataException), error?.GetType());
    }

    private static JobLine Parse(string text)
    {
        var parts = text.Split(' ');
        return new JobLine(Enum.Parse<JobLineKind>(parts[0]))
        {
            Session = "s",
            Render = "r",
            Before = "b",
            Number = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : null,
            State = parts.Length > 2 ? Enum.Parse<JobLineState>(parts[2]) : null,
        };
    }
}
