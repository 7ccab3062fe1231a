namespace NemoVideo.Emulator.Rendering;

/// <summary>Generates music: four chords in turn, each with a soft attack and a bass. The name of the music selects the chords.</summary>
internal static class MusicBed
{
    // Frequencies in hertz: three notes and a bass for each of the four chords.
    private static readonly double[][][] Progressions =
    [
        [[220, 261.63, 329.63, 110], [174.61, 220, 261.63, 87.31], [261.63, 329.63, 392, 130.81], [196, 246.94, 293.66, 98]],
        [[261.63, 329.63, 392, 130.81], [196, 246.94, 293.66, 98], [220, 261.63, 329.63, 110], [174.61, 220, 261.63, 87.31]],
        [[293.66, 349.23, 440, 146.83], [196, 233.08, 293.66, 98], [174.61, 220, 261.63, 87.31], [261.63, 329.63, 392, 130.81]],
    ];

    private static readonly string[] FastNames = ["upbeat", "energetic", "dance", "happy", "rock", "party", "fast"];

    /// <summary>The source of a filter graph, which ends after the length.</summary>
    public static string Source(string name, string seconds, string sampleRate)
    {
        var chords = Progressions[SHA256.HashData(Encoding.UTF8.GetBytes(name))[0] % Progressions.Length];
        var isFast = FastNames.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));
        var length = isFast ? "1" : "2";
        var pulse = isFast ? "(0.55+0.45*exp(-6*mod(t,0.25)))" : "(0.8+0.2*exp(-3*mod(t,0.5)))";

        // Register 0 is the number of the chord, register 1 the time in it. Each chord begins and ends in silence, without a click.
        var notes = string.Join('+', Enumerable.Range(0, 4).Select(note =>
            $"{(note == 3 ? "0.34" : "0.17")}*sin(2*PI*t*{Choose([.. chords.Select(chord => chord[note])])})"));
        return $"aevalsrc='st(0,mod(floor(t/{length}),4));st(1,mod(t,{length}));"
            + $"min(1,ld(1)/0.06)*min(1,({length}-ld(1))/0.12)*{pulse}*({notes})':s={sampleRate}:d={seconds},lowpass=f=2200";
    }

    private static string Choose(double[] values) => string.Create(
        CultureInfo.InvariantCulture,
        $"if(eq(ld(0),0),{values[0]},if(eq(ld(0),1),{values[1]},if(eq(ld(0),2),{values[2]},{values[3]})))");
}
