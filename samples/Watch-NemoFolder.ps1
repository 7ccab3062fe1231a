<#
.SYNOPSIS
Creates a video from each clip that is saved in a folder, until the script is stopped.

.DESCRIPTION
The script waits until a clip is finished: its size and time haven't changed between two checks. On Windows, the script also waits until no
program is writing to the clip. Empty files, CSV files, and files whose name isn't valid UTF-8 are ignored. If a clip fails, the script
tries this clip again after RetrySec, and then after twice the time for each further failure. If the folder can't be read, the script
continues with the next check.

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

    # The time until a clip that failed is tried again, in seconds. After each further failure, the time is twice as long, up to one day.
    [double] $RetrySec = 3600,

    # More parameters of Invoke-NemoFolder.ps1, such as @{ MaximumCredit = 500 }.
    [hashtable] $Option = @{}
)

# The strict mode of a caller must not change this script, which reads properties that some objects don't have.
Set-StrictMode -Off
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

# What to remember about a clip. A clip that waits for credits or for another run didn't fail.
function New-Entry {
    param($Previous, [string] $Version, [string] $Status)
    if ($Status -in 'Succeeded', 'AlreadyDone') { return @{ Version = $Version; RetryAt = [datetime]::MaxValue } }
    $failedAgain = $Previous.Version -eq $Version -and $Status -notin 'InUse', 'NotStarted'
    $delay = if ($failedAgain) { [math]::Min(2 * $Previous.Delay, 86400) } else { $RetrySec }
    @{ Version = $Version; Delay = $delay; RetryAt = [datetime]::UtcNow.AddSeconds($delay) }
}

# If the folder is missing at the start, the script ends.
$folder = Get-Item -LiteralPath $Path
$seen = New-Table
$handled = New-Table
$problem = ''
while ($true) {
    $previous = $seen
    $seen = New-Table
    try {
        $finished = @(foreach ($file in Get-ChildItem -LiteralPath $folder.FullName -File) {
            if ($file.Extension -eq '.csv') { continue }
            $name = $file.FullName
            # A link has a size and a time of its own.
            $clip = if ($file.ResolvedTarget) { [System.IO.FileInfo] $file.ResolvedTarget } else { $file }
            $seen[$name] = "$($clip.Length) $($clip.LastWriteTimeUtc.Ticks)"
            $isDue = $handled[$name].Version -ne $seen[$name] -or [datetime]::UtcNow -ge $handled[$name].RetryAt
            if ($clip.Length -and $seen[$name] -eq $previous[$name] -and $isDue -and (Test-Closed $name)) { $file }
        })
        foreach ($name in @($handled.Keys)) { if (-not $seen.ContainsKey($name)) { $handled.Remove($name) } }
        $problem = ''
    } catch {
        # The folder can be on a disk that isn't available for a while. The same error is written once.
        $finished = @()
        if ("$_" -ne $problem) { '{0:yyyy-MM-ddTHH:mm:sszzz} ERROR {1}' -f [datetimeoffset]::Now, $_ }
        $problem = "$_"
    }

    if ($finished) {
        $status = New-Table
        $run = @{ Path = $finished; Destination = $Destination; Message = $Message; PassThru = $true }
        & "$PSScriptRoot/Invoke-NemoFolder.ps1" @run @Option | ForEach-Object {
            if ($_ -is [string]) { $_ } else { $status[$_.SourceName] = $_.Status }
        }
        foreach ($file in $finished) {
            $name = $file.FullName
            $handled[$name] = New-Entry $handled[$name] $seen[$name] $status[$file.Name]
        }
    }

    Start-Sleep -Milliseconds ($IntervalSec * 1000)
}
