using NemoVideo.Emulator.Editing;
using NemoVideo.Emulator.Media;

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

    public static string CardName(int clip, int line) => string.Create(CultureInfo.InvariantCulture, $"card{clip}-{line}.txt");

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
            // Each clip reaches half a transition into its neighbors, so that the video is as long as the timeline.
            var before = i == 0 ? TimeSpan.Zero : plan.Transition / 2;
            var after = i == plan.Clips.Count - 1 ? TimeSpan.Zero : plan.Transition / 2;
            var length = before + clip.Length + after;
            var sound = clip.Prompt is { } prompt ? AddCard(i, new TitleCard(prompt), clip.Length + after) : AddClip(clip, after);

            // If a clip is shorter than in the draft, its last picture is repeated.
            Add($"tpad=start_mode=clone:start_duration={Seconds(before)}:stop_mode=clone:stop_duration={Seconds(length)},");
            Add($"trim=duration={Seconds(length)},setpts=PTS-STARTPTS,settb=1/{_frameRate},fps={_frameRate}[v{i}];");
            AddClipSound(i, clip, sound, before, after);
        }

        if (plan.Transition > TimeSpan.Zero)
        {
            AddTransitions();
            Add($"{Labels(plan.Clips.Count, static i => $"[a{i}]")}concat=n={plan.Clips.Count}:v=0:a=1[sound];");
        }
        else
        {
            Add($"{Labels(plan.Clips.Count, static i => $"[v{i}][a{i}]")}concat=n={plan.Clips.Count}:v=1:a=1[picture][sound];");
        }
    }

    /// <summary>Returns the sound of the clip. Null if it has none.</summary>
    private string? AddClip(PlannedClip clip, TimeSpan after)
    {
        var read = Seconds((clip.Length + after) * clip.Speed);
        var input = AddInput([.. ChildProcess.SafeInput, .. Repetition(clip), "-ss", Seconds(clip.From), "-t", read, "-i", clip.Path]);
        Add($"[{input}:v]setpts=(PTS-STARTPTS)/{Number(clip.Speed)},fps={_frameRate},");
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
        return clip.HasAudio ? string.Create(CultureInfo.InvariantCulture, $"[{input}:a]") : null;
    }

    private string? AddCard(int index, TitleCard card, TimeSpan length)
    {
        // The gradient is computed in a small size: it has no details, and a large one takes longer than the rest of the render.
        var scale = Math.Max(1, Math.Min(plan.Width, plan.Height) / 270.0);
        var (width, height) = ((int)(plan.Width / scale) / 2 * 2, (int)(plan.Height / scale) / 2 * 2);
        Add($"gradients=s={width}x{height}:r={_frameRate}:d={Seconds(length)}:speed=0.012:seed={card.Seed}:n=3:");
        Add($"c0={card.Colors[0]}:c1={card.Colors[1]}:c2={card.Colors[2]},");
        Add($"scale={plan.Width}:{plan.Height}:flags=bicubic,setsar=1,format=yuv420p,");
        var size = Math.Min(plan.Width / 16, plan.Height / 8);
        foreach (var line in Enumerable.Range(0, drawTitles ? card.Lines.Count : 0))
        {
            // The lines arrive one after the other, and drift slowly to the side.
            var offset = (line - ((card.Lines.Count - 1) / 2.0)) * 1.3 * size;
            Add($"drawtext=fontfile={FontName}:textfile={CardName(index, line)}:expansion=none:fontcolor=white:fontsize={size}");
            Add($":shadowcolor=black@0.35:shadowx={size / 20}:shadowy={size / 20}:alpha='min(1,max(0,(t-{line * 0.25})/0.6))'");
            Add($":x='(w-tw)/2+w*0.015*sin(t*0.7)+w*0.03*pow(max(0,1-(t-{line * 0.25})/0.8),2)':y='(h-th)/2+{offset}',");
        }

        return null;
    }

    private void AddClipSound(int index, PlannedClip clip, string? sound, TimeSpan before, TimeSpan after)
    {
        var length = Seconds(clip.Length);
        var source = sound is null ? Silence : $"{sound}aresample={SampleRate},{Tempo(clip.Speed)}aformat=channel_layouts=stereo,apad";
        Add($"{source},atrim=duration={length},asetpts=PTS-STARTPTS");
        if (before > TimeSpan.Zero)
        {
            Add($",afade=t=in:d={Seconds(before)}");
        }

        if (after > TimeSpan.Zero)
        {
            Add($",afade=t=out:st={Seconds(clip.Length - after)}:d={Seconds(after)}");
        }

        Add($"[a{index}];");
    }

    private void AddTransitions()
    {
        var offset = TimeSpan.Zero;
        for (var i = 1; i < plan.Clips.Count; i++)
        {
            offset += plan.Clips[i - 1].Length;
            var left = i == 1 ? "v0" : string.Create(CultureInfo.InvariantCulture, $"x{i - 1}");
            var result = i == plan.Clips.Count - 1 ? "picture" : string.Create(CultureInfo.InvariantCulture, $"x{i}");
            Add($"[{left}][v{i}]xfade=transition=fade:duration={Seconds(plan.Transition)}");
            Add($":offset={Seconds(offset - (plan.Transition / 2))}[{result}];");
        }
    }

    private void AddTitles()
    {
        Add($"[picture]{Filter(plan.Look)}");
        foreach (var (i, title) in drawTitles ? plan.Titles.Index() : [])
        {
            var (start, end) = (Seconds(title.Start), Seconds(title.Start + title.Length));
            var (x, y) = TitlePlacement.PositionOf(title.Place);
            var size = FontSize(title.Text);
            Add($",drawtext=fontfile={FontName}:textfile={TitleName(i)}:expansion=none:fontcolor={title.Color}:fontsize={size}");
            Add($":box=1:boxcolor={(title.Color == "black" ? "white" : "black")}@0.45:boxborderw={Math.Max(6, size / 3)}:x={x}:y={y}");

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
                : $"[{AddInput([.. ChildProcess.SafeInput, "-i", sound.Path])}:a]"
                    + $"aresample={SampleRate},atrim=duration={Seconds(sound.Length)}";
            Add($"{source},aformat=channel_layouts=stereo,volume={sound.Volume}");
            if (sound.FadeIn > TimeSpan.Zero)
            {
                Add($",afade=t=in:d={Seconds(sound.FadeIn)}");
            }

            if (sound.FadeOut > TimeSpan.Zero)
            {
                var begin = sound.Length > sound.FadeOut ? sound.Length - sound.FadeOut : TimeSpan.Zero;
                Add($",afade=t=out:st={Seconds(begin)}:d={Seconds(sound.FadeOut)}");
            }

            Add($",adelay={sound.Start.TotalMilliseconds:0}:all=1[m{i}];");
        }

        Add($"[sound]{Labels(plan.Sounds.Count, static i => $"[m{i}]")}amix=inputs={plan.Sounds.Count + 1}");
        Add($":duration=first:dropout_transition=0:normalize=0[audio]");
    }

    private static string Filter(ColorLook look) => look switch
    {
        // Filters that convert to RGB take many times as long.
        ColorLook.Warm => "lutyuv=y='min(235,val*1.02)':u='val-13':v='val+11',eq=saturation=1.05",
        ColorLook.Cold => "lutyuv=u='val+13':v='val-9',eq=saturation=0.95",
        ColorLook.BlackAndWhite => "hue=s=0,eq=contrast=1.08",
        _ => "null",
    };

    // The filter supports factors from 0.5.
    private static string Tempo(double speed) => speed switch
    {
        1 => "",
        < 0.5 => "atempo=0.5," + Tempo(speed / 0.5),
        _ => $"atempo={Number(speed)},",
    };

    private string[] Repetition(PlannedClip clip) => clip switch
    {
        { IsStill: true } => ["-loop", "1", "-framerate", _frameRate],
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
        Math.Max(8, Math.Min(Math.Min(plan.Width, plan.Height) / 10, (int)(plan.Width * 1.5 / Math.Max(1, text.Length))));

    private static string Labels(int count, Func<int, string> format) => string.Concat(Enumerable.Range(0, count).Select(format));

    private static string Seconds(TimeSpan time) => Number(time.TotalSeconds);

    private static string Number(double number) => number.ToString("0.####", CultureInfo.InvariantCulture);

    private void Add(FormattableString part) => _graph.Append(part.ToString(CultureInfo.InvariantCulture));
}
