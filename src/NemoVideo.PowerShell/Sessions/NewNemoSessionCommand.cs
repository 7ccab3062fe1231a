namespace NemoVideo.PowerShell.Commands;

/// <summary>Creates a session, which becomes the current session.</summary>
[Cmdlet(VerbsCommon.New, "NemoSession", SupportsShouldProcess = true)]
[OutputType(typeof(NemoSession))]
public sealed class NewNemoSessionCommand : ConnectionCommand<NewSessionInput>
{
    /// <summary>The name of the session, which exported files are named after. Default: project.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [PlainText, NotBlank]
    public string Name { get; set; } = CommandSessions.DefaultName;

    /// <summary>The language of the responses as an ISO code, such as en, zh-CN or ja. Default: the skill's, usually en.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(LanguageCompleter)), PlainText, AllowEmptyString]
    [ValidatePattern(SkillProfile.LanguagePattern)]
    public string? Language { get; set; }

    private protected override NewSessionInput ReadInput() => new(Name, string.IsNullOrEmpty(Language) ? null : Language);

    private protected override Task RunAsync(IAsyncEnumerable<NewSessionInput> inputs, CancellationToken stop) =>
        inputs.ForEachAsync(1, Output, async input =>
        {
            if (MessageCheck.IsGarbled(input.Name))
            {
                Output.WriteError(ErrorRecords.WrongEncoding(nameof(Name), input.Name));
            }
            else if (Output.ShouldProcess(input.Name, "Create session"))
            {
                await Failures.ProcessAsync(input.Name, async () => Output.Write(
                    await Sessions.SelectAsync(() => Sessions.CreateAsync(input.Name, input.Language, isCurrent: false))));
            }
        });
}

/// <summary>What an input of New-NemoSession bound.</summary>
/// <param name="Name">The name.</param>
/// <param name="Language">The language; null for the skill's.</param>
public sealed record NewSessionInput(string Name, string? Language);
