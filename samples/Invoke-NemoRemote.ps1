<#
.SYNOPSIS
Splits a batch between several computers. Each computer runs Invoke-NemoFolder.ps1 for one shard.

.DESCRIPTION
On each computer, the paths must exist, and the module must be installed. The records of a computer stay in the profile of the user there.
If a computer fails, run the script again with the same list of computers: nothing is charged twice.

Returns the log lines, and the highest exit code of the computers.

.EXAMPLE
./Invoke-NemoRemote.ps1 -ComputerName edit1, edit2 -Token (Read-Host -AsSecureString 'Token') -Option @{
    Path = '~\Videos\clips'; Destination = '~\Videos\out'; Message = 'trim the pauses'
}
#>
[CmdletBinding()]
param(
    # The computers. The position in this list is the number of the shard.
    [Parameter(Mandatory)]
    [string[]] $ComputerName,

    # Your own token. PowerShell encrypts it on the way to the computers.
    [Parameter(Mandatory)]
    [securestring] $Token,

    # Parameters of Invoke-NemoFolder.ps1, except ShardIndex and ShardCount.
    [Parameter(Mandatory)]
    [hashtable] $Option,

    # The path of Invoke-NemoFolder.ps1 on the computers.
    [string] $ScriptPath = 'C:\Program Files\NemoVideo\Invoke-NemoFolder.ps1'
)

$jobs = @(for ($index = 0; $index -lt $ComputerName.Count; $index++) {
    try {
        $shard = $Option + @{ ShardIndex = $index; ShardCount = $ComputerName.Count }
        Invoke-Command -ComputerName $ComputerName[$index] -AsJob -ArgumentList $ScriptPath, $shard, $Token -ScriptBlock {
            param($ScriptPath, $Shard, $Token)
            $env:NEMO_TOKEN = [System.Net.NetworkCredential]::new('', $Token).Password
            & $ScriptPath @Shard
            $LASTEXITCODE
        }
    } catch {
        Write-Error -ErrorRecord $_ -ErrorAction Continue
    }
})

# Without a job, the computer didn't run its shard.
$exitCode = if ($jobs.Count -lt $ComputerName.Count) { 2 } else { 0 }
foreach ($job in $jobs) {
    $output = @(Receive-Job -Job $job -Wait -AutoRemoveJob -ErrorAction Continue)
    $output | Where-Object { $_ -is [string] }

    # Without an exit code, the computer couldn't be reached, or the connection was lost.
    $code = @($output | Where-Object { $_ -is [int] }) + 2 | Select-Object -First 1
    $exitCode = [math]::Max($exitCode, $code)
}

exit $exitCode
