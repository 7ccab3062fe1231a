using System.Text.Json;
using NemoVideo.Client.Tests.Support;
using NemoVideo.Client.Timeline;
using NemoVideo.Pictures.Timelines;
using static NemoVideo.Client.Tests.Pictures.PictureSamples;

namespace NemoVideo.Client.Tests.Pictures;

/// <summary>
/// Timelines in the format of OpenTimelineIO. The rules are those of its documentation (otio-serialized-schema.md and
/// otio-file-format-specification.md).
/// </summary>
public sealed class OtioTimelineTests
{
    private static readonly string[] ItemFields = ["effects", "enabled", "markers", "metadata", "name", "source_range"];

    /// <summary>The fields of each schema and the JSON types or schemas of their values; "?" allows null.</summary>
    private static readonly Dictionary<string, Dictionary<string, string>> Schemas = new()
    {
        ["Timeline.1"] = Fields("metadata Object", "name String", "global_start_time RationalTime.1?", "tracks Stack.1"),
        ["Stack.1"] = Item("children Track.1[]"),
        ["Track.1"] = Item("children Clip.2|Gap.1[]", "kind String"),
        ["Gap.1"] = Item(),
        ["Clip.2"] = Item("media_references Object", "active_media_reference_key String"),
        ["ExternalReference.1"] = Reference("target_url String"),
        ["MissingReference.1"] = Reference(),
        ["GeneratorReference.1"] = Reference("generator_kind String", "parameters Object"),
        ["TimeRange.1"] = Fields("start_time RationalTime.1", "duration RationalTime.1"),
        ["RationalTime.1"] = Fields("rate Number", "value Number"),
    };

    [Fact]
    public void Draw_AnyTimeline_FollowsTheSchema()
    {
        var edit = TimelinePicture.OfEdit(
            Source(Clips),
            Source(
                Clips, Lane(2, TrackKind.Audio, Part("x", 1, 5, 0.5), Part(null, 2, 7)), Lane(3, TrackKind.Text, Part("Hi", 2, 1), Part("zero", 4, 0)),
                Lane(4, TrackKind.Other), Lane(5, TrackKind.Video, new Segment("unknown", null, null, null))),
            "");

        using var document = JsonDocument.Parse(OtioTimeline.Draw(edit, TestService.Ending));
        Check(document.RootElement, "Timeline.1");
    }

    [Fact]
    public void Draw_Clips_HaveTheirPartOfTheFile()
    {
        using var document = JsonDocument.Parse(OtioTimeline.Draw(TimelinePicture.Of(Trip), TestService.Ending));
        var clips = Children(document.RootElement.GetProperty("tracks"))[0].GetProperty("children");

        Assert.Equal((0, 150, 25), Range(clips[0].GetProperty("source_range")));
        Assert.Equal((50, 125, 25), Range(clips[1].GetProperty("source_range")));
        var media = clips[1].GetProperty("media_references").GetProperty("DEFAULT_MEDIA");
        Assert.Equal("sunset.mp4", media.GetProperty("target_url").GetString());
        Assert.Equal((0, 175, 25), Range(media.GetProperty("available_range")));
    }

    [Theory]
    [InlineData("👍🏽.mp4")]
    [InlineData("🏳\ufe0f\u200d🌈.mp4")]
    public void Draw_FileNameWithEmoji_IsUnchanged(string name)
    {
        var source = Source(Lane(1, TrackKind.Video, Part(name, 0, 1))) with { Uploads = [new PictureMedia(name, null, null)] };
        using var document = JsonDocument.Parse(OtioTimeline.Draw(TimelinePicture.Of(source), TestService.Ending));

        var clip = Children(Children(document.RootElement.GetProperty("tracks"))[0])[0];
        Assert.Equal(name, clip.GetProperty("name").GetString());
        var target = clip.GetProperty("media_references").GetProperty("DEFAULT_MEDIA").GetProperty("target_url").GetString()!;
        Assert.Equal(name, Uri.UnescapeDataString(target));
    }

    [Theory]
    [InlineData("../../../../etc/passwd.mp4")]
    [InlineData(@"\\attacker.example\share\x.mp4")]
    [InlineData("/etc/secret.mp4")]
    [InlineData(@"C:\Users\v\z.mp4")]
    public void Draw_NameThatLeadsElsewhere_IsNoReference(string name)
    {
        var source = Source(Lane(1, TrackKind.Video, Part(name, 0, 1))) with { Uploads = [new PictureMedia(name, TimeSpan.FromSeconds(9), null)] };
        using var document = JsonDocument.Parse(OtioTimeline.Draw(TimelinePicture.Of(source), TestService.Ending));

        var clip = Children(Children(document.RootElement.GetProperty("tracks"))[0])[0];
        var reference = clip.GetProperty("media_references").GetProperty("DEFAULT_MEDIA");
        Assert.Equal("MissingReference.1", reference.GetProperty("OTIO_SCHEMA").GetString());
        Assert.False(reference.TryGetProperty("target_url", out _));
        Assert.Equal(name, reference.GetProperty("name").GetString());
    }

