<#
.SYNOPSIS
Creates a video from each clip in a folder, or from each row of a CSV file, and returns an exit code for a scheduler.

.DESCRIPTION
Each line of the output starts with the time and contains no escape sequences. The last line is a summary. Before it, a line for each video
that failed contains a command that repairs only this video, in any PowerShell of the same user. You can run the script again at any time:
it creates only the videos that are missing. Videos that another run is still creating are skipped.

Exit codes:
0  There was no error. All videos are complete, or another run is creating them. Skipped clips, sidecars and empty rows don't count.
1  There were errors, but at least one video is complete.
2  There were errors, and no video is complete, or all clips were skipped.
If PowerShell was started with -NonInteractive, and the script is stopped with Ctrl+C or its output can't be written, this also counts as
an error. There is no summary then.

.EXAMPLE
pwsh -NoProfile -NonInteractive -File ./Invoke-NemoFolder.ps1 -Path /srv/clips -Destination /srv/videos -Message 'trim the pauses'
#>
[CmdletBinding()]
param(
    # A folder, a CSV file with columns for New-NemoVideo, or clips. Clips in subfolders aren't used: pass them with
    # (Get-ChildItem -Recurse -File). Paths in the CSV file are relative to its folder. A file object, or a file in a folder, is always a
    # clip. Also with `pwsh -File`, separate several paths with commas: -Path a.mp4,b.mp4
    [Parameter(Mandatory)]
    [object[]] $Path,

    # The character that separates the columns of the CSV file, such as ';'.
    [char] $Delimiter = ',',

    # The folder for the videos.
    [Parameter(Mandatory)]
    [string] $Destination,

    # The message for all clips. Omit it if the CSV file has a Message column.
    [string] $Message,

    # The number of videos to create at the same time.
    [int] $ThrottleLimit,

    # The estimated number of credits that this run can spend. With several shards, the limit applies to each shard.
    [long] $MaximumCredit,

    # The shard of this computer, from 0.
    [int] $ShardIndex,

    # The number of computers that share the clips.
    [int] $ShardCount,

    # Creates all videos again. All messages are sent and charged again.
    [switch] $Restart,

    # Creates videos from the timeline as it is, if a message of a previous run changed nothing, was lost, or failed after a change.
    [switch] $AcceptTimeline,

    # Replaces existing files.
    [switch] $Force,

    # A file with the token, from `Read-Host -AsSecureString | Export-Clixml`. Without it, NEMO_TOKEN or a free token is used.
    [string] $TokenPath,

    # A file to which the output is also appended.
    [string] $LogPath,

    # The name of the module, or the path of its folder.
    [string] $Module = 'NemoVideo',

    # Also returns the results of New-NemoVideo, between the lines of the log.
    [switch] $PassThru
)

# The strict mode of a caller must not change this script, which reads properties that some objects don't have.
Set-StrictMode -Off
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$count = @{ Input = 0; New = 0; Done = 0; InUse = 0; Skipped = 0; Error = 0 }
$summary = @{ Text = $null }
$log = @{ Failed = $false }

# Adds the time to an entry, and removes characters that start a new line or change the direction of the text.
filter Format-Line { '{0:yyyy-MM-ddTHH:mm:sszzz} {1}' -f [datetimeoffset]::Now, ($_ -replace '[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+', ' ').TrimEnd() }

# If the log file can't be written, the run continues.
filter Write-Log {
    if ($_ -isnot [string]) { return $_ }
    $line = $_ | Format-Line
    $line
    if (-not $LogPath) { return }
    try {
        Add-Content -LiteralPath $LogPath -Value $line -Encoding UTF8
    } catch {
        if (-not $log.Failed) { "WARNING Some lines are missing from the log file. $_" | Format-Line }
        $log.Failed = $true
    }
}

