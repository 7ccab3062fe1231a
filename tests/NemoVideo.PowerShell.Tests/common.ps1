# Functions that the test files share. Each test file loads them with `. $PSScriptRoot/common.ps1` in its BeforeAll block.
# They work in Windows PowerShell 5.1 too. `dotnet test` sets NEMO_MODULE_PATH and NEMO_EMULATOR_PATH.
# If you start a suite with Invoke-Pester, it uses the latest build.

$script:repository = Split-Path -Path (Split-Path -Path $PSScriptRoot -Parent) -Parent
$script:savedEnvironment = @{}
$script:backgrounds = [System.Collections.Generic.List[object]]::new()

# Returns the path of the module under test: a folder that contains a folder for each version.
function Get-NemoModulePath {
    if ($env:NEMO_MODULE_PATH) { $env:NEMO_MODULE_PATH } else { [System.IO.Path]::Combine($script:repository, 'output', 'NemoVideo') }
}

# Returns the path of the emulator's assembly or program: NEMO_EMULATOR_PATH from dotnet test, or the latest build.
function Get-NemoEmulatorPath {
    if ($env:NEMO_EMULATOR_PATH) { return $env:NEMO_EMULATOR_PATH }

    $built = Get-ChildItem -Path "$script:repository/src/NemoVideo.Emulator/bin/*/net10.0/NemoVideo.Emulator.dll" |
        Sort-Object -Property LastWriteTimeUtc | Select-Object -Last 1
    if (-not $built) { throw 'The emulator is not built: run `dotnet build` first.' }
    $built.FullName
}

# Returns the program of .NET that runs the tests.
function Get-DotNet { if ($env:DOTNET_HOST_PATH) { $env:DOTNET_HOST_PATH } else { 'dotnet' } }

# Returns the program that runs the emulator, and its first arguments. Under Wine, there is no dotnet.exe.
function Get-NemoEmulatorCommand {
    $path = Get-NemoEmulatorPath
    if ($path -like '*.exe') { return $path, @() }
    (Get-DotNet), @($path)
}

# Returns texts with the separator of paths that this system writes.
function Get-NativePath {
    param([Parameter(Mandatory, Position = 0)] [string[]] $Path)

    $Path.ForEach({ $_.Replace('/', [System.IO.Path]::DirectorySeparatorChar) })
}

# Creates a temporary folder. The caller deletes it.
function New-TestFolder {
    $path = [System.IO.Path]::Combine([System.IO.Path]::GetTempPath(), "nemo-test-$([guid]::NewGuid())")
    (New-Item -ItemType Directory -Path $path).FullName
}

# Isolates the test file from the user's own data: history, token and client ID are in a temporary folder. By default, the API URL is a
# port that nobody listens on, because no test may reach the real service. Call Restore-NemoEnvironment in AfterAll.
function Set-NemoEnvironment {
    param([string] $ApiUrl = 'http://127.0.0.1:9')

    $script:testHome = New-TestFolder
    $values = @{ NEMO_HOME = $script:testHome; NEMO_API_URL = $ApiUrl }
    foreach ($name in 'NEMO_WEB_URL', 'NEMO_TOKEN', 'NEMO_CLIENT_ID', 'SKILL_SOURCE') { $values[$name] = $null }
    $script:savedEnvironment = @{}
    foreach ($name in $values.Keys) {
        $script:savedEnvironment[$name] = [Environment]::GetEnvironmentVariable($name)
        [Environment]::SetEnvironmentVariable($name, $values[$name])
    }
}

# Restores the environment as it was before Set-NemoEnvironment.
function Restore-NemoEnvironment {
    foreach ($name in @($script:savedEnvironment.Keys)) {
        [Environment]::SetEnvironmentVariable($name, $script:savedEnvironment[$name])
    }

    Remove-Item -LiteralPath $script:testHome -Recurse -Force -ErrorAction Ignore
}

