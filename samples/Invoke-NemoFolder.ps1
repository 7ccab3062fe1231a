<#
.SYNOPSIS
Creates a video from each clip in a folder, or from each row of a CSV file, and returns an exit code for a scheduler.

.DESCRIPTION
Each line of the output starts with the time and contains no escape sequences. The last line is a summary. You can run the script again at
any time: it creates only the videos that are missing. If another run with the same inputs is still working, the script does nothing.

Exit codes:
0  There was no error. All videos are complete, or another run is creating them.
1  There were errors, but at least one video is complete.
2  There were errors, and no video is complete.

.EXAMPLE
pwsh -NoProfile -NonInteractive -File ./Invoke-NemoFolder.ps1 -Path /srv/clips -Destination /srv/videos -Message 'trim the pauses'
#>
[CmdletBinding()]
param(
    # A folder, a CSV file with columns for New-NemoVideo, or clips. Paths in the CSV file are relative to its folder.
    [Parameter(Mandatory)]
    [string[]] $Path,

    # The folder for the videos.
    [Parameter(Mandatory)]
    [string] $Destination,

    # The message for all clips. Omit it if the CSV file has a Message column.
    [string] $Message,

    [int] $ThrottleLimit,

    # The estimated number of credits that this run can spend. With several shards, the limit applies to each shard.
    [long] $MaximumCredit,

    [int] $ShardIndex,

    [int] $ShardCount,

    # A file with the token, from `Read-Host -AsSecureString | Export-Clixml`. Without it, NEMO_TOKEN or a free token is used.
    [string] $TokenPath,

    # A file to which the output is also appended.
    [string] $LogPath,

    # The name of the module, or the path of its folder.
    [string] $Module = 'NemoVideo'
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$count = @{ New = 0; Done = 0; InUse = 0; Error = 0 }
$lock = $null

# Adds the time to each entry.
filter Write-Log {
    $line = '{0:yyyy-MM-ddTHH:mm:sszzz} {1}' -f [datetimeoffset]::Now, ($_ -replace '\p{Cc}+', ' ').TrimEnd()
    if ($LogPath) { Add-Content -LiteralPath $LogPath -Value $line -Encoding UTF8 }
    $line
}

# Counts an object that a cmdlet wrote, and describes it in one line.
filter Format-Entry {
    if ($_ -is [System.Management.Automation.ErrorRecord]) {
        $count.Error++
        "ERROR $_ $($_.ErrorDetails.RecommendedAction)"
    } elseif ($_ -is [System.Management.Automation.WarningRecord]) {
        "WARNING $_"
    } elseif (-not $_.Status) {
        "$_"
    } elseif ($_.Status -eq 'Succeeded') {
        $count.New++
        "Created $($_.OutputPath) from $($_.SourceName)"
    } elseif ($_.Status -eq 'AlreadyDone') {
        $count.Done++
    } elseif ($_.Status -eq 'InUse') {
        $count.InUse++
    }
}

# Returns false if another run holds the lock. The operating system releases the lock when the process ends.
function Lock-Schedule {
    $null = New-Item -ItemType Directory -Path $Destination -Force
    $key = [System.Text.Encoding]::UTF8.GetBytes("$Path|$Message|$ShardIndex")
    $hash = [System.BitConverter]::ToString([System.Security.Cryptography.SHA256]::Create().ComputeHash($key), 0, 8).Replace('-', '')
    try {
        $script:lock = [System.IO.File]::Open("$Destination/.nemo-$hash.lock", 'OpenOrCreate', 'ReadWrite', 'None')
        $true
    } catch [System.IO.IOException] {
        # A sharing violation on Windows, EAGAIN on Linux and macOS.
        if ($_.Exception.GetBaseException().HResult -notin -2147024864, 11, 35) { throw }
        $false
    }
}

function Read-Clip {
    foreach ($item in Get-Item -LiteralPath $Path) {
        if ($item.PSIsContainer) {
            Get-ChildItem -LiteralPath $item.FullName -File
        } elseif ($item.Extension -eq '.csv') {
            Set-Location -LiteralPath $item.DirectoryName
            Import-Csv -LiteralPath $item.FullName
        } else {
            $item
        }
    }
}

Push-Location
try {
    $Path = @($Path | ForEach-Object { $PSCmdlet.GetUnresolvedProviderPathFromPSPath($_) })
    $Destination = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($Destination)
    if ($LogPath) { $LogPath = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($LogPath) }
    if (Lock-Schedule) {
        $options = @{ Destination = $Destination; ErrorAction = 'Continue' }
        foreach ($name in 'Message', 'ThrottleLimit', 'MaximumCredit', 'ShardIndex', 'ShardCount') {
            if ($PSBoundParameters.ContainsKey($name)) { $options[$name] = $PSBoundParameters[$name] }
        }
        $connection = if ($TokenPath) { @{ Token = Import-Clixml -LiteralPath $TokenPath } } else { @{} }
        & {
            Import-Module -Name $Module
            Connect-Nemo @connection
            Read-Clip | New-NemoVideo @options
        } *>&1 | Format-Entry | Write-Log
    } else {
        'Another run with the same inputs is still working.' | Write-Log
    }
} catch {
    $_ | Format-Entry | Write-Log
} finally {
    if ($lock) { $lock.Dispose() }
    Pop-Location
}

"Summary: $($count.New) new, $($count.Done) already done, $($count.InUse) in use by another run; errors: $($count.Error)" | Write-Log
if ($count.Error -eq 0) { exit 0 }
if ($count.New + $count.Done + $count.InUse) { exit 1 }
exit 2
