namespace NemoVideo.Emulator.Rendering;

/// <summary>
/// Creates the ffmpeg arguments for a plan. The filter graph contains only fixed names and numbers, and texts are in files, so that
/// ffmpeg never parses text from a client as filter syntax.
/// </summary>
internal sealed class FfmpegCommand(RenderPlan plan, bool drawTitles)
{
    public const string FontName = "font.ttf";
    public const string OutputName = "output.mp4";

    private const string SampleRate = "44100";
    private const string Silence = $"anullsrc=r={SampleRate}:cl=stereo";

    private readonly string _frameRate = Number(plan.FrameRate);
    private readonly List<string> _inputs = [];
    private readonly StringBuilder _graph = new();
    private int _inputCount;

    public static string TitleName(int index) => string.Create(CultureInfo.InvariantCulture, $"title{index}.txt");

    public IReadOnlyList<string> Arguments()
    {
        AddPicture();
        AddTitles();
        AddSounds();
        return
        [
            "-hide_banner", "-nostdin", "-loglevel", "error", "-y",
            .. _inputs,
            "-filter_complex", _graph.ToString().TrimEnd(';'),
            "-map", "[video]", "-map", "[audio]", "-t", Seconds(plan.Length),
            "-c:v", "libx264", "-preset", "ultrafast", "-crf", "26", "-pix_fmt", "yuv420p",
            // A keyframe each second, so that previews also show titles, which fade in.
            "-force_key_frames", "expr:gte(t,n_forced)",
            "-c:a", "aac", "-b:a", "128k", "-movflags", "+faststart",
            OutputName,
        ];
    }

    private void AddPicture()
    {
        if (plan.Clips.Count == 0)
        {
            Add($"color=black:s={plan.Width}x{plan.Height}:r={_frameRate}:d={Seconds(plan.Length)}[picture];");
            Add($"{Silence},atrim=duration={Seconds(plan.Length)}[sound];");
            return;
        }

        foreach (var (i, clip) in plan.Clips.Index())
        {
            var length = Seconds(clip.Length);
            var sound = clip.Path is { } path ? AddClip(clip, path) : AddBackground(clip);

            // If a clip is shorter than in the draft, as a picture is, its last picture is repeated.
            Add($"tpad=stop_mode=clone:stop_duration={length},trim=duration={length},setpts=PTS-STARTPTS,");
            Add($"settb=1/{_frameRate},fps={_frameRate}{Fade("fade", i, clip.Length)}[v{i}];");
            Add($"{sound},atrim=duration={length},asetpts=PTS-STARTPTS{Fade("afade", i, clip.Length)}[a{i}];");
        }

        Add($"{Labels(plan.Clips.Count, static i => $"[v{i}][a{i}]")}concat=n={plan.Clips.Count}:v=1:a=1[picture][sound];");
    }

    /// <summary>Begins the picture of a clip, and returns its sound.</summary>
    private string AddClip(PlannedClip clip, string path)
    {
        var input = AddInput([.. Begin(clip.From), "-t", Seconds(clip.Length), "-i", path]);
        Add($"[{input}:v]setpts=PTS-STARTPTS,fps={_frameRate},");
        if (plan.Fills)
        {
            Add($"scale={plan.Width}:{plan.Height}:force_original_aspect_ratio=increase,crop={plan.Width}:{plan.Height},");
        }
        else
        {
            Add($"scale={plan.Width}:{plan.Height}:force_original_aspect_ratio=decrease:force_divisible_by=2,");
            Add($"pad={plan.Width}:{plan.Height}:(ow-iw)/2:(oh-ih)/2,");
        }

        Add($"setsar=1,format=yuv420p,");
        return clip.HasAudio
            ? string.Create(CultureInfo.InvariantCulture, $"[{input}:a]aresample={SampleRate},aformat=channel_layouts=stereo,apad")
            : Silence;
    }

    /// <summary>Begins the background of a generated clip, and returns its sound. The same name always gets the same colors.</summary>
    private string AddBackground(PlannedClip clip)
    {
        // Computed in a small size: it has no details, and a large one takes longer than the rest of the render.
        var colors = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(clip.Name)));
        Add($"gradients=s=480x270:r={_frameRate}:d={Seconds(clip.Length)}:speed=0.012:n=2:c0=0x{colors[..6]}:c1=0x{colors[6..12]},");
        Add($"scale={plan.Width}:{plan.Height}:flags=bicubic,setsar=1,format=yuv420p,");
        return Silence;
    }

    /// <summary>The filters that fade a clip in after another clip, and out before another clip.</summary>
    private string Fade(string filter, int index, TimeSpan length)
    {
        var half = (plan.Transition < length ? plan.Transition : length) / 2;
        return half <= TimeSpan.Zero ? ""
            : (index > 0 ? $",{filter}=t=in:d={Seconds(half)}" : "")
                + (index < plan.Clips.Count - 1 ? $",{filter}=t=out:st={Seconds(length - half)}:d={Seconds(half)}" : "");
    }

    private void AddTitles()
    {
        Add($"[picture]null");
        foreach (var (i, title) in drawTitles ? plan.Titles.Index() : [])
        {
            var (start, end) = (Seconds(title.Start), Seconds(title.Start + title.Length));
            var size = FontSize(title.Text);
            Add($",drawtext=fontfile={FontName}:textfile={TitleName(i)}:expansion=none:fontcolor=white:fontsize={size}");
            Add($":box=1:boxcolor=black@0.45:boxborderw={Math.Max(6, size / 3)}:x=(w-tw)/2:y=(h-th)/2");

            // Titles fade in and out.
            Add($":alpha='max(0,min(1,min((t-{start})/0.3,({end}-t)/0.3)))':enable='between(t,{start},{end})'");
        }

        Add($"[video];");
    }

    private void AddSounds()
    {
        foreach (var (i, sound) in plan.Sounds.Index())
        {
            var source = sound.Path is null
                ? MusicBed.Source(sound.Name, Seconds(sound.Length), SampleRate)
                : $"[{AddInput([.. Begin(sound.From), "-i", sound.Path])}:a]"
                    + $"aresample={SampleRate},atrim=duration={Seconds(sound.Length)}";
            Add($"{source},aformat=channel_layouts=stereo,volume={sound.Volume}");
            Add($",adelay={sound.Start.TotalMilliseconds:0}:all=1[m{i}];");
        }

        Add($"[sound]{Labels(plan.Sounds.Count, static i => $"[m{i}]")}amix=inputs={plan.Sounds.Count + 1}");
        Add($":duration=first:dropout_transition=0:normalize=0[audio]");
    }

    // Even a seek to the start skips the only picture of a photo.
    private static string[] Begin(TimeSpan from) =>
        [.. ChildProcess.SafeInput, .. from > TimeSpan.Zero ? (string[])["-ss", Seconds(from)] : []];

    private int AddInput(params string[] arguments)
    {
        _inputs.AddRange(arguments);
        return _inputCount++;
    }

    // A tenth of the shorter side, or less if a long text needs it.
    private int FontSize(string text) =>
        Math.Max(8, Math.Min(Math.Min(plan.Width, plan.Height) / 10, (int)(plan.Width * 1.5 / Math.Max(1, text.Length))));

    private static string Labels(int count, Func<int, string> format) => string.Concat(Enumerable.Range(0, count).Select(format));

    private static string Seconds(TimeSpan time) => Number(time.TotalSeconds);

    private static string Number(double number) => number.ToString("0.####", CultureInfo.InvariantCulture);

    private void Add(FormattableString part) => _graph.Append(part.ToString(CultureInfo.InvariantCulture));
}
