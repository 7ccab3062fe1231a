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
Makes a new folder for the time of one test file.
#>
function New-TestFolder {
    $path = [System.IO.Path]::Combine([System.IO.Path]::GetTempPath(), "nemo-test-$([guid]::NewGuid())")
    (New-Item -ItemType Directory -Path $path).FullName
}

<#
.SYNOPSIS
Cuts the test file off from the user's own state: journal, token and client id live in a folder of its own.

.DESCRIPTION
Restore-NemoEnvironment brings back what was there; call it in AfterAll.

.PARAMETER ApiUrl
The service to talk to: the Url of an emulator. Without it, a port where nobody listens: no test may reach the real
service.
#>
function Set-NemoEnvironment {
    [CmdletBinding()]
    param([string] $ApiUrl = 'http://127.0.0.1:9')

    $script:testHome = New-TestFolder
    $values = @{
        NEMO_HOME      = $script:testHome
        NEMO_API_URL   = $ApiUrl
        NEMO_WEB_URL   = $null
        NEMO_TOKEN     = $null
        NEMO_CLIENT_ID = $null
        SKILL_SOURCE   = $null
    }
    $script:savedEnvironment = @{}
    foreach ($name in $values.Keys) {
        $script:savedEnvironment[$name] = [Environment]::GetEnvironmentVariable($name)
        [Environment]::SetEnvironmentVariable($name, $values[$name])
    }
}

<#
.SYNOPSIS
Brings back the environment as it was before Set-NemoEnvironment.
#>
function Restore-NemoEnvironment {
    foreach ($name in @($script:savedEnvironment.Keys)) {
        [Environment]::SetEnvironmentVariable($name, $script:savedEnvironment[$name])
    }

    Remove-Item -LiteralPath $script:testHome -Recurse -Force -ErrorAction Ignore
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

.PARAMETER ArgumentList
More options of the emulator. Renders are instant and events follow at once unless these say otherwise.

.OUTPUTS
An object with Url and Process, and with the methods GetRequests(), GetFailures(), AddFault(text) with a fault a line,
ClearFaults(), Release(), RevokeTokens() and SetCredit(number).
#>
function Start-NemoEmulator {
    [CmdletBinding()]
    param([string[]] $ArgumentList = @())

    # Not under $TestDrive: Pester removes from there, after each Context, what the emulator has written meanwhile.
    $DataPath = New-TestFolder
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
            if ($log -match 'NemoVideo emulator listening on (https?://\S+)') { return $Matches[1] }
            if ($process.HasExited) {
                throw "The emulator ended with code $($process.ExitCode): $(Get-Content -LiteralPath $errors -Raw -ErrorAction Ignore)"
            }
        }
    } catch {
        if (-not $process.HasExited) { $process.Kill() }
        throw
    }

    # Nobody vouches for a test's own certificate. Windows PowerShell does not know this switch, and gets no https.
    $web = @{ UseBasicParsing = $true }
    if ($url -like 'https:*') { $web['SkipCertificateCheck'] = $true }
    $emulator = [pscustomobject]@{ Url = $url; Process = $process; DataPath = $DataPath; Web = $web }
    $methods = @{
        GetRequests  = { $web = $this.Web; @(Invoke-RestMethod -Uri "$($this.Url)/_emulator/requests" @web | ForEach-Object { $_ }) }
        GetFailures  = { $web = $this.Web; @(Invoke-RestMethod -Uri "$($this.Url)/_emulator/failures" @web | ForEach-Object { $_ }) }
        AddFault     = { param([string] $Text) $this.Post('faults', $Text) }
        ClearFaults  = { $web = $this.Web; $null = Invoke-RestMethod -Uri "$($this.Url)/_emulator/faults" -Method Delete @web }
        Release      = { $this.Post('release', '') }
        RevokeTokens = { $this.Post('revoke', '') }
        SetCredit    = { param([long] $Number) $this.Post('credits', (ConvertTo-Json -InputObject @{ available = $Number })) }
        Post         = {
            param([string] $Path, [string] $Text)
            $body = [System.Text.Encoding]::UTF8.GetBytes($Text)
            $type = if ($Path -eq 'credits') { 'application/json' } else { 'text/plain; charset=utf-8' }
            $web = $this.Web
            $null = Invoke-RestMethod -Uri "$($this.Url)/_emulator/$Path" -Method Post -Body $body -ContentType $type @web
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
        Remove-Item -LiteralPath $Emulator.DataPath -Recurse -Force -ErrorAction Ignore
    }
}

