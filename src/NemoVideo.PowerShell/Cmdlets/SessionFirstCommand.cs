using System.ComponentModel;
using System.Management.Automation;
using NemoVideo.PowerShell.Binding;
using NemoVideo.PowerShell.Completion;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>The base of the cmdlets that ask for nothing but a session, which therefore needs no parameter's name.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class SessionFirstCommand : SessionInputCommand
{
    /// <inheritdoc/>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("SessionId")]
    [ArgumentCompleter(typeof(SessionCompleter))]
    [SessionIdTransformation]
    [AllowNull]
    [AllowEmptyString]
    public override string? Session
    {
        get => base.Session;
        set => base.Session = value;
    }
}
