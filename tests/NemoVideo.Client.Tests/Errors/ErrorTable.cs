using NemoVideo.Client.Errors;

namespace NemoVideo.Client.Tests.Errors;

/// <summary>The reviewed tables of failures, response shapes and expected errors.</summary>
internal static class ErrorTable
{
    private const string None = "-";

    public static IReadOnlyDictionary<string, ErrorFailure> Failures { get; } = Read("failures.tsv")
        .ToDictionary(static row => row[0], static row => new ErrorFailure(row[0], OrNull(row[1]), OrNull(row[2]), row[3]));

    public static IReadOnlyList<ErrorShape> Shapes { get; } =
        [.. Read("shapes.tsv").Select(static row => new ErrorShape(row[0], row[1], row[2], row[3]))];

    public static IReadOnlyList<ErrorExpectation> Expectations { get; } =
    [
        .. Read("expectations.tsv").Select(static row => new ErrorExpectation(
            row[0], row[1] == "free", row[2].Split(' '), Enum.Parse<NemoErrorKind>(row[3]), row[4].Split("; "), row[5].Split("; "), row[6])),
    ];

    public static ErrorShape Shape(string name) => Shapes.Single(shape => shape.Name == name);

    private static string? OrNull(string cell) => cell == None ? null : cell;

    private static IEnumerable<string[]> Read(string name) => File
        .ReadLines(Path.Combine(AppContext.BaseDirectory, "Errors", name))
        .Where(static line => line.Length > 0 && line[0] != '#')
        .Select(static line => line.Split('\t'));
}
