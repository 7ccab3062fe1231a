# Functions that the rows of Measure-Speed.ps1 share. Each row is a function that returns the objects of its table rows.

$script:bench = Split-Path -Path $PSScriptRoot -Parent
$script:powershell = Get-PowerShellProgram
# The tool of .NET has no machine code. The tests compile a copy, which starts as PowerShell that an installer installed.
$script:compiled = [Environment]::GetFolderPath('LocalApplicationData'), 'nemovideo-tests', 'powershell-*', 'pwsh.dll' -join '/' |
    Get-Item -ErrorAction Ignore | Sort-Object -Property LastWriteTime | Select-Object -Last 1
if ($script:compiled -and $script:powershell.ArgumentList) { $script:powershell.ArgumentList = @($script:compiled.FullName) }

<#
.SYNOPSIS
Starts the sink in a process of its own, and returns its URL and the process. Stop it with its Kill method.
#>
function Start-Sink {
    $path = [System.IO.Path]::Combine($script:bench, 'NemoVideo.Sink', 'bin', 'Release', 'net10.0', 'NemoVideo.Sink.dll')
    # With only a name, .NET would search the current folder first.
    $dotnet = (Get-Command -Name 'dotnet' -CommandType Application -TotalCount 1).Source
    $start = [System.Diagnostics.ProcessStartInfo]::new($dotnet, $path)
    $start.RedirectStandardOutput = $true
    $process = [System.Diagnostics.Process]::Start($start)
    $line = $process.StandardOutput.ReadLine()
    if ($line -notmatch 'listening on (\S+)') {
        $process.Kill()
        throw "The sink did not start: $line"
    }

    [pscustomobject] @{ Url = $Matches[1]; Process = $process }
}

# Runs in each new PowerShell before the measured script.
$script:prelude = @'
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
function Import-Baseline { Add-Type -LiteralPath $Baseline }
function Connect-Sink([hashtable] $Option = @{}) {
    Import-Module -Name $Module
    Connect-Nemo -Token nmv_usr_sink -ApiUrl $Url -NoCache -Option $Option 6> $null
}
function Measure-Work([scriptblock] $Work) {
    # Linux forgets the previous peak of the memory. Elsewhere, the growth is that of the peak of the whole process.
    if ($IsLinux) { try { [System.IO.File]::WriteAllText('/proc/self/clear_refs', '5') } catch { Write-Verbose "$_" } }
    $process = [System.Diagnostics.Process]::GetCurrentProcess()
    $memory = $process.WorkingSet64
    $allocated = [GC]::GetTotalAllocatedBytes($true)
    $methods = [System.Runtime.JitInfo]::GetCompiledMethodCount($true)
    $cpu = $process.TotalProcessorTime
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    $value = . $Work
    $wall = $clock.Elapsed
    $process.Refresh()
    @{
        Ms = $wall.TotalMilliseconds; CpuMs = ($process.TotalProcessorTime - $cpu).TotalMilliseconds; Value = $value
        Allocated = [GC]::GetTotalAllocatedBytes($true) - $allocated; PeakMiB = $process.PeakWorkingSet64 / 1MB
        GrowthMiB = [math]::Max(0, $process.PeakWorkingSet64 - $memory) / 1MB
        Methods = [System.Runtime.JitInfo]::GetCompiledMethodCount($true) - $methods
    }
}
# The median of 11 runs, after 20 runs that compile the code.
function Measure-Warm([scriptblock] $Work) {
    foreach ($run in 1..20) { . $Work }
    @(foreach ($run in 1..11) { Measure-Work $Work }) | Sort-Object -Property Ms | Select-Object -First 1 -Skip 5
}
'@

