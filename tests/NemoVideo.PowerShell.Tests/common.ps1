# What the test files share; each takes it in with `. $PSScriptRoot/common.ps1` in its BeforeAll. Works in Windows
# PowerShell 5.1 as well. NEMO_MODULE_PATH and NEMO_EMULATOR_PATH come from `dotnet test`; a suite started by hand with
# Invoke-Pester takes what the last build has left.

$script:repository = Split-Path -Path (Split-Path -Path $PSScriptRoot -Parent) -Parent
$script:savedEnvironment = @{}

<#
.SYNOPSIS
The path of the module under test: a folder with a folder for each version.
#>
function Get-NemoModulePath {
    if ($env:NEMO_MODULE_PATH) { $env:NEMO_MODULE_PATH } else { [System.IO.Path]::Combine($script:repository, 'output', 'NemoVideo') }
}

<#
.SYNOPSIS
The path of the emulator's assembly: what dotnet test hands over, otherwise the one that was built last.
#>
function Get-NemoEmulatorPath {
    if ($env:NEMO_EMULATOR_PATH) { return $env:NEMO_EMULATOR_PATH }

    $built = Get-ChildItem -Path "$script:repository/src/NemoVideo.Emulator/bin/*/net10.0/NemoVideo.Emulator.dll" |
        Sort-Object -Property LastWriteTimeUtc | Select-Object -Last 1
    if (-not $built) { throw 'The emulator is not built: run `dotnet build` first.' }
    $built.FullName
}

<#
.SYNOPSIS
Cuts the test file off from the user's own state: journal, token and client id live in a folder of its own.

.DESCRIPTION
Restore-NemoEnvironment brings back what was there; call it in AfterAll.

.PARAMETER HomePath
The folder for NEMO_HOME; a path under $TestDrive. It is made where it is missing.

.PARAMETER ApiUrl
The service to talk to: the Url of an emulator. Without it, a port where nobody listens: no test may reach the real
service.
#>
function Set-NemoEnvironment {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)]
        [string] $HomePath,

        [string] $ApiUrl = 'http://127.0.0.1:9'
    )

    $values = @{
        NEMO_HOME      = $HomePath
        NEMO_API_URL   = $ApiUrl
        NEMO_WEB_URL   = $null
        NEMO_TOKEN     = $null
        NEMO_CLIENT_ID = $null
    }
    $script:savedEnvironment = @{}
    foreach ($name in $values.Keys) {
        $script:savedEnvironment[$name] = [Environment]::GetEnvironmentVariable($name)
        [Environment]::SetEnvironmentVariable($name, $values[$name])
    }

    $null = New-Item -ItemType Directory -Path $HomePath -Force
}

<#
.SYNOPSIS
Brings back the environment as it was before Set-NemoEnvironment.
#>
function Restore-NemoEnvironment {
    foreach ($name in @($script:savedEnvironment.Keys)) {
        [Environment]::SetEnvironmentVariable($name, $script:savedEnvironment[$name])
    }
}

<#
.SYNOPSIS
Waits until a condition holds, and gives what it gave. Fails when the time is up.

.DESCRIPTION
For what another process does: tests wait for the server's record of an event, they never sleep for a time that should
do.

.EXAMPLE
Wait-Until { $emulator.GetRequests() | Where-Object path -eq '/run_sse' | Where-Object aborted } -Because 'the request must end'
#>
function Wait-Until {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)]
        [scriptblock] $Condition,

        [double] $TimeoutSec = 30,

        [string] $Because = "$Condition".Trim()
    )

    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    while ($true) {
        $result = & $Condition
        if ($result) { return $result }
        if ($clock.Elapsed.TotalSeconds -ge $TimeoutSec) { throw "Waited $TimeoutSec s in vain: $Because" }
        Start-Sleep -Milliseconds 50
    }
}

<#
.SYNOPSIS
Starts an emulator on a free port and waits until it listens. Stop it with Stop-NemoEmulator.

.PARAMETER DataPath
Where it keeps its state and its log; a path under $TestDrive.

.PARAMETER ArgumentList
More options of the emulator. Renders are instant and events follow at once unless these say otherwise.