# Counts an object that a cmdlet wrote, and describes it in one line.
filter Format-Entry {
    if ($_ -is [System.Management.Automation.ErrorRecord]) {
        $count.Error++
        "ERROR $($_.FullyQualifiedErrorId -replace ',.*'): $_ $(Format-Repair $_.ErrorDetails.RecommendedAction)"
    } elseif ($_ -is [System.Management.Automation.WarningRecord]) {
        if ("$_" -match "^'.*' was skipped, because it (is in the destination folder|contains only audio)") { $count.Skipped++ }
        "WARNING $_"
    } elseif ($_ -is [System.Management.Automation.InformationRecord]) {
        if ("$_" -like 'Summary: *') { $summary.Text = "$_" } else { "$_" }
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
    if ($PassThru -and $_.Status) { $_ }
}

# The command of a failed video reads the token as this run did. A log without some characters of a message must not contain the command,
# because the changed message would be charged.
function Format-Repair {
    param([string] $Line)
    if ($TokenPath) {
        $file = Convert-Path -LiteralPath $TokenPath
        $file = [System.Management.Automation.Language.CodeGeneration]::EscapeSingleQuotedStringContent($file)
        $Line = $Line.Replace("(Read-Host -AsSecureString 'Token')", "(Import-Clixml -LiteralPath '$file')")
    }
    if ($Line -match '[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]') { $Line -replace '(?s) To repair it: .*' } else { $Line }
}

# Returns the clips or the rows of one input. The current folder becomes the folder of a CSV file.
function Get-Clip {
    param($Source)
    if ($Source -is [System.IO.FileInfo]) { return $Source }
    $item = Get-Item -LiteralPath $PSCmdlet.GetUnresolvedProviderPathFromPSPath($Source)
    if ($item.PSIsContainer) {
        # Get-ChildItem leaves out files whose names .NET can't read.
        foreach ($name in [System.IO.Directory]::GetFiles($item.FullName, "*$([char] 0xFFFD)*")) {
            if ([System.IO.File]::Exists($name)) { continue }
            Write-Error "'$name' was not processed, because its name isn't valid UTF-8. Rename the file." -ErrorAction Continue
        }
        Get-ChildItem -LiteralPath $item.FullName -File -ErrorAction Continue
    } elseif ($item.Extension -eq '.csv') {
        # A program that failed can leave an empty file. On Windows, each link has the length 0.
        if ($item.Length -eq 0 -and -not $item.LinkType) { throw "'$($item.FullName)' is empty." }
        Set-Location -LiteralPath $item.DirectoryName
        Import-Csv -LiteralPath $item.FullName -Delimiter $Delimiter
    } else {
        $item
    }
}

# With `pwsh -File`, a list arrives as one string. A name can also contain a comma.
filter Split-List {
    $parts = if ($_ -is [string] -and -not (Test-Path -LiteralPath $_)) { $_ -split ', *' -ne '' }
    if ($parts -and -not ($parts | Where-Object { -not (Test-Path -LiteralPath $_) })) { $parts } else { $_ }
}

# If an input can't be read, the next one follows.
function Read-Clip {
    foreach ($source in $Path | Split-List) {
        Push-Location
        try {
            Get-Clip $source
        } catch {
            Write-Error -ErrorRecord $_ -ErrorAction Continue
        } finally {
            Pop-Location
        }
    }
}

$isComplete = $false
try {
    try {
        if ($LogPath) { $LogPath = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($LogPath) }
        $options = @{ Destination = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($Destination); ErrorAction = 'Continue' }
        foreach ($name in 'Message', 'ThrottleLimit', 'MaximumCredit', 'ShardIndex', 'ShardCount') {
            if ($PSBoundParameters.ContainsKey($name)) { $options[$name] = $PSBoundParameters[$name] }
        }
        foreach ($name in 'Restart', 'AcceptTimeline', 'Force') {
            if ($PSBoundParameters[$name]) { $options[$name] = $true }
        }
        # The user has asked for it, and nobody can answer a question.
        if ($Restart) { $options.Confirm = $false }
        $connection = if ($TokenPath) { @{ Token = Import-Clixml -LiteralPath $TokenPath } } else { @{} }
        & {
            Import-Module -Name $Module
            Connect-Nemo @connection
            Read-Clip | ForEach-Object { $count.Input++; $_ } | New-NemoVideo @options
        } *>&1 | Format-Entry | Write-Log
    } catch {
        $_ | Format-Entry | Write-Log
    }
    if (-not $summary.Text) { $summary.Text = "Summary: $($count.New) created, $($count.Done) already done" }
    "$($summary.Text); errors: $($count.Error)" | Write-Log
    $isComplete = $true
} finally {
    # After Ctrl+C, or if the output can't be written because the disk is full, PowerShell runs only this block, and ignores `exit`. A
    # PowerShell that a user types in must not end.
    $exitCode = if ($count.New + $count.Done) { 1 } else { 2 }
    if (-not $isComplete -and [Environment]::GetCommandLineArgs() -match '^-noni') {
        try {
            $Host.UI.WriteErrorLine('The run was stopped, or its output can''t be written.')
        } finally {
            [Environment]::Exit($exitCode)
        }
    }
}

# Clips of other shards have no result. If a video was started, a warning can contain text from the service.
$canBeOfOtherShard = $ShardCount -gt 1 -and $count.Skipped -lt $count.Input
$hasOnlySkipped = $count.Skipped -and -not $canBeOfOtherShard -and -not ($count.New + $count.Done + $count.InUse)
if ($count.Error -eq 0 -and -not $hasOnlySkipped) { exit 0 }
exit $exitCode