    [Fact]
    public void Draw_Tracks_AreVideoOrAudio()
    {
        using var document = JsonDocument.Parse(OtioTimeline.Draw(TimelinePicture.Of(Trip), TestService.Ending));
        var tracks = Children(document.RootElement.GetProperty("tracks"));

        Assert.Equal(["Video", "Audio", "Video"], tracks.Select(static track => track.GetProperty("kind").GetString()));
        var titles = Children(tracks[2]);
        Assert.Equal(["Clip.2", "Gap.1", "Clip.2"], titles.Select(static item => item.GetProperty("OTIO_SCHEMA").GetString()));
        Assert.Equal((0, 125, 25), Range(titles[1].GetProperty("source_range")));
        var generator = titles[0].GetProperty("media_references").GetProperty("DEFAULT_MEDIA");
        Assert.Equal("城市的梦 🎬", generator.GetProperty("parameters").GetProperty("text").GetString());
        Assert.Equal(0.35, Children(tracks[1])[0].GetProperty("metadata").GetProperty("nemovideo").GetProperty("volume").GetDouble());
    }

    [Fact]
    public void Draw_OverlappingSegments_AreOnSeparateTracks()
    {
        using var document = JsonDocument.Parse(OtioTimeline.Draw(TimelinePicture.Of(Source(Lane(1, TrackKind.Audio, Part("a", 0, 5), Part("b", 3, 5)))), TestService.Ending));

        Assert.Equal(["Audio 1", "Audio 1 (2)"], Children(document.RootElement.GetProperty("tracks")).Select(static track => track.GetProperty("name").GetString()));
    }

    /// <summary>Each cut is rounded, not each length, so that errors don't add up.</summary>
    [Fact]
    public void Draw_ManyShortClips_EndAtTheRightFrame()
    {
        var clips = Enumerable.Range(0, 100).Select(static number => Part($"{number}", number * 0.11, 0.11)).ToArray();
        using var document = JsonDocument.Parse(OtioTimeline.Draw(TimelinePicture.Of(Source(Lane(1, TrackKind.Video, clips))), TestService.Ending));

        Assert.Equal(330, Children(Children(document.RootElement.GetProperty("tracks"))[0]).Sum(static clip => Range(clip.GetProperty("source_range")).Frames));
    }

    [Theory]
    [InlineData(29.97, 29.97)]
    [InlineData(25.0, 25)]
    [InlineData(null, 30)]
    public void Draw_FrameRate_IsThatOfTheFirstClip(double? rate, double expected)
    {
        var source = Source(Clips) with { Uploads = [new PictureMedia("beach.mp4", null, rate)] };
        using var document = JsonDocument.Parse(OtioTimeline.Draw(TimelinePicture.Of(source), TestService.Ending));

        var clip = Children(Children(document.RootElement.GetProperty("tracks"))[0])[0];
        Assert.Equal(expected, clip.GetProperty("source_range").GetProperty("duration").GetProperty("rate").GetDouble());
    }

    private static void Check(JsonElement element, string allowed)
    {
        var schema = element.GetProperty("OTIO_SCHEMA").GetString()!;
        Assert.Contains(schema, allowed.Split('|'));
        var fields = Schemas[schema];
        Assert.Equal(fields.Keys.Order(), element.EnumerateObject().Select(static field => field.Name).Where(static name => name != "OTIO_SCHEMA").Order());
        foreach (var field in element.EnumerateObject().Where(static field => field.Name != "OTIO_SCHEMA"))
        {
            CheckValue(field.Value, fields[field.Name]);
        }

        if (schema == "Clip.2")
        {
            var references = element.GetProperty("media_references");
            Check(
                references.GetProperty(element.GetProperty("active_media_reference_key").GetString()!),
                "ExternalReference.1|MissingReference.1|GeneratorReference.1");
        }
        else if (schema == "Track.1")
        {
            Assert.Contains(element.GetProperty("kind").GetString(), (string[])["Video", "Audio"]);
        }
        else if (schema == "TimeRange.1")
        {
            Assert.True(Range(element) is { Start: >= 0, Frames: > 0, Rate: > 0 });
        }
    }

    private static void CheckValue(JsonElement value, string type)
    {
        if (type.EndsWith('?') && value.ValueKind == JsonValueKind.Null)
        {
            return;
        }

        var name = type.TrimEnd('?');
        if (name.EndsWith("[]", StringComparison.Ordinal))
        {
            Assert.All(value.EnumerateArray(), item => Check(item, name[..^2]));
        }
        else if (name.Contains('.'))
        {
            Check(value, name);
        }
        else
        {
            Assert.Contains(value.ValueKind.ToString(), name.Split('|'));
        }
    }

    private static Dictionary<string, string> Fields(params string[] fields) =>
        fields.Select(static field => field.Split(' ')).ToDictionary(static parts => parts[0], static parts => parts[1]);

    private static Dictionary<string, string> Item(params string[] fields)
    {
        var item = Fields(fields);
        foreach (var name in ItemFields)
        {
            item[name] = name switch
            {
                "effects" or "markers" => "Array",
                "enabled" => "True|False",
                "metadata" => "Object",
                "name" => "String",
                _ => "TimeRange.1?",
            };
        }

        return item;
    }

    private static Dictionary<string, string> Reference(params string[] fields) => Fields(
        [.. fields, "available_image_bounds Null", "available_range TimeRange.1?", "metadata Object", "name String"]);

    private static JsonElement[] Children(JsonElement element) => [.. element.GetProperty("children").EnumerateArray()];

    private static (double Start, double Frames, double Rate) Range(JsonElement range) => (
        range.GetProperty("start_time").GetProperty("value").GetDouble(), range.GetProperty("duration").GetProperty("value").GetDouble(),
        range.GetProperty("duration").GetProperty("rate").GetDouble());
}
