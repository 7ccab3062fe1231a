# Selects the build for this version of PowerShell and loads it with NemoVideo.Loader, which isolates the module's dependencies
# from those of other modules. It uses .NET for paths, because Join-Path and Test-Path would load another module.

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$runtime = [Environment]::Version
$isCore = $PSVersionTable.PSEdition -eq 'Core'

# The manifest supports only one minimum version, which is that of Windows PowerShell.
if ($isCore -and $runtime.Major -lt 8) {
    throw "NemoVideo requires Windows PowerShell 5.1, or PowerShell 7.4 or later. This is PowerShell $($PSVersionTable.PSVersion)."
}

# The payload for .NET 10 is used if this PowerShell can load it. NEMO_PAYLOAD selects one explicitly, to test or to find a problem.
$bin = [System.IO.Path]::Combine($PSScriptRoot, 'bin')
$payloads = @(if ($isCore -and $runtime.Major -ge 10) { 'net10.0' }) + 'netstandard2.0'
$selected = if ($env:NEMO_PAYLOAD) { $env:NEMO_PAYLOAD } else { $payloads[0] }
if ($selected -cnotin $payloads) {
    throw "The value of the environment variable NEMO_PAYLOAD is '$selected'. In this PowerShell, it can be: $($payloads -join ', ')."
}

$payload = [System.IO.Path]::Combine($bin, $selected)

# A process has one loader. Another runspace, or another version of the module, may have loaded it already.
if (-not ('NemoVideo.Loader.ModuleLoader' -as [type])) {
    $kind = if ($isCore) { 'net8.0' } else { 'netstandard2.0' }
    $null = [System.Reflection.Assembly]::LoadFrom([System.IO.Path]::Combine($bin, 'loader', $kind, 'NemoVideo.Loader.dll'))
}

$cmdlets = Import-Module -Assembly ([NemoVideo.Loader.ModuleLoader]::Load($payload)) -PassThru

# Imports the views and the type data. The runspaces of a pool share the list of such files: PowerShell reads the files of the list when it
# opens a runspace, and an import doesn't read a listed file again. A runspace that was opened before needs them, too. In the first import
# of a process, no list has the files. PowerShell isn't made for changes of the list by several runspaces at the same time.
$lock = [NemoVideo.Loader.ModuleLoader]
[System.Threading.Monitor]::Enter($lock)
try {
    if ([AppDomain]::CurrentDomain.GetData('NemoVideo.Display')) {
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

    [AppDomain]::CurrentDomain.SetData('NemoVideo.Display', $true)
    $display = Import-Module -Name ([System.IO.Path]::Combine($PSScriptRoot, 'NemoVideo.Display.psd1')) -PassThru
} finally {
    [System.Threading.Monitor]::Exit($lock)
}

# PowerShell doesn't remove the inner modules with this one, and a later import then exports nothing (PowerShell/PowerShell issue
# 20710).
$ExecutionContext.SessionState.Module.OnRemove = {
    Remove-Module -ModuleInfo $display -Force
    Remove-Module -ModuleInfo $cmdlets -Force
}
