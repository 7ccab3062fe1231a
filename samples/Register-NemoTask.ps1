<#
.SYNOPSIS
Registers a scheduled task on Windows that runs Invoke-NemoFolder.ps1 every day.

.DESCRIPTION
The task runs as the user of Credential, even if this user isn't logged on. Task Scheduler doesn't start the task while it is running.
Relative paths are relative to the current folder.

.EXAMPLE
./Register-NemoTask.ps1 -Path ~\Videos\clips -Destination ~\Videos\out -Message 'trim the pauses' -Credential (Get-Credential $env:USERNAME)
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $Path,

    [Parameter(Mandatory)]
    [string] $Destination,

    [Parameter(Mandatory)]
    [string] $Message,

    [Parameter(Mandatory)]
    [pscredential] $Credential,

    [datetime] $At = '03:00',

    # The estimated number of credits that each run can spend.
    [long] $MaximumCredit,

    # A file with the token, from `Read-Host -AsSecureString | Export-Clixml`. The same user must create it on this computer.
    [string] $TokenPath,

    [string] $TaskName = 'NemoVideo'
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Command -Name Register-ScheduledTask -ErrorAction Ignore)) {
    throw 'The task was not registered, because the ScheduledTasks module of Windows is missing. On Windows, use schtasks.exe. ' +
        'On Linux and macOS, use the systemd or crontab sample.'
}

# Quotes an argument as Windows programs expect it: a backslash before a quotation mark is doubled.
filter ConvertTo-Argument { '"{0}"' -f ($_ -replace '(\\*)"', '$1$1\"' -replace '(\\+)$', '$1$1') }

# The task starts in another folder.
filter Resolve-Full { $PSCmdlet.GetUnresolvedProviderPathFromPSPath($_) }

# The folder of PowerShell from the Microsoft Store has another name after each update. The alias stays the same.
filter Resolve-Alias {
    if ($_ -like '*\WindowsApps\Microsoft.PowerShell*_*') { "$env:LOCALAPPDATA\Microsoft\WindowsApps\pwsh.exe" } else { $_ }
}

$options = [ordered]@{ Path = $Path | Resolve-Full; Destination = $Destination | Resolve-Full; Message = $Message }
$options.LogPath = "$($options.Destination.TrimEnd('\', '/')).log"
if ($PSBoundParameters.ContainsKey('MaximumCredit')) { $options.MaximumCredit = $MaximumCredit }
if ($TokenPath) { $options.TokenPath = $TokenPath | Resolve-Full }
$script = "$PSScriptRoot/Invoke-NemoFolder.ps1" | ConvertTo-Argument
$arguments = @('-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-File', $script)
$arguments += foreach ($name in $options.Keys) { "-$name"; "$($options[$name])" | ConvertTo-Argument }

# This script can run in another program, such as PowerShell ISE, but the task needs PowerShell itself.
$pwsh = "$PSHOME/pwsh.exe", "$PSHOME/powershell.exe", "$PSHOME/pwsh" | Where-Object { Test-Path -LiteralPath $_ } | Select-Object -First 1
if (-not $pwsh) { $pwsh = (Get-Command -Name pwsh, powershell -CommandType Application | Select-Object -First 1).Source }
$trigger = New-ScheduledTaskTrigger -Daily -At $At
# By default, the time has the UTC offset of today, and the task would start an hour earlier or later when daylight saving time changes.
$trigger.StartBoundary = $At.ToString('s')
$task = @{
    TaskName = $TaskName
    Action   = New-ScheduledTaskAction -Execute ($pwsh | Resolve-Alias) -Argument ($arguments -join ' ')
    Trigger  = $trigger
    Settings = New-ScheduledTaskSettingsSet -MultipleInstances IgnoreNew -StartWhenAvailable -ExecutionTimeLimit 0
    User     = $Credential.UserName
    Password = $Credential.GetNetworkCredential().Password
}
Register-ScheduledTask @task
