<#
.SYNOPSIS
Creates a video from each clip that is saved in a folder, until the script is stopped.

.DESCRIPTION
The script waits until a clip is finished: its size and time haven't changed between two checks. On Windows, the script also waits until no
program is writing to the clip. Symbolic links, pipes, devices, and CSV files are ignored. If clips fail, the script tries them again after
RetrySec.

.EXAMPLE
pwsh -NoProfile -NonInteractive -File ./Watch-NemoFolder.ps1 -Path /srv/incoming -Destination /srv/videos -Message 'trim the pauses'
#>
[CmdletBinding()]
param(
    # The folder to watch. Subfolders are ignored.
    [Parameter(Mandatory)]
    [string] $Path,

    # The folder for the videos. Don't use the watched folder.
    [Parameter(Mandatory)]
    [string] $Destination,

    [Parameter(Mandatory)]
    [string] $Message,

    # The time between two checks, in seconds.
    [double] $IntervalSec = 30,

    # The time until clips that failed are tried again, in seconds.
    [double] $RetrySec = 3600,

    # More parameters of Invoke-NemoFolder.ps1, such as @{ MaximumCredit = 500 }.
    [hashtable] $Option = @{}
)

$ErrorActionPreference = 'Stop'

# Whether no program has the file open for writing. Only Windows can tell.
function Test-Closed {
    param([string] $FilePath)
    if ($env:OS -ne 'Windows_NT') { return $true }
    try {
        [System.IO.File]::Open($FilePath, 'Open', 'Read', 'Read').Dispose()
        $true
    } catch [System.IO.IOException], [System.UnauthorizedAccessException] {
        $false
    }
}

# Two names can differ only in case.
function New-Table { [hashtable]::new([System.StringComparer]::Ordinal) }

$seen = New-Table
$handled = New-Table
$retryAt = [datetime]::MaxValue
while ($true) {
    if ([datetime]::UtcNow -ge $retryAt) {
        $handled.Clear()
        $retryAt = [datetime]::MaxValue
    }

    $previous = $seen
    $seen = New-Table
    $finished = @(foreach ($file in Get-ChildItem -LiteralPath $Path -File) {
        $isRegular = $file.LinkType -ne 'SymbolicLink' -and $file.UnixStat.ItemType -in $null, 'File'
        if (-not $isRegular -or $file.Extension -eq '.csv') { continue }
        $name = $file.FullName
        $seen[$name] = "$($file.Length) $($file.LastWriteTimeUtc.Ticks)"
        if ($file.Length -and $seen[$name] -eq $previous[$name] -and $seen[$name] -ne $handled[$name] -and (Test-Closed $name)) { $file }
    })
    if ($finished) {
        & "$PSScriptRoot/Invoke-NemoFolder.ps1" -Path $finished -Destination $Destination -Message $Message @Option
        foreach ($file in $finished) { $handled[$file.FullName] = $seen[$file.FullName] }
        if ($LASTEXITCODE -and $retryAt -eq [datetime]::MaxValue) { $retryAt = [datetime]::UtcNow.AddSeconds($RetrySec) }
    }

    Start-Sleep -Milliseconds ($IntervalSec * 1000)
}
