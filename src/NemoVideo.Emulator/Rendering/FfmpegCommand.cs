namespace NemoVideo.Emulator.Rendering;

/// <summary>
/// Creates the ffmpeg arguments for a plan. The filter graph contains only fixed file names, and titles are in files, so that
/// ffmpeg never parses text from a client as filter syntax.
/// </summary>
internal sealed class FfmpegCommand(RenderPlan plan, bool drawTitles)
{
    public const string FontName = "font.ttf";
    public const string OutputName = "output.mp4";

    private const string FrameRate = "30";
    private const string SampleRate = "44100";
    private const string Silence = $"anullsrc=r={SampleRate}:cl=stereo";

    // A major chord, which is played for music without a file.
    private const string Chord = "0.30*sin(2*PI*220*t)+0.25*sin(2*PI*277.18*t)+0.25*sin(2*PI*329.63*t)";

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
            "-c:a", "aac", "-b:a", "128k", "-movflags", "+faststart",
            OutputName,
        ];
    }

    private void AddPicture()
    {
        if (plan.Clips.Count == 0)
        {
            Add($"color=black:s={plan.Width}x{plan.Height}:r={FrameRate}:d={Seconds(plan.Length)}[picture];");
            Add($"{Silence},atrim=duration={Seconds(plan.Length)}[sound];");
            return;
        }

        foreach (var (i, clip) in plan.Clips.Index())
        {
            var length = Seconds(clip.Length);
            var input = AddInput([.. Repetition(clip), "-ss", Seconds(clip.From), "-t", length, "-i", clip.Path]);
            Add($"[{input}:v]fps={FrameRate},scale={plan.Width}:{plan.Height}:force_original_aspect_ratio=decrease:force_divisible_by=2,");
            Add($"pad={plan.Width}:{plan.Height}:(ow-iw)/2:(oh-ih)/2,setsar=1,format=yuv420p,");

            // If a clip is shorter than in the draft, its last picture is repeated.
            Add($"tpad=stop_mode=clone:stop_duration={length},trim=duration={length},setpts=PTS-STARTPTS[v{i}];");
            var sound = clip.HasAudio ? $"[{input}:a]aresample={SampleRate},aformat=channel_layouts=stereo,apad" : Silence;
            Add($"{sound},atrim=duration={length},asetpts=PTS-STARTPTS[a{i}];");
        }

        Add($"{Labels(plan.Clips.Count, static i => $"[v{i}][a{i}]")}concat=n={plan.Clips.Count}:v=1:a=1[picture][sound];");
    }

    private void AddTitles()
    {
        Add($"[picture]null");
        foreach (var (i, title) in drawTitles ? plan.Titles.Index() : [])
        {
            Add($",drawtext=fontfile={FontName}:textfile={TitleName(i)}:expansion=none:fontcolor=white:fontsize={FontSize(title.Text)}");
            Add($":box=1:boxcolor=black@0.6:boxborderw=20:x=(w-tw)/2:y=(h-th)/2");
            Add($":enable='between(t,{Seconds(title.Start)},{Seconds(title.Start + title.Length)})'");
        }

        Add($"[video];");
    }

    private void AddSounds()
    {
        foreach (var (i, sound) in plan.Sounds.Index())
        {
            var source = sound.Path is null
                ? $"aevalsrc='{Chord}':s={SampleRate}:d={Seconds(sound.Length)}"
                : $"[{AddInput("-i", sound.Path)}:a]aresample={SampleRate},atrim=duration={Seconds(sound.Length)}";
            Add($"{source},aformat=channel_layouts=stereo,volume={sound.Volume},adelay={sound.Start.TotalMilliseconds:0}:all=1[m{i}];");
        }

        Add($"[sound]{Labels(plan.Sounds.Count, static i => $"[m{i}]")}amix=inputs={plan.Sounds.Count + 1}");
        Add($":duration=first:dropout_transition=0:normalize=0[audio]");
    }

    private static string[] Repetition(PlannedClip clip) => clip switch
    {
        { IsStill: true } => ["-loop", "1", "-framerate", FrameRate],
        { Loops: true } => ["-stream_loop", "-1"],
        _ => [],
    };

    private int AddInput(params string[] arguments)
    {
        _inputs.AddRange(arguments);
        return _inputCount++;
    }

    // A tenth of the shorter side, or less if a long text needs it.
    private int FontSize(string text) =>
        Math.Max(8, Math.Min(Math.Min(plan.Width, plan.Height) / 10, (int)(plan.Width * 1.6 / Math.Max(1, text.Length))));

    private static string Labels(int count, Func<int, string> format) => string.Concat(Enumerable.Range(0, count).Select(format));

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);

    private void Add(FormattableString part) => _graph.Append(part.ToString(CultureInfo.InvariantCulture));
}
