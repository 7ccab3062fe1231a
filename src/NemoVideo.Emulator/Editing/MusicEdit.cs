using System.Globalization;
using System.Text.Json.Nodes;

namespace NemoVideo.Emulator.Editing;

/// <summary>Lays music under the whole timeline.</summary>
internal sealed class MusicEdit(string name, double volume) : IEdit
{
    private static readonly TimeSpan WithoutPicture = TimeSpan.FromSeconds(10);

    public string Tool => "add_bgm";

    public JsonObject Arguments => new() { ["name"] = name, ["volume"] = volume };

    public string Apply(Draft draft)
    {
        var length = draft.Length > TimeSpan.Zero ? draft.Length : WithoutPicture;
        draft.Add(TrackType.Audio, name, TimeSpan.Zero, length).Node["volume"] = volume;
        var loudness = (volume * 100).ToString("0", CultureInfo.InvariantCulture);
        return $"BGM added: {name} {AgentPhrases.Range(TimeSpan.Zero, length).Replace(")", $", {loudness}%)", StringComparison.Ordinal)}";
    }
}
