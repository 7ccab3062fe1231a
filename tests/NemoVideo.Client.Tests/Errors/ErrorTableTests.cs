using System.Text.RegularExpressions;
using NemoVideo.Client.Errors;

namespace NemoVideo.Client.Tests.Errors;

/// <summary>Each failure of protocol section 2, in each response shape, for each kind of call.</summary>
public sealed partial class ErrorTableTests
{
    public static TheoryData<string, string, string> Cases
    {
        get
        {
            var data = new HashSet<(string, string, string)>();
            foreach (var row in ErrorTable.Expectations)
            {
                foreach (var call in ServiceCall.All.Where(call => row.Groups.Any(group => group.Split('/')[0] == call.Group)))
                {
                    data.Add((row.Failure, call.Name, row.IsFree ? "free token" : "own token"));
                }
            }

            return [.. data];
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Call_EachFailureInEachShape_MatchesExpectations(string failure, string call, string user)
    {
        var fails = ErrorTable.Failures[failure];
        var called = ServiceCall.Named(call);
        var rows = ErrorTable.Expectations.Where(row => row.Failure == failure && row.IsFree == (user == "free token")).ToList();
        var differences = new List<string>();

        // A page with the status 400 isn't the service's rejection of a client ID. ClientIdTests tests it.
        foreach (var shape in ErrorTable.Shapes.Where(
            shape => shape.Fits(fails) && (failure, call, shape.Name) is not ("400", "token", "status, page")
                && rows.Exists(row => row.Covers(called.Group, shape))))
        {
            var expected = rows.Single(row => row.Covers(called.Group, shape));
            await using var service = await FailingService.StartAsync(called, expected.IsFree, _ => shape.ReplyOf(fails));

            var error = await Assert.ThrowsAsync<NemoException>(service.RunAsync);

            differences.AddRange(Compare(expected, error, service.Seen, shape, fails).Select(difference => $"{shape.Name}: {difference}"));
        }

        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    private static IEnumerable<string> Compare(
        ErrorExpectation expected, NemoException error, string seen, ErrorShape shape, ErrorFailure failure)
    {
        if (error.Kind != expected.Kind)
        {
            yield return $"is {error.Kind}";
        }

        if (seen != expected.Trace)
        {
            yield return $"the service saw '{seen}' instead of '{expected.Trace}'";
        }

        foreach (var text in Missing(expected.MessageParts, error.Message, shape, failure).Concat(Missing(expected.NextStep, $"{error.NextStep} {error.Action}", shape, failure)))
        {
            yield return $"'{text}' is missing in '{error.Message}' / '{error.NextStep}'";
        }

        if (!PlainSentence().IsMatch(error.Message) || !PlainSentence().IsMatch(error.NextStep))
        {
            yield return $"not a plain sentence: '{error.Message}' / '{error.NextStep}'";
        }

        if (error.RawResponse != shape.BodyOf(failure))
        {
            yield return $"the response was not retained: '{error.RawResponse}'";
        }

        if (error.ToString().Contains("nmv_usr_", StringComparison.Ordinal))
        {
            yield return "the token is shown";
        }
    }

    private static IEnumerable<string> Missing(string[] expected, string expectedText, ErrorShape shape, ErrorFailure failure) => expected
        .Where(text => text != "{message}" || shape.HasMessage)
        .Select(text => text == "{message}" ? failure.Message : text)
        .Where(text => !expectedText.Contains(text, StringComparison.Ordinal));

    [GeneratedRegex(@"^[A-Z][^{}<>\[\]\r\n]*\.$")]
    private static partial Regex PlainSentence();
}