<#
.SYNOPSIS
Runs a script in a new process of the same PowerShell and gives what it wrote, line by line; fails where it fails.

.DESCRIPTION
For what a process can do only once: an assembly that is loaded stays.

.PARAMETER Through
A program that runs it in other surroundings, with its arguments, such as env -i.
#>
function Invoke-NewPowerShell {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)]
        [string] $Script,

        [string[]] $Through = @()
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
    $first, $arguments = @($Through) + $program + $leading + @('-NoLogo', '-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-File', $file)
    $written = & $first @arguments 2>&1 | ForEach-Object { "$_" }
    if ($LASTEXITCODE -ne 0) {
        throw "The new PowerShell ended with code ${LASTEXITCODE}:`n$($written -join "`n")"
    }

    $written
}

<#
.SYNOPSIS
Begins a script in a runspace of its own, with the module imported, and gives what is needed to watch and to stop it.

.OUTPUTS
An object with Shell, Output (a live collection) and Invocation. Dispose the shell with Stop-Background.
#>
function Start-Background {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)]
        [string] $Script,

        [hashtable] $Variable = @{}
    )

    $state = [System.Management.Automation.Runspaces.InitialSessionState]::CreateDefault()
    $state.ImportPSModule([string[]] (Get-NemoModulePath))
    foreach ($name in $Variable.Keys) {
        $entry = [System.Management.Automation.Runspaces.SessionStateVariableEntry]::new($name, $Variable[$name], '')
        $state.Variables.Add($entry)
    }

    $shell = [powershell]::Create($state)
    $null = $shell.AddScript($Script)
    $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
    $empty = [System.Management.Automation.PSDataCollection[psobject]]::new()
    $empty.Complete()
    [pscustomobject]@{ Shell = $shell; Output = $output; Invocation = $shell.BeginInvoke($empty, $output) }
}

<#
.SYNOPSIS
Ends what Start-Background has begun, and closes its runspace.
#>
function Stop-Background {
    [CmdletBinding()]
    param([AllowNull()] $Background)

    if ($Background) {
        $Background.Shell.Stop()
        $Background.Shell.Runspace.Dispose()
        $Background.Shell.Dispose()
    }
}

<#
.SYNOPSIS
The messages that an emulator was sent so far, oldest first.
#>
function Get-SentMessage {
    [CmdletBinding()]
    param([Parameter(Mandatory, Position = 0)] $Emulator)

    $Emulator.GetRequests() | Where-Object { $_.path -eq '/run_sse' }
}

<#
.SYNOPSIS
The names of the top-level boxes of an MP4 file, in order: what makes it playable is there without ffprobe.
#>
function Get-Mp4Box {
    [CmdletBinding()]
    param([Parameter(Mandatory, Position = 0)] [string] $LiteralPath)

    $bytes = [System.IO.File]::ReadAllBytes($LiteralPath)
    for ($offset = 0; $offset + 8 -le $bytes.Length; $offset += $size) {
        $head = $bytes[$offset..($offset + 3)]
        [array]::Reverse($head)
        $size = [System.BitConverter]::ToUInt32($head, 0)
        [System.Text.Encoding]::ASCII.GetString($bytes, $offset + 4, 4)
        if ($size -lt 8) { break }
    }
}

<#
.SYNOPSIS
The path of one of the project's sample clips.
#>
function Get-SampleClip {
    [CmdletBinding()]
    param([Parameter(Mandatory, Position = 0)] [string] $Name)

    [System.IO.Path]::Combine($script:repository, 'samples', 'clips', $Name)
}
