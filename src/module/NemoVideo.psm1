# Loads the build for this version of PowerShell with NemoVideo.Loader, which isolates the module's dependencies from those of other
# modules. The first call of each cmdlet or .NET method takes some milliseconds, so there are few of them.

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

if ($ExecutionContext.SessionState.LanguageMode -ne 'FullLanguage') {
    throw "NemoVideo can't be imported in $($ExecutionContext.SessionState.LanguageMode) mode, because it needs FullLanguage mode. " +
        'Ask an administrator to allow the module in the policy of AppLocker or App Control, for example with a rule for its folder.'
}

# A process has one loader. Another runspace, or another version of the module, may have loaded it already.
try {
    if (-not ('NemoVideo.Loader.ModuleLoader' -as [type])) {
        $kind = if ($PSEdition -eq 'Core') { 'net8.0' } else { 'netstandard2.0' }
        $null = [System.Reflection.Assembly]::LoadFrom("$PSScriptRoot/bin/loader/$kind/NemoVideo.Loader.dll")
    }

    $assembly = [NemoVideo.Loader.ModuleLoader]::Load("$PSScriptRoot/bin")
} catch {
    # The manifest supports only one minimum version, which is that of Windows PowerShell.
    if ($PSEdition -eq 'Core' -and [Environment]::Version.Major -lt 8) {
        throw "NemoVideo requires PowerShell 7.6 or later, or on Windows also Windows PowerShell 5.1 or PowerShell 7.4 or later. " +
            "This is PowerShell $($PSVersionTable.PSVersion)."
    }

    if ($_.Exception.InnerException) { throw $_.Exception.InnerException }
    throw
}

$cmdlets = Import-Module -Assembly $assembly -PassThru

# Imports the views and the type data. The runspaces of a pool share the list of such files: PowerShell reads the files of the list when it
# opens a runspace, and an import doesn't read a listed file again. A runspace that was opened before needs them, too. In the first import
# of a process, no list has the files. PowerShell isn't made for changes of the list by several runspaces at the same time.
$hasDisplay = [NemoVideo.Loader.ModuleLoader]::EnterDisplay()
try {
    if ($hasDisplay) {
        $object = [psobject]::new()
        $object.PSTypeNames.Insert(0, 'NemoVideo.PowerShell.Output.NemoExport')
        $hasTypeData = $null -ne $object.PSObject.Members['ExportId']
        $state = [runspace]::DefaultRunspace.InitialSessionState
        foreach ($entries in @(if (-not $hasTypeData) { $state.Types, $state.Formats })) {
            for ($index = $entries.Count - 1; $index -ge 0; $index--) {
                if ("$($entries[$index].FileName)".StartsWith($PSScriptRoot)) { $entries.RemoveItem($index) }
            }
        }
    }

    $display = Import-Module -Name "$PSScriptRoot/NemoVideo.Display.psd1" -PassThru
} finally {
    [NemoVideo.Loader.ModuleLoader]::ExitDisplay()
}

# PowerShell doesn't remove the inner modules with this one, and a later import then exports nothing (PowerShell/PowerShell issue
# 20710).
$ExecutionContext.SessionState.Module.OnRemove = {
    Remove-Module -ModuleInfo $display -Force
    Remove-Module -ModuleInfo $cmdlets -Force
}
