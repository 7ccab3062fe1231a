<#
.SYNOPSIS
Registers a scheduled task on Windows that runs Invoke-NemoFolder.ps1 every day.

.DESCRIPTION
The task runs as the user of Credential, even if this user isn't logged on. Task Scheduler doesn't start the task while it is running.

.EXAMPLE
./Register-NemoTask.ps1 -Path D:\Clips -Destination D:\Videos -Message 'trim the pauses' -Credential (Get-Credential $env:USERNAME)
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

# Quotes an argument as Windows programs expect it: a backslash before a quotation mark is doubled.
filter ConvertTo-Argument { '"{0}"' -f ($_ -replace '(\\*)"', '$1$1\"' -replace '(\\+)$', '$1$1') }

$options = [ordered]@{ Path = $Path; Destination = $Destination; Message = $Message; LogPath = "$Destination.log" }
if ($PSBoundParameters.ContainsKey('MaximumCredit')) { $options.MaximumCredit = $MaximumCredit }
if ($TokenPath) { $options.TokenPath = $TokenPath }
$script = "$PSScriptRoot/Invoke-NemoFolder.ps1" | ConvertTo-Argument
$arguments = @('-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-File', $script)
$arguments += foreach ($name in $options.Keys) { "-$name"; "$($options[$name])" | ConvertTo-Argument }

$pwsh = (Get-Process -Id $PID).Path
$task = @{
    TaskName = $TaskName
    Action   = New-ScheduledTaskAction -Execute $pwsh -Argument ($arguments -join ' ')
    Trigger  = New-ScheduledTaskTrigger -Daily -At $At
    Settings = New-ScheduledTaskSettingsSet -MultipleInstances IgnoreNew -StartWhenAvailable -ExecutionTimeLimit 0
    User     = $Credential.UserName
    Password = $Credential.GetNetworkCredential().Password
}
Register-ScheduledTask @task
