namespace NemoVideo.PowerShell;

/// <summary>The command that finishes one failed video. It can be pasted into any PowerShell of the same user.</summary>
/// <remarks>It contains what identifies the job. Otherwise, all messages would be sent and charged again.</remarks>
internal static class RepairCommand
{
    /// <summary>The command; null if none can help, or if a part of it, such as a URL with a secret, can't be shown.</summary>
    public static string? For(JobResult result, NemoConnection connection, IDictionary<string, object> typed)
    {
        var (job, client) = (result.Job, connection.Client);
        var skill = job.Skill ?? client.Skill;
        if (result.Error is not { } error || !client.UsesCache || job.Variation > 1
            || error.Kind is NemoErrorKind.InvalidArgument or NemoErrorKind.UnsupportedFile or NemoErrorKind.FileTooLarge
                or NemoErrorKind.Unchanged
            || !SkillProfile.BuiltInNames.Contains(skill.Name))
        {
            return null;
        }

        var repair = Advice.SwitchFor(error.Action);
        var token = client.TokenSource switch
        {
            TokenSource.Given => " -Token (Read-Host -AsSecureString 'Token')",
            TokenSource.Environment => " -Token $env:NEMO_TOKEN",
            _ => "",
        };
        var answer = error.Action == NemoAction.AnswerQuestion && error.ActionTarget is { } session
            ? $"Invoke-NemoEdit -Session {CommandText.Quote(session)} -Message (Read-Host 'Answer'); " : "";
        // Without them, the video would be another one, or fail.
        var switches = (typed.ContainsKey("AcceptTimeline") && repair.Length == 0 ? " -AcceptTimeline" : "")
            + (typed.ContainsKey("Force") ? " -Force" : "");
        var command = $"$env:NEMO_HOME = {CommandText.Quote(Environment.GetEnvironmentVariable("NEMO_HOME") ?? "")}; "
            + $"Import-Module -Name {CommandText.Quote(Path.Combine(Folder, "NemoVideo.psd1"))}; "
            + $"Connect-Nemo -ApiUrl {CommandText.Quote(client.ApiUrl.AbsoluteUri)}{token}; {answer}"
            + $"New-NemoVideo -Message {CommandText.Quote(job.Messages)}{InputsOf(job)} -Destination {CommandText.Quote(job.Destination)}"
            + Parameter("OutputName", job.OutputName, null)
            + Parameter("Quality", job.Quality, "high")
            + Parameter("Resolution", job.Resolution, null)
            + Parameter("FrameRate", job.FrameRate?.ToString(CultureInfo.InvariantCulture), null)
            + Parameter("Skill", skill.Name, SkillProfile.Default.Name)
            + Parameter("Language", job.Language ?? skill.Language, SkillProfile.Default.Language)
            + switches + repair;

        // A changed message would be another job, which is charged.
        return DisplayText.Message(command) == command ? command : null;
    }

    private static string InputsOf(VideoJob job)
    {
        var paths = job.Inputs.Any(VideoInputs.IsUrl)
            ? " -Path " + CommandText.Quote(job.Inputs.Select(static one => VideoInputs.IsUrl(one) ? one : WildcardPattern.Escape(one)))
            : $" -LiteralPath {CommandText.Quote(job.Inputs)}";
        return job.Inputs.Count switch { 0 => "", 1 => paths, _ => $"{paths} -Join" };
    }

    private static string Parameter(string name, string? value, string? usual) =>
        string.Equals(value, usual, StringComparison.OrdinalIgnoreCase) ? "" : $" -{name} {CommandText.Quote(value!)}";

    /// <summary>The folder of the module. The assembly is in a subfolder of bin.</summary>
    private static string Folder => new FileInfo(typeof(RepairCommand).Assembly.Location).Directory!.Parent!.Parent!.FullName;
}
