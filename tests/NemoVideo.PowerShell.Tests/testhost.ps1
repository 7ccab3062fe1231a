# A host that records what it shows, and whose user answers a question when the test allows it. Load it after common.ps1.

if (-not ('NemoTestHost' -as [type])) {
    Add-Type -TypeDefinition @'
using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using System.Threading;

public sealed class NemoTestHost : PSHost
{
    private readonly NemoTestUi _ui = new NemoTestUi();
    private readonly Guid _id = Guid.NewGuid();
    public ConcurrentQueue<Tuple<long, ProgressRecord>> Shown { get { return _ui.Shown; } }
    public ConcurrentQueue<string> Questions { get { return _ui.Questions; } }
    public ManualResetEventSlim MayAnswer { get { return _ui.MayAnswer; } }
    public override CultureInfo CurrentCulture { get { return CultureInfo.InvariantCulture; } }
    public override CultureInfo CurrentUICulture { get { return CultureInfo.InvariantCulture; } }
    public override Guid InstanceId { get { return _id; } }
    public override string Name { get { return "NemoTestHost"; } }
    public override Version Version { get { return new Version(1, 0); } }
    public override PSHostUserInterface UI { get { return _ui; } }
    public override void EnterNestedPrompt() { throw new NotSupportedException(); }
    public override void ExitNestedPrompt() { throw new NotSupportedException(); }
    public override void NotifyBeginApplication() { }
    public override void NotifyEndApplication() { }
    public override void SetShouldExit(int exitCode) { }
}

public sealed class NemoTestUi : PSHostUserInterface
{
    public readonly ConcurrentQueue<string> Warnings = new ConcurrentQueue<string>();
    public readonly ConcurrentQueue<Tuple<long, ProgressRecord>> Shown = new ConcurrentQueue<Tuple<long, ProgressRecord>>();
    public readonly ConcurrentQueue<string> Questions = new ConcurrentQueue<string>();
    public readonly ManualResetEventSlim MayAnswer = new ManualResetEventSlim();
    public string Answer;
    public override PSHostRawUserInterface RawUI { get { return null; } }
    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        if (Answer == null) { throw new NotSupportedException(); }
        Questions.Enqueue(message);
        MayAnswer.Wait();
        for (int i = 0; i < choices.Count; i++)
        {
            if (choices[i].Label.Replace("&", "").StartsWith(Answer, StringComparison.Ordinal)) { return i; }
        }
        throw new InvalidOperationException("There is no choice '" + Answer + "'.");
    }
    public override void WriteProgress(long sourceId, ProgressRecord record) { Shown.Enqueue(Tuple.Create(sourceId, record)); }
    public override void Write(string value) { }
    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) { }
    public override void WriteLine(string value) { }
    public override void WriteErrorLine(string value) { }
    public override void WriteDebugLine(string message) { }
    public override void WriteVerboseLine(string message) { }
    public override void WriteWarningLine(string message) { Warnings.Enqueue(message); }
    public override string ReadLine() { throw new NotSupportedException(); }
    public override SecureString ReadLineAsSecureString() { throw new NotSupportedException(); }
    public override Dictionary<string, PSObject> Prompt(
        string caption, string message, Collection<FieldDescription> descriptions) { throw new NotSupportedException(); }
    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName) { throw new NotSupportedException(); }
    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes,
        PSCredentialUIOptions options) { throw new NotSupportedException(); }
}
'@
}

# Starts a script with variables in the host. Without an answer, the host can't ask. Returns an object with Shell, Screen (the host), Output
# and Invocation.
function Start-InHost {
    param([string] $Script, [hashtable] $Variable, $Answer)
    $screen = [NemoTestHost]::new()
    if ($Answer) { $screen.UI.Answer = $Answer }
    $state = [System.Management.Automation.Runspaces.InitialSessionState]::CreateDefault()
    $state.ImportPSModule([string[]] (Get-NemoModulePath))
    foreach ($name in $Variable.Keys) {
        $state.Variables.Add([System.Management.Automation.Runspaces.SessionStateVariableEntry]::new($name, $Variable[$name], ''))
    }
    $runspace = [runspacefactory]::CreateRunspace($screen, $state)
    $runspace.Open()
    $shell = [powershell]::Create()
    $shell.Runspace = $runspace
    $null = $shell.AddScript($Script)
    $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
    $empty = [System.Management.Automation.PSDataCollection[psobject]]::new()
    $empty.Complete()
    [pscustomobject] @{ Shell = $shell; Screen = $screen; Output = $output; Invocation = $shell.BeginInvoke($empty, $output) }
}