# Waits until a condition is true and returns its value. Throws after the timeout. Use it for events in another process. Tests wait for the
# emulator's record of an event instead of sleeping for a guessed time.
function Wait-Until {
    param([Parameter(Mandatory, Position = 0)] [scriptblock] $Condition, [double] $TimeoutSec = 30, [string] $Because = "$Condition".Trim())

    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    while ($true) {
        $result = & $Condition
        if ($result) { return $result }
        if ($clock.Elapsed.TotalSeconds -ge $TimeoutSec) { throw "Timed out after $TimeoutSec seconds: $Because" }
        Start-Sleep -Milliseconds 50
    }
}

# Starts an emulator on a free port and waits until it listens. By default, renders finish at once and events have no delay. Returns an
# object with Url, Process and DataPath, and the methods GetRequests(), AddFault(text) with one fault per line, ClearFaults(), Reset(),
# Release() and SetCredit(number). Reset() removes all faults, and GetRequests() no longer returns earlier requests. Call it before each
# test: the requests of a whole test file are slow to read.
function Start-NemoEmulator {
    param([string[]] $ArgumentList = @())

    # Not under $TestDrive: after each Context, Pester deletes the files that the emulator wrote there.
    $DataPath = New-TestFolder
    $output, $errors, $state = 'emulator.out', 'emulator.err', 'state' | ForEach-Object { Join-Path -Path $DataPath -ChildPath $_ }
    $leading = '--urls', 'http://127.0.0.1:0', '--data', $state, '--render-seconds', '0', '--event-delay-ms', '0'
    $program, $first = Get-NemoEmulatorCommand
    $arguments = $first + $leading + $ArgumentList | ForEach-Object { '"{0}"' -f $_.Replace('"', '\"') }

    $process = $url = $null
    try {
        $process = Start-Process -FilePath $program -ArgumentList $arguments -PassThru -RedirectStandardOutput $output -RedirectStandardError $errors
        # Windows PowerShell returns the exit code only if the handle was opened while the process ran.
        $null = $process.Handle
        $url = Wait-Until -Because 'the emulator must start' {
            $log = Get-Content -LiteralPath $output -Raw -ErrorAction Ignore
            if ($log -match 'NemoVideo emulator listening on (https?://\S+)') { return $Matches[1] }
            if ($process.HasExited) {
                throw "The emulator ended with code $($process.ExitCode): $(Get-Content -LiteralPath $errors -Raw -ErrorAction Ignore)"
            }
        }
    } finally {
        # Also if the user stops the script in the meantime.
        if (-not $url) { Stop-NemoEmulator -Emulator @{ Process = $process; DataPath = $DataPath } }
    }

    $emulator = [pscustomobject]@{ Url = $url; Process = $process; DataPath = $DataPath; LastId = 0 }
    $methods = @{
        GetRequests = {
            @(Invoke-RestMethod -Uri "$($this.Url)/_emulator/requests?after=$($this.LastId)" -UseBasicParsing | ForEach-Object { $_ })
        }
        AddFault    = { param([string] $Text) $this.Post('faults', $Text) }
        ClearFaults = { $null = Invoke-RestMethod -Uri "$($this.Url)/_emulator/faults" -Method Delete -UseBasicParsing }
        Reset       = { $this.ClearFaults(); foreach ($request in $this.GetRequests()) { $this.LastId = $request.id } }
        Release     = { $this.Post('release', '') }
        SetCredit   = { param([long] $Number) $this.Post('credits', (ConvertTo-Json -InputObject @{ available = $Number })) }
        Post        = {
            param([string] $Path, [string] $Text)
            $body = [System.Text.Encoding]::UTF8.GetBytes($Text)
            $type = if ($Path -eq 'credits') { 'application/json' } else { 'text/plain; charset=utf-8' }
            $null = Invoke-RestMethod -Uri "$($this.Url)/_emulator/$Path" -Method Post -Body $body -ContentType $type -UseBasicParsing
        }
    }
    foreach ($name in $methods.Keys) { Add-Member -InputObject $emulator -MemberType ScriptMethod -Name $name -Value $methods[$name] }
    $emulator
}

