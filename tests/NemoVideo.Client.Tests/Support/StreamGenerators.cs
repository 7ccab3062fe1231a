using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace NemoVideo.Client.Tests.Support;

/// <summary>Streams, splits and damage for the property tests.</summary>
internal static class StreamGenerators
{
    private static readonly string[] Letters =
        ["a", " ", "ß", "海", "🎬", "\u2028", "\u2029", "\u0085", "\u00A0", "\"", "\\", "\n", "\r", "data: ", ":", "{", "}", "</", "\uFEFF", "\0"];

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

    public static Gen<string> Text { get; } =
        Gen.Elements(Letters).NonEmptyListOf().Select(static letters => string.Concat(letters));

    public static Gen<StreamCase> Streams { get; } =
        from blocks in Gen.Resize(Block().ListOf(), 12)
        from lineEndings in Gen.OneOf(Gen.Elements("\n", "\r\n", "\r").Select(static end => new[] { end }), Gen.Elements("\n", "\r\n", "\r").ArrayOf(5))
        from hasByteOrderMark in Gen.Elements(true, false)
        from isTruncated in Gen.Elements(true, false)
        from sizes in Sizes
        select new StreamCase([.. blocks], lineEndings, hasByteOrderMark, isTruncated, sizes);

    /// <summary>Damaged recordings and streams, and random bytes.</summary>
    public static Gen<byte[]> Damaged { get; } = Gen.OneOf(
        Gen.Elements(SmallRecordings.AsEnumerable()).SelectMany(static one => Damage(Expectations.Bytes(one))),
        Streams.SelectMany(static one => Damage(one.Bytes)),
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

    private static Gen<StreamBlock> Block() =>
        from block in Gen.OneOf(Text.SelectMany(TextBlocks), Gen.Choose(1, int.MaxValue).SelectMany(OtherBlocks), Gen.Elements(StreamBlocks.Heartbeats.AsEnumerable()))
        from extra in Gen.Elements("", "", "", ": comment", ":", "id: 7", "retry: 100", "unknown: x", "id")
        from place in Gen.Choose(0, block.Lines.Count)
        select extra.Length == 0 ? block : block.With(place, extra);

    private static Gen<StreamBlock> TextBlocks(string text) =>
        Gen.Elements(StreamBlocks.FlatText(text), StreamBlocks.AdkText(text), StreamBlocks.UserText(text), StreamBlocks.Thought(text));

    private static Gen<StreamBlock> OtherBlocks(int number) =>
        Gen.Elements(StreamBlocks.Call(number), StreamBlocks.Result(number), StreamBlocks.Failure(number), StreamBlocks.Unknown(number), StreamBlocks.NoJson(number));
}
