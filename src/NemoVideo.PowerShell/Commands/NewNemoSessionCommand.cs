using NemoVideo.PowerShell.Binding;
using NemoVideo.PowerShell.Cmdlets;
using NemoVideo.PowerShell.Completion;
using NemoVideo.PowerShell.Errors;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Commands;

/// <summary>Creates a session, which becomes the current session.</summary>
[Cmdlet(VerbsCommon.New, "NemoSession", SupportsShouldProcess = true)]
[OutputType(typeof(NemoSession))]
public sealed class NewNemoSessionCommand : ConnectionCommand
{
    /// <summary>The name of the session, which exported files are named after. Default: project.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [PlainText, NotBlank]
    public string Name { get; set; } = Sessions.DefaultName;

    /// <summary>The language of the responses as an ISO code, such as en, zh-CN or ja. Default: the skill's, usually en.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(LanguageCompleter))]
    [PlainText, AllowEmptyString]
    [ValidatePattern("^([A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*)?$")]
    public string? Language { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (MessageCheck.IsGarbled(Name))
        {
            WriteError(ErrorRecords.WrongEncoding(nameof(Name), Name));
        }
        else if (ShouldProcess(Name, "Create session"))
        {
            var language = string.IsNullOrEmpty(Language) ? null : Language;
            Inputs.Process(Name, () => WriteObject(Sessions.Select(() => Sessions.Create(Name, language, isCurrent: false))));
        }
    }
}