# Stops an emulator that Start-NemoEmulator started, and deletes its data.
function Stop-NemoEmulator {
    param([AllowNull()] $Emulator)

    if ($Emulator) {
        # It isn't started if the user stopped the script before, and has ended if Ctrl+C also stopped it.
        if ($Emulator.Process) {
            if (-not $Emulator.Process.HasExited) { $Emulator.Process.Kill() }
            $null = $Emulator.Process.WaitForExit(10000)
        }
        Remove-Item -LiteralPath $Emulator.DataPath -Recurse -Force -ErrorAction Ignore
    }
}

# Starts the emulator for a test file, isolates it, imports the module, and returns the emulator. Stop-TestEnvironment ends all of this.
function Start-TestEnvironment {
    param([string[]] $ArgumentList = @('--no-ffmpeg', '--credits', '1000000', '--silent-rate', '0'))

    $emulator = Start-NemoEmulator -ArgumentList $ArgumentList
    Set-NemoEnvironment -ApiUrl $emulator.Url
    Import-Module -Name (Get-NemoModulePath) -Force -Global
    $emulator
}

function Stop-TestEnvironment {
    param([Parameter(Position = 0)] [AllowNull()] $Emulator)

    Disconnect-Nemo -ErrorAction Ignore
    Stop-NemoEmulator -Emulator $Emulator
    Restore-NemoEnvironment
}

# Returns the program that runs this PowerShell, and the arguments that it requires before all others.
function Get-PowerShellProgram {
    # The .NET tool runs pwsh.dll in dotnet.
    $path = (Get-Process -Id $PID).Path
    $isTool = [System.IO.Path]::GetFileNameWithoutExtension($path) -eq 'dotnet'
    [pscustomobject] @{ Path = $path; ArgumentList = @(if ($isTool) { Join-Path -Path $PSHOME -ChildPath 'pwsh.dll' }) }
}

