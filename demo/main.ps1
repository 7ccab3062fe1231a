<#
.SYNOPSIS
Creates a finished video from each clip in a folder.

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
    Send-NemoUpload -SessionPerFile |
    Invoke-NemoEdit $Message |
    ForEach-Object { Write-Host "  $_"; $_ } |    # shows the progress; a scheduled task doesn't need it
    Start-NemoExport |
    Wait-NemoExport -Destination $Destination -PollIntervalSec $PollIntervalSec |
    ForEach-Object { '{0}  {1:N0} bytes' -f $_.Path, $_.Length }