.OUTPUTS
An object with Url and Process, and with the methods GetRequests(), GetFailures(), AddFault(text) with a fault a line,
ClearFaults(), Release(), RevokeTokens() and SetCredit(number).
#>
function Start-NemoEmulator {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)]
        [string] $DataPath,

        [string[]] $ArgumentList = @()
    )

    $null = New-Item -ItemType Directory -Path $DataPath -Force
    $output = Join-Path -Path $DataPath -ChildPath 'emulator.out'
    $errors = Join-Path -Path $DataPath -ChildPath 'emulator.err'
    $state = Join-Path -Path $DataPath -ChildPath 'state'
    $arguments = @(
        Get-NemoEmulatorPath
        '--urls', 'http://127.0.0.1:0', '--data', $state, '--render-seconds', '0', '--event-delay-ms', '0'
        $ArgumentList
    ) | ForEach-Object { '"{0}"' -f $_.Replace('"', '\"') }

    $dotnet = if ($env:DOTNET_HOST_PATH) { $env:DOTNET_HOST_PATH } else { 'dotnet' }
    $process = Start-Process -FilePath $dotnet -ArgumentList $arguments -PassThru -RedirectStandardOutput $output -RedirectStandardError $errors
    # Without a handle opened early, Windows PowerShell knows no exit code later.
    $null = $process.Handle

    try {
        $url = Wait-Until -Because 'the emulator must start' {
            $log = Get-Content -LiteralPath $output -Raw -ErrorAction Ignore
            if ($log -match 'NemoVideo emulator listening on (http://\S+)') { return $Matches[1] }
            if ($process.HasExited) {
                throw "The emulator ended with code $($process.ExitCode): $(Get-Content -LiteralPath $errors -Raw -ErrorAction Ignore)"
            }
        }
    } catch {
        if (-not $process.HasExited) { $process.Kill() }
        throw
    }

    $emulator = [pscustomobject]@{ Url = $url; Process = $process }
    $methods = @{
        GetRequests  = { @(Invoke-RestMethod -Uri "$($this.Url)/_emulator/requests" -UseBasicParsing | ForEach-Object { $_ }) }
        GetFailures  = { @(Invoke-RestMethod -Uri "$($this.Url)/_emulator/failures" -UseBasicParsing | ForEach-Object { $_ }) }
        AddFault     = { param([string] $Text) $this.Post('faults', $Text) }
        ClearFaults  = { $null = Invoke-RestMethod -Uri "$($this.Url)/_emulator/faults" -Method Delete -UseBasicParsing }
        Release      = { $this.Post('release', '') }
        RevokeTokens = { $this.Post('revoke', '') }
        SetCredit    = { param([long] $Number) $this.Post('credits', (ConvertTo-Json -InputObject @{ available = $Number })) }
        Post         = {
            param([string] $Path, [string] $Text)
            $body = [System.Text.Encoding]::UTF8.GetBytes($Text)
            $type = if ($Path -eq 'credits') { 'application/json' } else { 'text/plain; charset=utf-8' }
            $null = Invoke-RestMethod -Uri "$($this.Url)/_emulator/$Path" -Method Post -Body $body -ContentType $type -UseBasicParsing
        }
    }
    foreach ($name in $methods.Keys) {
        Add-Member -InputObject $emulator -MemberType ScriptMethod -Name $name -Value $methods[$name]
    }

    $emulator
}

<#
.SYNOPSIS
Ends an emulator that Start-NemoEmulator has started, and nothing else.
#>
function Stop-NemoEmulator {
    [CmdletBinding()]
    param([AllowNull()] $Emulator)

    if ($Emulator -and -not $Emulator.Process.HasExited) {
        $Emulator.Process.Kill()
        $null = $Emulator.Process.WaitForExit(10000)
    }
}

<#
.SYNOPSIS
Runs a script in a new process of the same PowerShell and gives what it wrote, line by line; fails where it fails.

.DESCRIPTION
For what a process can do only once: an assembly that is loaded stays.
#>
function Invoke-NewPowerShell {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)]
        [string] $Script
    )

    # The .NET tool runs in dotnet itself, and is told which program it is.
    $program = (Get-Process -Id $PID).Path
    $leading = @(if ([System.IO.Path]::GetFileNameWithoutExtension($program) -eq 'dotnet') { Join-Path -Path $PSHOME -ChildPath 'pwsh.dll' })

    $file = Join-Path -Path $TestDrive -ChildPath "$([guid]::NewGuid()).ps1"
    $lines = @('$ErrorActionPreference = "Stop"', '$ProgressPreference = "SilentlyContinue"', $Script)
    # Windows PowerShell takes a file without a mark for one in the old encoding of the computer.
    Set-Content -LiteralPath $file -Value $lines -Encoding UTF8

    # A line on standard error is not yet a failure here; the exit code tells.
    $ErrorActionPreference = 'Continue'
    $written = & $program @leading -NoLogo -NoProfile -NonInteractive -ExecutionPolicy Bypass -File $file 2>&1 | ForEach-Object { "$_" }
    if ($LASTEXITCODE -ne 0) {
        throw "The new PowerShell ended with code ${LASTEXITCODE}:`n$($written -join "`n")"
    }

    $written
}
