<#
.SYNOPSIS
Creates a finished video from each clip in a folder, and a report.

.EXAMPLE
./main.ps1 -Clips D:\Clips -Destination D:\Videos
#>
param(
    [string] $Clips = '.',
    [string] $Destination = './out',
    [string] $Message = 'trim the pauses, add a title',
    [double] $PollIntervalSec = 30
)

Import-Module -Name NemoVideo
Connect-Nemo

# Shows the progress; a scheduled task doesn't need it. Videos are created at the same time, so each line begins with the name of
# its clip.
filter Show-Progress {
    $name = $_.SourceName
    "$_".Trim() -split '[\r\n]+' | ForEach-Object { Write-Host ('{0,-12} {1}' -f $name, $_) }
    $_
}

Get-ChildItem -Path $Clips -Filter *.mp4 |
    New-NemoVideo $Message -Destination $Destination -PollIntervalSec $PollIntervalSec -IncludeEvent |
    Show-Progress |
    Export-NemoReport (Join-Path $Destination report.html) -Force |
    ForEach-Object { "Report: $_" }