# Runs a script in a new process of the same PowerShell and returns its output lines. Throws if the script fails. Use it for actions that a
# process can do only once, such as loading an assembly. A prefix is a program that starts PowerShell, with its arguments, such as env -i.
function Invoke-NewPowerShell {
    param([Parameter(Mandatory, Position = 0)] [string] $Script, [string[]] $CommandPrefix = @())

    $powershell = Get-PowerShellProgram
    $file = Join-Path -Path $TestDrive -ChildPath "$([guid]::NewGuid()).ps1"
    $lines = @('$ErrorActionPreference = "Stop"', '$ProgressPreference = "SilentlyContinue"', $Script)
    # Without a byte order mark, Windows PowerShell reads the file in the system's ANSI code page.
    Set-Content -LiteralPath $file -Value $lines -Encoding UTF8

    # A line on standard error isn't a failure. Only the exit code counts.
    $ErrorActionPreference = 'Continue'
    $first, $arguments = @($CommandPrefix) + $powershell.Path + $powershell.ArgumentList + @('-NoLogo', '-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-File', $file)
    $written = & $first @arguments 2>&1 | ForEach-Object { "$_" }
    if ($LASTEXITCODE -ne 0) {
        throw "The new PowerShell ended with code ${LASTEXITCODE}:`n$($written -join "`n")"
    }

    $written
}

# Starts a script in a new runspace with the module imported. Returns an object with Shell, Output (a live collection) and Invocation. Call
# Stop-Background in AfterEach.
function Start-Background {
    param([Parameter(Mandatory, Position = 0)] [string] $Script, [hashtable] $Variable = @{})

    $state = [System.Management.Automation.Runspaces.InitialSessionState]::CreateDefault()
    $state.ImportPSModule([string[]] (Get-NemoModulePath))
    foreach ($name in $Variable.Keys) {
        $state.Variables.Add([System.Management.Automation.Runspaces.SessionStateVariableEntry]::new($name, $Variable[$name], ''))
    }

    $shell = [powershell]::Create($state)
    $null = $shell.AddScript($Script)
    $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
    $empty = [System.Management.Automation.PSDataCollection[psobject]]::new()
    $empty.Complete()
    $background = [pscustomobject] @{ Shell = $shell; Output = $output; Invocation = $shell.BeginInvoke($empty, $output) }
    $script:backgrounds.Add($background)
    $background
}

# Waits for the end of a script that Start-Background started. Fails instead of hanging.
function Wait-Background {
    param([Parameter(Mandatory, Position = 0)] $Background)

    if (-not $Background.Invocation.AsyncWaitHandle.WaitOne(60000)) { throw 'The script must end.' }
    $null = $Background.Shell.EndInvoke($Background.Invocation)
}

# Stops the scripts that Start-Background started, or one of them, and closes their runspaces.
function Stop-Background {
    param([Parameter(Position = 0)] [AllowNull()] [object[]] $Background = @($script:backgrounds))

    foreach ($one in $Background | Where-Object { $_ -and $script:backgrounds.Remove($_) }) {
        $one.Shell.Stop()
        $one.Shell.Runspace.Dispose()
        $one.Shell.Dispose()
    }
}

# Returns the message requests that an emulator received, oldest first.
function Get-SentMessage {
    param([Parameter(Mandatory, Position = 0)] $Emulator)

    $Emulator.GetRequests() | Where-Object { $_.path -eq '/run_sse' }
}

# Returns the names of the top-level boxes of an MP4 file, in order. They show if it's playable, without ffprobe.
function Get-Mp4Box {
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

# Creates a file of a given size with the signature of MP4, but without a video.
function New-TestClip {
    param([Parameter(Mandatory)] [string] $Path, [Parameter(Mandatory)] [long] $Length)

    $file = [System.IO.File]::Create($Path)
    $file.Write([System.Text.Encoding]::ASCII.GetBytes("`0`0`0`bftyp`0`0`0`bmoov"), 0, 16)
    $file.SetLength($Length)
    $file.Dispose()
    Set-OldTime -LiteralPath $Path
}

# Sets the time of a new file so that the cmdlets don't wait to see whether a program is still writing to it.
function Set-OldTime {
    param([Parameter(Mandatory)] [string] $LiteralPath)

    [System.IO.File]::SetLastWriteTimeUtc($LiteralPath, [datetime]::UtcNow.AddHours(-1))
}

# Returns the path of one of the project's sample clips.
function Get-SampleClip {
    param([Parameter(Mandatory, Position = 0)] [string] $Name)

    [System.IO.Path]::Combine($script:repository, 'samples', 'clips', $Name)
}

# Creates a temporary folder with the files that the code blocks of the help assume. The caller deletes it.
function New-ExampleFolder {
    $folder = New-TestFolder
    $null = New-Item -ItemType Directory -Path "$folder/clips"
    foreach ($clip in 'sunset.mp4', 'harbour.mp4') {
        Copy-Item -LiteralPath (Get-SampleClip -Name $clip) -Destination $folder
        Copy-Item -LiteralPath (Get-SampleClip -Name $clip) -Destination "$folder/clips"
    }
    Set-Content -LiteralPath "$folder/projects.csv" -Value 'Name,Language', 'Monday,en', 'Tuesday,'
    Set-Content -LiteralPath "$folder/messages.csv" -Value 'Message', 'trim to 4 seconds', 'make it vertical'
    $folder
}

# Copies a sample clip to each name in $folder of the test. The copies have different content, because videos of equal files with equal
# messages are the same video in another run.
function New-ClipCopy {
    param([string[]] $Name)
    foreach ($one in $Name) {
        $path = "$folder/$one"
        [System.IO.File]::Copy((Get-SampleClip -Name 'sunset.mp4'), $path)
        # A box up to the end of the file. The end of other boxes would be missing.
        [System.IO.File]::AppendAllText($path, "`0`0`0`0free$one")
        Set-OldTime -LiteralPath $path
    }
}
