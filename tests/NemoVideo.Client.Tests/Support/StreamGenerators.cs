using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace NemoVideo.Client.Tests.Support;

/// <summary>Splits and damage of streams for the property tests.</summary>
internal static class StreamGenerators
{
    private static readonly string[] Fragments =
    [
        "data: ", "data", ":", "\n", "\n\n", "\r", "\r\n", "{", "}", "[", "]", "\"", "\\", "\\u", "\\ud83d", ",", "null", "true", "1e999", "event: ",
        "id: ", "retry: 99999999999999999999\n", "heartbeat", "{\"type\":\"text\",\"content\":\"a\"}", "{\"content\":{\"role\":\"model\",\"parts\":[",
        "{\"text\":\"", "\"partial\":true,", "\"functionCall\":{", "\"args\":", "\"error\":", "{\"error\": \"", "\"errorCode\":", "\uFEFF", "\0", "🎬",
        "I encountered a temporary issue", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
    ];

    /// <summary>The recordings that are small enough to read many times.</summary>
    public static IReadOnlyList<string> SmallRecordings { get; } =
        [.. Expectations.ByRecording.Keys.Where(static one => Expectations.Bytes(one).Length is > 0 and < 100_000).Order(StringComparer.Ordinal)];

    /// <summary>Sizes of slices, mostly small, so that splits occur at every position of a line.</summary>
    public static Gen<int[]> Sizes { get; } =
        Gen.OneOf(Gen.Choose(1, 3), Gen.Choose(1, 40), Gen.Choose(1, 2000)).NonEmptyListOf().Select(static sizes => sizes.ToArray());

    /// <summary>Damaged recordings, and random bytes.</summary>
    public static Gen<byte[]> Damaged { get; } = Gen.OneOf(
        Gen.Elements(SmallRecordings.AsEnumerable()).SelectMany(static one => Damage(Expectations.Bytes(one))),
        Gen.Elements(Fragments).ListOf().Select(static parts => Encoding.UTF8.GetBytes(string.Concat(parts))),
        Gen.Choose(0, 255).Select(static one => (byte)one).ArrayOf());

    private static Gen<byte[]> Damage(byte[] bytes) =>
        from steps in Gen.Resize(Step().NonEmptyListOf(), 8)
        select steps.Aggregate(bytes, static (all, step) => step(all));

    private static Gen<Func<byte[], byte[]>> Step() =>
        from kind in Gen.Choose(0, 4)
        from share in Gen.Choose(0, 9999)
        from length in Gen.Choose(1, 60)
        from value in Gen.Choose(0, 255)
        from fragment in Gen.Elements(Fragments)
        select (Func<byte[], byte[]>)(bytes =>
        {
            var place = (int)((long)bytes.Length * share / 10_000);
            var end = Math.Min(bytes.Length, place + length);
            return kind switch
            {
                0 => [.. bytes[..place], (byte)value, .. bytes[Math.Min(bytes.Length, place + 1)..]],
                1 => [.. bytes[..place], .. bytes[end..]],
                2 => [.. bytes[..place], .. Encoding.UTF8.GetBytes(fragment), .. bytes[place..]],
                3 => [.. bytes[..end], .. bytes[place..]],
                _ => bytes[..place],
            };
        });
}