<#
.SYNOPSIS
Runs a script in a new PowerShell, and returns the object that it writes. The script can use the given variables, $Module and $Baseline.
#>
function Invoke-Measured {
    param([string] $Script, [hashtable] $Variable = @{})
    $values = $Variable + @{
        Module   = Get-NemoModulePath
        Baseline = [System.IO.Path]::Combine($script:bench, 'NemoVideo.Baseline', 'bin', 'Release', 'net10.0', 'NemoVideo.Baseline.dll')
    }
    $assignments = $values.Keys | ForEach-Object { "`$$_ = '$("$($values[$_])".Replace("'", "''"))'" }
    $file = Join-Path -Path $script:folder -ChildPath "$([guid]::NewGuid()).ps1"
    Set-Content -LiteralPath $file -Value (@($assignments) + $script:prelude + '$result = & {' + $Script + '}; ConvertTo-Json -InputObject $result -Depth 5 -Compress')
    $arguments = $script:powershell.ArgumentList + @('-NoProfile', '-NonInteractive', '-File', $file)
    $output = & $script:powershell.Path @arguments
    if ($LASTEXITCODE -ne 0) { throw "PowerShell ended with code ${LASTEXITCODE}: $output" }
    ConvertFrom-Json -InputObject "$output" -AsHashtable
}

<#
.SYNOPSIS
Throws if the module is a Debug build, which is slower.
#>
function Assert-ReleaseBuild {
    $assembly = 'Import-Module -Name $Module -PassThru | ForEach-Object { $_.ExportedCmdlets["Connect-Nemo"].ImplementingType.Assembly }'
    $isDebug = Invoke-Measured "(& { $assembly }).GetCustomAttributes([System.Diagnostics.DebuggableAttribute], `$false)[0].IsJITOptimizerDisabled"
    if ($isDebug) { throw 'The module is a Debug build. Run: dotnet build -c Release' }
}

<#
.SYNOPSIS
Runs a program, and returns its wall time and CPU time.
#>
function Invoke-Program {
    param([string] $Program, [string[]] $ArgumentList)
    # The parent of a process knows its CPU time only through the shell.
    $times = & bash -c 'TIMEFORMAT="%R %U %S"; out=$1; shift; { time "$@" > "$out" 2> "$out.err"; } 2>&1 || cat "$out.err"' - (Join-Path -Path $script:folder -ChildPath 'program.out') $Program @ArgumentList
    if ("$times" -notmatch '^([\d.]+) ([\d.]+) ([\d.]+)$') { throw "$Program failed: $times" }
    @{ Ms = 1000 * [double] $Matches[1]; CpuMs = 1000 * ([double] $Matches[2] + [double] $Matches[3]) }
}

<#
.SYNOPSIS
Runs both sides alternately, and returns the results of each side. Every other pair begins with the other side.

.PARAMETER Warm
Runs each side once before the first pair, so that the files that they read are in the memory.
#>
function Measure-Pair {
    param([scriptblock] $Ours, [scriptblock] $Theirs, [switch] $Warm)
    $results = @{ Ours = @(); Theirs = @() }
    if ($Warm) { $null = & $Theirs; $null = & $Ours }
    for ($pair = 0; $pair -lt $script:pairs; $pair++) {
        foreach ($side in $(if ($pair % 2) { 'Ours', 'Theirs' } else { 'Theirs', 'Ours' })) {
            $results[$side] += & (Get-Variable -Name $side -ValueOnly)
        }
    }

    $results
}

function Get-Median {
    param([double[]] $Number)
    $sorted = @($Number | Sort-Object)
    ($sorted[[math]::Floor(($sorted.Count - 1) / 2)] + $sorted[[math]::Floor($sorted.Count / 2)]) / 2
}

<#
.SYNOPSIS
Creates a row of the table. Its figures are the medians of both sides, and the median of the ratios or differences of the pairs.

.PARAMETER AtMost
The largest ratio or difference that meets the target.

.PARAMETER Difference
Compares by difference. Default: by ratio.
#>
function New-Row {
    param([string] $Work, [string] $Against, [double[]] $Ours, [double[]] $Theirs, [string] $Unit = 'ms', [double] $AtMost = [double]::MaxValue, [double] $AtLeast = [double]::MinValue, [string] $Target, [switch] $Difference, [string] $Note)
    $compared = for ($i = 0; $i -lt $Ours.Count; $i++) { if ($Difference) { $Ours[$i] - $Theirs[$i] } else { $Ours[$i] / $Theirs[$i] } }
    $median = Get-Median $compared
    [pscustomobject] @{
        PSTypeName = 'NemoVideo.SpeedRow'
        Work       = $Work
        Against    = $Against
        Ours       = [math]::Round((Get-Median $Ours), 2)
        Theirs     = [math]::Round((Get-Median $Theirs), 2)
        Unit       = $Unit
        Compared   = if ($Difference) { '{0:+0.0;-0.0} {1}' -f $median, $Unit } else { '{0:0.00} x' -f $median }
        Target     = $Target
        Met        = $median -le $AtMost -and $median -ge $AtLeast
        Note       = $Note
    }
}
