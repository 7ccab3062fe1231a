# Selects the build for this version of PowerShell and loads it with NemoVideo.Loader, which isolates the module's dependencies
# from those of other modules.

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$runtime = [Environment]::Version
$isCore = $PSVersionTable.PSEdition -eq 'Core'

# The manifest supports only one minimum version, which is that of Windows PowerShell.
if ($isCore -and $runtime.Major -lt 8) {
    throw "NemoVideo requires Windows PowerShell 5.1, or PowerShell 7.4 or later. This is PowerShell $($PSVersionTable.PSVersion)."
}

$bin = Join-Path -Path $PSScriptRoot -ChildPath 'bin'
$payload = Join-Path -Path $bin -ChildPath 'netstandard2.0'
$newest = Join-Path -Path $bin -ChildPath 'net10.0'
if ($isCore -and $runtime.Major -ge 10 -and (Test-Path -LiteralPath (Join-Path -Path $newest -ChildPath 'NemoVideo.PowerShell.dll'))) {
    $payload = $newest
}

# A process has one loader. Another runspace, or another version of the module, may have loaded it already.
if (-not ('NemoVideo.Loader.ModuleLoader' -as [type])) {
    $kind = if ($isCore) { 'net8.0' } else { 'netstandard2.0' }
    $null = [System.Reflection.Assembly]::LoadFrom([System.IO.Path]::Combine($bin, 'loader', $kind, 'NemoVideo.Loader.dll'))
}

$cmdlets = Import-Module -Assembly ([NemoVideo.Loader.ModuleLoader]::Load($payload)) -PassThru

# Not loaded by the manifest. The file itself explains why.
$types = Join-Path -Path $PSScriptRoot -ChildPath 'NemoVideo.Types.ps1xml'
Update-TypeData -PrependPath $types

# PowerShell doesn't remove the inner module with this one, and a later import then exports nothing (PowerShell/PowerShell issue
# 20710). It doesn't undo Update-TypeData either.
$ExecutionContext.SessionState.Module.OnRemove = {
    Remove-TypeData -Path $types -ErrorAction Ignore
    Remove-Module -ModuleInfo $cmdlets -Force
}
