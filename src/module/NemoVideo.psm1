# Loads the compiled cmdlets. The work is done by NemoVideo.Loader, which keeps what the module depends on apart from
# what other modules have loaded; here is decided which of the builds fits this PowerShell.

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$runtime = [Environment]::Version
$isCore = $PSVersionTable.PSEdition -eq 'Core'

# The manifest can only ask for one lowest version, and that is the one of Windows PowerShell.
if ($isCore -and $runtime.Major -lt 8) {
    throw "NemoVideo needs PowerShell 7.4 or later, or Windows PowerShell 5.1; this is PowerShell $($PSVersionTable.PSVersion)."
}

$bin = Join-Path -Path $PSScriptRoot -ChildPath 'bin'
$payload = Join-Path -Path $bin -ChildPath 'netstandard2.0'
$newest = Join-Path -Path $bin -ChildPath 'net10.0'
if ($isCore -and $runtime.Major -ge 10 -and (Test-Path -LiteralPath (Join-Path -Path $newest -ChildPath 'NemoVideo.PowerShell.dll'))) {
    $payload = $newest
}

# One loader serves the process: another runspace, or another version of the module, may have brought it.
if (-not ('NemoVideo.Loader.ModuleLoader' -as [type])) {
    $kind = if ($isCore) { 'net8.0' } else { 'netstandard2.0' }
    $null = [System.Reflection.Assembly]::LoadFrom([System.IO.Path]::Combine($bin, 'loader', $kind, 'NemoVideo.Loader.dll'))
}

$cmdlets = Import-Module -Assembly ([NemoVideo.Loader.ModuleLoader]::Load($payload)) -PassThru

# What lists show, what aliases there are, how deep a copy goes: read by hand and not by the manifest, as the file says.
$types = Join-Path -Path $PSScriptRoot -ChildPath 'NemoVideo.Types.ps1xml'
Update-TypeData -PrependPath $types

# PowerShell keeps the inner module when this one goes, and a later import that finds it there exports nothing
# (PowerShell/PowerShell issue 20710). Nor does it take back what Update-TypeData has brought.
$ExecutionContext.SessionState.Module.OnRemove = {
    Remove-TypeData -Path $types -ErrorAction Ignore
    Remove-Module -ModuleInfo $cmdlets -Force
}
