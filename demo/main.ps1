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

Get-ChildItem -Path $Clips -Filter *.mp4 |
    New-NemoVideo $Message -Destination $Destination -PollIntervalSec $PollIntervalSec -IncludeEvent |
    ForEach-Object { Write-Host "  $_"; $_ } |    # shows the progress; a scheduled task doesn't need it
    Export-NemoReport (Join-Path $Destination report.html) -Force |
    ForEach-Object { "Report: $_" }
