# The samples for unattended runs. The scripts and command lines run as the schedulers run them, with a real emulator. The
# schedulers and clusters themselves aren't on a test machine. Scripts that call samples use strict mode (psutils 22, posh-git 758).

BeforeAll {
    . $PSScriptRoot/common.ps1
    $token = 'nmv_usr_test'
    $emulator = Start-NemoEmulator -ArgumentList '--no-ffmpeg', '--credits', '1000000', '--silent-rate', '0', '--token', $token
    Set-NemoEnvironment -ApiUrl $emulator.Url
    $env:NEMO_TOKEN = $token
    $samples = Join-Path -Path (Split-Path -Path (Split-Path -Path $PSScriptRoot -Parent) -Parent) -ChildPath 'samples'
    $script = "$samples/Invoke-NemoFolder.ps1"
    $module = Get-NemoModulePath

    $powershell = Get-PowerShellProgram
    $program = $powershell.Path
    $tool = $powershell.ArgumentList
    $leading = $tool + @('-NoProfile', '-NonInteractive')
    $strict = 'Set-StrictMode -Version Latest'
    $modulePath = "$(Split-Path -Path $module -Parent)$([System.IO.Path]::PathSeparator)$env:PSModulePath"

    # Runs a command line for pwsh, with the module installed. .NET splits the arguments as Windows does.
    function Invoke-CommandLine {
        param([string] $Arguments, [hashtable] $Environment = @{})
        $start = [System.Diagnostics.ProcessStartInfo]::new($program, "$tool $Arguments")
        $start.RedirectStandardOutput = $true
        $start.EnvironmentVariables['PSModulePath'] = $modulePath
        foreach ($name in $Environment.Keys) { $start.EnvironmentVariables[$name] = $Environment[$name] }
        $process = [System.Diagnostics.Process]::Start($start)
        $output = $process.StandardOutput.ReadToEnd().Trim() -split '\r?\n'
        $process.WaitForExit()
        [pscustomobject]@{ ExitCode = $process.ExitCode; Output = $output }
    }

    # Runs a sample in a new process, and returns its output. $LASTEXITCODE is the exit code.
    function Invoke-Sample {
        param([string] $File = $script, [object[]] $ArgumentList = @(), [hashtable] $Environment = @{})
        $saved = @{}
        foreach ($name in $Environment.Keys) {
            $saved[$name] = [Environment]::GetEnvironmentVariable($name)
            [Environment]::SetEnvironmentVariable($name, $Environment[$name])
        }
        try {
            & $program @leading -File $File @ArgumentList 2>&1 | ForEach-Object { "$_" }
        } finally {
            foreach ($name in $saved.Keys) { [Environment]::SetEnvironmentVariable($name, $saved[$name]) }
        }
    }

    function Start-Sample {
        param([string] $File, [string[]] $ArgumentList)
        # A test run in the background ignores SIGINT, and so would its processes.
        $start = @(if ($IsLinux) { 'env', '--default-signal=INT' }; $program) + $leading + '-File' + $File + $ArgumentList
        $quoted = $start | Select-Object -Skip 1 | ForEach-Object { '"{0}"' -f $_.Replace('"', '\"') }
        $redirect = @{ RedirectStandardOutput = "$folder/stdout"; RedirectStandardError = "$folder/stderr" }
        $process = Start-Process -FilePath $start[0] -ArgumentList $quoted -PassThru @redirect
        $null = $process.Handle
        $started.Add($process)
        $process
    }

    # Reads YAML with Python, because PowerShell can't. Skips the test if Python has no YAML.
    function Read-Yaml {
        param([string] $File)
        $python = Get-Command -Name python3, python -CommandType Application -ErrorAction Ignore | Select-Object -First 1
        $code = 'import json, sys, yaml; print(json.dumps(yaml.safe_load(open(sys.argv[1], encoding="utf-8"))))'
        $json = if ($python) { & $python.Source -c $code $File 2> $null }
        if (-not $json) { Set-ItResult -Skipped -Because 'YAML CHECK SKIPPED: Python with PyYAML is missing' }
        $json | ConvertFrom-Json
    }

    # The paths of the samples become paths of the test.
    function Set-TestPath {
        param([string] $Command)
        $Command.Replace('/opt/nemovideo/', "$samples/").Replace('/srv/clips', "$folder/clips").Replace('/srv/videos', "$folder/out")
    }

    function Get-NewMessage { @(Get-SentMessage $emulator | Select-Object -Skip $sent) }
    function Get-VideoName {
        param([string] $Path = "$folder/out")
        @(Get-ChildItem -Path $Path -Recurse -Filter '*.mp4' | Sort-Object -Property Name).Name
    }
}

AfterAll {
    Stop-NemoEmulator -Emulator $emulator
    Restore-NemoEnvironment
}

Describe 'The samples' {
    BeforeEach {
        $emulator.Reset()
        $emulator.SetCredit(1000000)
        $folder = New-TestFolder
        $started = [System.Collections.Generic.List[object]]::new()
        $null = New-Item -ItemType Directory -Path "$folder/clips"
        New-ClipCopy 'clips/a.mp4', 'clips/b.mp4'
        $message = "add the title ""$([guid]::NewGuid())"""
        $sent = @(Get-SentMessage $emulator).Count
        $run = '-Module', $module, '-Path', "$folder/clips", '-Destination', "$folder/out", '-Message', $message
    }

    AfterEach {
        $emulator.ClearFaults()
        $emulator.Release()
        foreach ($process in $started) {
            if (-not $process.HasExited) { $process.Kill() }
            $null = $process.WaitForExit(10000)
        }
        Remove-Item -LiteralPath $folder -Recurse -Force
    }

    Context 'Invoke-NemoFolder.ps1' {
        It 'creates videos of the sample clips with the command in the README, before any setup' {
            $text = [System.IO.File]::ReadAllText("$samples/README.md").Replace("`r`n", "`n")
            $code = [regex]::Match($text, '(?s)```powershell\ndotnet build\n(.*?)```').Groups[1].Value
            $code = $code.Replace('./output/NemoVideo', $module).Replace('./videos', "$folder/out").Replace('trim the pauses', $message)
            Set-Content -LiteralPath "$folder/readme.ps1" -Value "Set-Location -LiteralPath '$samples/..'", $code, 'exit $LASTEXITCODE'
            (Invoke-Sample -File "$folder/readme.ps1")[-1] | Should -BeLike '* Summary: 2 created, 0 already done*; errors: 0'
            $LASTEXITCODE | Should -Be 0
        }

        It 'exits with 0 and writes a log with times, without escape sequences, and with a summary' {
            $log = Invoke-Sample -ArgumentList ($run + '-LogPath' + "$folder/videos.log")
            $LASTEXITCODE | Should -Be 0
            $log[-1] | Should -BeLike '* Summary: 2 created, 0 already done; *; errors: 0'
            $log | Should -Match '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d \S'
            $log -match '[\x00-\x1f]' | Should -BeNullOrEmpty -Because 'a log must contain no escape sequences'
            Get-Content -LiteralPath "$folder/videos.log" | Should -Be $log
            (Get-ChildItem -LiteralPath "$folder/out" -Force | Sort-Object -Property Name).Name | Should -Be 'a.mp4', 'b.mp4'
        }

        It 'writes errors to the log if the caller uses strict mode' {
            $call = "& '$script' -Module NoSuchModule -Path '$folder/clips' -Destination '$folder/out' -LogPath '$folder/videos.log'"
            Set-Content -LiteralPath "$folder/call.ps1" -Value $strict, $call, 'exit $LASTEXITCODE'
            $log = Invoke-Sample -File "$folder/call.ps1"
            $LASTEXITCODE | Should -Be 2
            $log[0] | Should -BeLike '* ERROR *NoSuchModule*'
            $log[-1] | Should -BeLike '* Summary: 0 created, 0 already done; errors: 1'
            Get-Content -LiteralPath "$folder/videos.log" | Should -Be $log
        }

        It 'says in a second run that the videos are already done, and sends nothing' {
            $null = Invoke-Sample -ArgumentList $run
            New-ClipCopy 'clips/c.mp4'
            (Invoke-Sample -ArgumentList $run)[-1] | Should -BeLike '* Summary: 1 created, 2 already done*; errors: 0'
            $posts = @($emulator.GetRequests() | Where-Object method -EQ 'POST').Count
            (Invoke-Sample -ArgumentList $run)[-1] | Should -BeLike '* Summary: 0 created, 3 already done*; errors: 0'
            $LASTEXITCODE | Should -Be 0
            @($emulator.GetRequests() | Where-Object method -EQ 'POST').Count | Should -Be $posts
            Get-NewMessage | Should -HaveCount 3
        }

        It 'exits with 1 if some clips failed, and creates the other videos' {
            Set-Content -LiteralPath "$folder/clips/notes.txt" -Value 'no clip'
            $log = Invoke-Sample -ArgumentList $run
            $LASTEXITCODE | Should -Be 1
            $log[-1] | Should -BeLike '* Summary: 2 created, 0 already done*; errors: 1'
            $log -like '* ERROR *notes.txt*' | Should -HaveCount 1
            $log -match '\x1b' | Should -BeNullOrEmpty
        }

        It 'exits with 2 if <Name>' -Tag Long -ForEach @(
            @{ Name = 'the token is rejected'; Environment = @{ NEMO_TOKEN = 'nmv_usr_unknown' } }
            @{ Name = 'the module doesn''t exist'; Module = 'NoSuchModule' }
        ) {
            if ($Module) { $run[1] = $Module }
            $log = Invoke-Sample -ArgumentList $run -Environment $(if ($Environment) { $Environment } else { @{} })
            $LASTEXITCODE | Should -Be 2
            $log -like '* ERROR *' | Should -HaveCount 1
            $log[-1] | Should -BeLike '* Summary: 0 created, 0 already done*; errors: 1'
            $log -match '\x1b' | Should -BeNullOrEmpty
            Get-NewMessage | Should -BeNullOrEmpty
        }

        It 'exits with 1 if it is stopped with Ctrl+C when one of two videos is unfinished' -Tag Long -Skip:(-not $IsLinux) {
            $emulator.AddFault('POST /run_sse: hold after 1 events')
            $process = Start-Sample -File $script -ArgumentList $run
            $null = Wait-Until { @(Get-NewMessage).Count -eq 2 }
            $null = Wait-Until { Get-Content -LiteralPath "$folder/stdout" | Where-Object { $_ -like '* Created *' } }
            kill -INT $process.Id
            $process.WaitForExit(30000) | Should -BeTrue
            $process.ExitCode | Should -Be 1
            Get-Content -LiteralPath "$folder/stderr" -Raw | Should -BeLike '*The run was stopped*'
        }

        It 'exits with 0 if the folder is empty' -Tag Long {
            Remove-Item -Path "$folder/clips/*"
            (Invoke-Sample -ArgumentList $run)[-1] | Should -BeLike '* Summary: 0 created, 0 already done*; errors: 0'
            $LASTEXITCODE | Should -Be 0
        }

        It 'splits a list of clips, which is one string with -File, but not the path of an existing clip' {
            $run[3] = "$folder/clips/a.mp4,$folder/clips/b.mp4"
            (Invoke-Sample -ArgumentList $run)[-1] | Should -BeLike '* Summary: 2 created, 0 already done*; errors: 0'
            New-ClipCopy 'clips/c,d.mp4'
            $run[3] = "$folder/clips/c,d.mp4"
            (Invoke-Sample -ArgumentList $run)[-1] | Should -BeLike '* Summary: 1 created, 0 already done*; errors: 0'
        }

        It 'exits with 2 if all clips are in the destination folder or contain only audio' -Tag Long {
            $null = New-Item -ItemType Directory -Path "$folder/music"
            New-ClipCopy 'music/song.mp3'
            $run[3], $run[5] = "$folder/clips,$folder/music", "$folder/clips"
            $log = Invoke-Sample -ArgumentList $run
            $LASTEXITCODE | Should -Be 2
            $log -match "WARNING '.*' was skipped, because it " | Should -HaveCount 3
            $log[-1] | Should -BeLike '*; errors: 0'
        }

        It 'exits with <Code> after the warnings <Warnings>' -Tag Long -ForEach @(
            # Sidecar files: WSL 7456, rapid-photo-downloader 24. Empty rows: PSExcel 35.
            @{ Code = 0; Warnings = , "'a.LRV' was skipped, because it isn't a clip, but metadata." }
            @{ Code = 0; Warnings = "'a.LRV' and 6 other files were skipped, because they aren't clips.", '2 empty inputs were skipped.' }
            @{ Code = 2; Warnings = "'a.LRV' and 1 other file were skipped.", "'b.mp3' was skipped, because it contains only audio." }
        ) {
            $run[1] = "$folder/module.psm1"
            $write = $Warnings | ForEach-Object { 'Write-Warning "{0}"' -f $_ }
            Set-Content -LiteralPath $run[1] -Value 'function Connect-Nemo { }', "function New-NemoVideo { $($write -join '; ') }"
            $log = Invoke-Sample -ArgumentList $run
            $LASTEXITCODE | Should -Be $Code -Because "$log"
            $log -like '*WARNING*' | Should -HaveCount $Warnings.Count
        }

        It 'reads a CSV file with paths relative to its folder' -Tag Long {
            $title = $message.Replace('"', '')
            $rows = 'Path,Message,OutputName', "clips/a.mp4,$title,first", "clips/b.mp4,$title,second"
            Set-Content -LiteralPath "$folder/jobs.csv" -Value $rows
            $log = Invoke-Sample -ArgumentList '-Module', $module, '-Path', "$folder/jobs.csv", '-Destination', "$folder/out"
            $LASTEXITCODE | Should -Be 0 -Because "$log"
            Get-VideoName | Should -Be 'first.mp4', 'second.mp4'
        }

        It 'reads the token from a file' -Tag Long {
            ConvertTo-SecureString -String $token -AsPlainText -Force | Export-Clixml -LiteralPath "$folder/token.xml"
            $log = Invoke-Sample -ArgumentList ($run + @('-TokenPath', "$folder/token.xml")) -Environment @{ NEMO_TOKEN = $null }
            $LASTEXITCODE | Should -Be 0 -Because "$log"
            @($emulator.GetRequests() | Where-Object path -EQ '/api/auth/anonymous-token') | Should -BeNullOrEmpty
            Get-VideoName | Should -Be 'a.mp4', 'b.mp4'
        }
    }

    Context 'Watch-NemoFolder.ps1' -Tag Long {
        BeforeEach {
            function Start-Watch {
                param([double] $IntervalSec = 0.2)
                $options = "-Path '$folder/clips' -Destination '$folder/out' -Message '$message' -IntervalSec $IntervalSec -RetrySec 1"
                $command = "& '$samples/Watch-NemoFolder.ps1' $options -Option @{ Module = '$module' }"
                Set-Content -LiteralPath "$folder/watch.ps1" -Value $strict, $command
                Start-Sample -File "$folder/watch.ps1" -ArgumentList @()
            }
        }

        It 'creates videos of finished clips only, each of them once' {
            # A program is still writing to the target of the link growing.mp4. On Windows, another program holds b.mp4 open.
            $locked = @(if ($env:OS -eq 'Windows_NT') { [System.IO.File]::Open("$folder/clips/b.mp4", 'Open', 'Read', 'None') })
            $first = @('a.mp4'; if (-not $locked) { 'b.mp4' })
            $growing = [System.IO.File]::Open("$folder/growing.mp4", 'Create', 'Write', 'ReadWrite')
            $type = if ($IsLinux) { 'SymbolicLink' } else { 'HardLink' }
            $null = New-Item -ItemType $type -Path "$folder/clips/growing.mp4" -Target "$folder/growing.mp4"
            $null = Start-Watch -IntervalSec 1
            # The size changes more often than the script checks it.
            $clip = [System.IO.File]::ReadAllBytes((Get-SampleClip -Name 'harbour.mp4'))
            $written = @{ Count = 0 }
            $null = Wait-Until {
                $growing.Write($clip, $written.Count++, 1)
                $growing.Flush()
                Get-Content -LiteralPath "$folder/stdout" | Where-Object { $_ -like '* Summary: *' }
            }
            Get-VideoName | Should -Be $first
            $growing.Write($clip, $written.Count, $clip.Length - $written.Count)
            $growing.Dispose()
            $locked | ForEach-Object { $_.Dispose() }
            $null = Wait-Until { @(Get-VideoName).Count -eq 3 }
            Get-VideoName | Should -Be 'a.mp4', 'b.mp4', 'growing.mp4'
            Get-Content -LiteralPath "$folder/stdout" |
                Where-Object { $_ -like '*Summary:*' -and $_ -notlike '* 0 already done*; errors: 0' } |
                Should -BeNullOrEmpty
            Get-NewMessage | Should -HaveCount 3
        }

        It 'tries only the clips that failed again, each time after a longer delay' {
            Set-Content -LiteralPath "$folder/clips/notes.txt" -Value 'no clip'
            $watch = Start-Watch
            $null = Wait-Until { @((Get-Content -LiteralPath "$folder/stdout") -like '* ERROR *notes.txt*').Count -eq 3 }
            $log = Get-Content -LiteralPath "$folder/stdout"
            $log -like '* Summary: 2 created, 0 already done*; errors: 1' | Should -HaveCount 1
            $log -like '* Summary: 0 created, 0 already done*; errors: 1' | Should -Not -BeNullOrEmpty
            $log -match 'Summary: .* [1-9]\d* already done' | Should -BeNullOrEmpty
            $times = $log -like '* ERROR *notes.txt*' | ForEach-Object { [datetimeoffset] ($_ -split ' ')[0] }
            ($times[2] - $times[1]).TotalSeconds | Should -BeGreaterOrEqual 2 -Because 'the delays are 1 and 2 seconds'
        }
    }

    Context 'Register-NemoTask.ps1' {
        BeforeEach {
            # Task Scheduler is only on Windows: these functions return what it would get.
            Set-Content -LiteralPath "$folder/register.ps1" -Value @'
param($Register, $Arguments)
Set-StrictMode -Version Latest
function New-ScheduledTaskAction { param($Execute, $Argument) @{ Execute = $Execute; Argument = $Argument } }
function New-ScheduledTaskTrigger { param([switch] $Daily, $At) [pscustomobject] @{ StartBoundary = '{0:yyyy-MM-ddTHH:mm:sszzz}' -f $At } }
function New-ScheduledTaskSettingsSet { param($MultipleInstances, [switch] $StartWhenAvailable, $ExecutionTimeLimit) "$MultipleInstances" }
function Register-ScheduledTask { param($TaskName, $Action, $Trigger, $Settings, $User, $Password) $PSBoundParameters }
& $Register @Arguments
'@
        }

        It 'registers a task whose arguments run the script' {
            $clips = "$folder/My clips"
            Move-Item -LiteralPath "$folder/clips" -Destination $clips
            $credential = [pscredential]::new('ann', (ConvertTo-SecureString -String 'password' -AsPlainText -Force))
            $task = & "$folder/register.ps1" "$samples/Register-NemoTask.ps1" @{
                Path = $clips; Destination = "$folder/out"; Message = $message; Credential = $credential; MaximumCredit = 60
            }
            $task.Settings | Should -Be 'IgnoreNew'
            $task.Trigger.StartBoundary | Should -Match 'T03:00:00$' -Because 'it must be local time (ComputerManagementDsc 185)'
            $task.User, $task.Password | Should -Be 'ann', 'password'
            $task.Action.Execute | Should -Exist
            [System.IO.Path]::GetFileNameWithoutExtension($task.Action.Execute) | Should -BeIn 'pwsh', 'powershell'
            $task.Action.Argument | Should -Not -BeLike '*password*'

            (Invoke-CommandLine $task.Action.Argument).ExitCode | Should -Be 1
            Get-Content -LiteralPath "$folder/out.log" -Tail 1 | Should -BeLike '* Summary: 1 created, 0 already done*; errors: 1'
            Get-NewMessage | Should -HaveCount 1
        }

        It 'names other schedulers if the ScheduledTasks module is missing' -Skip:($env:OS -eq 'Windows_NT') {
            # disable-scheduledWaking 10
            $credential = [pscredential]::new('ann', [securestring]::new())
            { & "$samples/Register-NemoTask.ps1" -Path a -Destination b -Message c -Credential $credential } |
                Should -Throw '*ScheduledTasks module*schtasks.exe*systemd or crontab sample*'
        }

        It 'uses the alias of a PowerShell from the Microsoft Store (PowerShell-Docs 12929)' {
            $text = [System.IO.File]::ReadAllText("$samples/Register-NemoTask.ps1")
            $filter = [regex]::Match($text, '(?ms)^filter Resolve-Alias .*?^\}').Value
            $store = 'C:\Program Files\WindowsApps\Microsoft.PowerShell_7.6.0.0_x64__8wekyb3d8bbwe/pwsh.exe'
            $paths = $store, 'C:\Program Files\PowerShell\7/pwsh.exe', 'C:\Users\a_b\AppData\Local\Microsoft\WindowsApps\pwsh.exe'
            & ([scriptblock]::Create("$filter; `$args | Resolve-Alias")) @paths |
                Should -Be "$env:LOCALAPPDATA\Microsoft\WindowsApps\pwsh.exe", $paths[1], $paths[2]
        }

        It 'quotes arguments that contain quotation marks or end with a backslash' {
            $text = [System.IO.File]::ReadAllText("$samples/Register-NemoTask.ps1")
            $filter = [regex]::Match($text, '(?m)^filter ConvertTo-Argument .*$').Value
            $values = 'add the title "A \"b\""', 'D:\Videos\', 'C:\a b\\', ''
            $quoted = & ([scriptblock]::Create("$filter; `$args | ConvertTo-Argument")) @values
            Set-Content -LiteralPath "$folder/echo.ps1" -Value '$args | ForEach-Object { "<$_>" }'
            (Invoke-CommandLine "-NoProfile -File `"$folder/echo.ps1`" $quoted").Output | Should -Be @($values | ForEach-Object { "<$_>" })
        }
    }

    Context 'systemd' {
        It 'accepts the service and the timer' {
            $analyze = Get-Command -Name systemd-analyze -CommandType Application -ErrorAction Ignore | Select-Object -First 1
            if (-not $analyze) { Set-ItResult -Skipped -Because 'SYSTEMD CHECK SKIPPED: systemd-analyze is missing' }
            $output = & $analyze.Source verify "$samples/systemd/nemo-videos.service" "$samples/systemd/nemo-videos.timer" 2>&1
            $LASTEXITCODE | Should -Be 0
            "$output" | Should -BeNullOrEmpty
        }

        It 'starts a command that creates the videos' {
            $service = [System.IO.File]::ReadAllText("$samples/systemd/nemo-videos.service")
            $command = Set-TestPath ([regex]::Match($service, '(?m)^ExecStart=/usr/bin/env pwsh (.*)$').Groups[1].Value)
            $result = Invoke-CommandLine $command @{ NEMO_HOME = "$folder/home" }
            $result.Output[-1] | Should -BeLike '* Summary: 2 created, *'
            $result.ExitCode | Should -Be 0
        }
    }

    Context 'cron' -Skip:(-not $IsLinux) {
        It 'runs the line of the crontab with its almost empty environment' {
            $line = @(Get-Content -LiteralPath "$samples/crontab" | Where-Object { $_ -notlike '#*' })
            $line | Should -HaveCount 1
            $line | Should -Match '^0 3 \* \* \* /usr/bin/pwsh '
            $line | Should -Not -Match '%' -Because 'cron reads % as the end of the line'
            $modules = (New-Item -ItemType Directory -Path "$folder/.local/share/powershell/Modules" -Force).FullName
            Copy-Item -LiteralPath $module -Destination $modules -Recurse
            $command = Set-TestPath ($line[0] -replace '^(\S+ ){5}').Replace('/usr/bin/pwsh', "'$program' $tool")
            $null = $null | env -i "HOME=$folder" PATH=/usr/bin:/bin SHELL=/bin/sh "NEMO_API_URL=$($emulator.Url)" sh -c $command
            $LASTEXITCODE | Should -Be 0
            Get-Content -LiteralPath "$folder/videos.log" -Tail 1 | Should -BeLike '* Summary: 2 created, *'
            Get-VideoName | Should -Be 'a.mp4', 'b.mp4'
        }
    }

    Context 'GitHub Actions' {
        It 'has a workflow whose shards match, and keep their records' {
            $workflow = Read-Yaml "$samples/github-actions/videos.yml"
            $shard = $workflow.jobs.shard
            $shard.strategy.matrix.shard | Should -Be @(0..($workflow.env.SHARD_COUNT - 1))
            @($shard.steps.uses | Where-Object { $_ }) | Should -Match '^[\w-]+/[\w/-]+@[0-9a-f]{40}$'
            $restore = $shard.steps | Where-Object uses -Like 'actions/cache/restore@*'
            $save = $shard.steps | Where-Object uses -Like 'actions/cache/save@*'
            $save.if | Should -Be 'always()'
            $save.with.path, $save.with.key | Should -Be $restore.with.path, $restore.with.key
            $restore.with.'restore-keys' | Should -BeLike '*matrix.shard*'
            ($shard.steps | Where-Object { $_.run }).env.NEMO_HOME | Should -BeLike "*/$($save.with.path)"
        }

        It 'has a command that creates each video exactly once' -Tag Long -Skip:(-not $IsLinux) {
            $workflow = Read-Yaml "$samples/github-actions/videos.yml"
            Copy-Item -LiteralPath $module -Destination "$folder/NemoVideo" -Recurse
            Copy-Item -LiteralPath $script -Destination $folder
            $title = $message.Replace('"', '')
            $rows = 'a', 'b' | ForEach-Object { "clips/$_.mp4,$title" }
            Set-Content -LiteralPath "$folder/clips.csv" -Value (@('Path,Message') + $rows)
            $command = "pwsh() { '$program' $tool `"`$@`"; }`n" + ($workflow.jobs.shard.steps | Where-Object { $_.run }).run
            foreach ($index in $workflow.jobs.shard.strategy.matrix.shard) {
                $variables = "SHARD_INDEX=$index", "SHARD_COUNT=$($workflow.env.SHARD_COUNT)", "NEMO_HOME=$folder/home$index"
                $log = & env -C $folder @variables bash -e -c $command
                $LASTEXITCODE | Should -Be 0 -Because "$log"
            }
            # GitHub ignores commands in the log between these lines.
            $log[0] | Should -Match '^::stop-commands::[0-9a-f-]{36}$'
            $log[-1] | Should -Be "$($log[0].Replace('stop-commands::', ''))::"
            Get-VideoName "$folder/videos" | Should -Be 'a.mp4', 'b.mp4'
            Get-NewMessage | Should -HaveCount 2
        }
    }

    Context 'Kubernetes' {
        It 'has a manifest whose shards match, and keep their records' {
            $job = Read-Yaml "$samples/kubernetes/job.yaml"
            $job.spec.completionMode | Should -Be 'Indexed'
            $pod = $job.spec.template.spec
            $container = $pod.containers[0]
            $container.args[$container.args.IndexOf('-ShardIndex') + 1] | Should -Be '$(JOB_COMPLETION_INDEX)'
            $container.args[$container.args.IndexOf('-ShardCount') + 1] | Should -Be "$($job.spec.completions)"
            $mount = Split-Path -Path ($container.env | Where-Object name -EQ 'NEMO_HOME').value
            $state = $container.volumeMounts | Where-Object mountPath -EQ $mount
            $state.subPathExpr | Should -BeLike '*$(JOB_COMPLETION_INDEX)'
            ($pod.volumes | Where-Object name -EQ $state.name).persistentVolumeClaim.claimName | Should -Not -BeNullOrEmpty
        }

        It 'has an image and arguments that create the videos of a shard on a volume that others can write to' -Tag Long {
            $docker = Get-Content -LiteralPath "$samples/kubernetes/Dockerfile" | Where-Object { $_ -notlike '#*' }
            foreach ($line in $docker -like 'COPY *') {
                $source = ($line -split ' ')[1] -replace '^output/NemoVideo$', $module
                if (-not [System.IO.Path]::IsPathRooted($source)) { $source = "$samples/../$source" }
                $source | Should -Exist
            }
            $job = Read-Yaml "$samples/kubernetes/job.yaml"
            $entry = (($docker -match '^ENTRYPOINT ') -replace '^ENTRYPOINT ' | ConvertFrom-Json)
            $container = $job.spec.template.spec.containers[0]
            $arguments = @($entry[($entry.IndexOf('-File') + 1)..100]) + $container.args | Select-Object -Skip 1
            $null = New-Item -ItemType Directory -Path "$folder/state"
            if ($IsLinux) { chmod 0777 "$folder/state" }
            foreach ($index in 0..($job.spec.completions - 1)) {
                $shard = $arguments.Replace('$(JOB_COMPLETION_INDEX)', "$index").Replace('/opt/nemovideo/NemoVideo', $module)
                $shard = $shard -replace '^/clips$', "$folder/clips" -replace '^/videos$', "$folder/out"
                $environment = @{ NEMO_HOME = "$folder/state/$index/home" }
                $log = Invoke-Sample -ArgumentList $shard -Environment $environment
                $LASTEXITCODE | Should -Be 0 -Because "$log"
            }
            Get-VideoName | Should -Be 'a.mp4', 'b.mp4'
            Get-NewMessage | Should -HaveCount 2
        }
    }

    Context 'Slurm' -Skip:(-not $IsLinux) {
        It 'has a script whose array creates each video exactly once' -Tag Long {
            $text = [System.IO.File]::ReadAllText("$samples/slurm/videos.sbatch")
            $count = [int] [regex]::Match($text, '(?m)^SHARD_COUNT=(\d+)$').Groups[1].Value
            $text | Should -Match "(?m)^#SBATCH --array=0-$($count - 1)$"
            $nemo = (New-Item -ItemType Directory -Path "$folder/nemovideo").FullName
            Move-Item -LiteralPath "$folder/clips" -Destination $nemo
            Copy-Item -LiteralPath $script -Destination $nemo
            Set-Content -LiteralPath "$nemo/token.env" -Value "NEMO_TOKEN=$token"
            $modules = (New-Item -ItemType Directory -Path "$folder/.local/share/powershell/Modules" -Force).FullName
            Copy-Item -LiteralPath $module -Destination $modules -Recurse
            foreach ($index in 0..($count - 1)) {
                $variables = "HOME=$folder", "PATH=$env:PATH", "NEMO_API_URL=$($emulator.Url)", "SLURM_ARRAY_TASK_ID=$index"
                # With this umask, the group can write to new folders, which the module refuses as the data folder.
                $log = & env -i @variables sh -c 'umask 0002; exec sh "$0"' "$samples/slurm/videos.sbatch"
                $LASTEXITCODE | Should -Be 0 -Because "$log"
            }
            # A shard without clips has no records.
            (Get-ChildItem -LiteralPath "$nemo/state").Name | Should -BeIn @(0..($count - 1))
            Get-VideoName "$nemo/videos" | Should -Be 'a.mp4', 'b.mp4'
            Get-NewMessage | Should -HaveCount 2
        }
    }

    Context 'Azure Automation' {
        BeforeEach {
            # Azure Automation provides this cmdlet.
            Set-Content -LiteralPath "$folder/worker.ps1" -Value @'
param($Runbook, $Arguments)
Set-StrictMode -Version Latest
function Get-AutomationVariable { param($Name) if ($Name -eq 'NemoToken') { 'nmv_usr_test' } }
& $Runbook @Arguments
'@
            # On a worker, the module is installed.
            function Start-Runbook {
                param([string] $DataPath)
                Set-Content -LiteralPath "$folder/start.ps1" -Value @"
& '$folder/worker.ps1' '$samples/Start-NemoRunbook.ps1' @{
    Path = '$folder/clips'; Destination = '$folder/out'; Message = '$message'; DataPath = '$DataPath'; ScriptPath = '$script'
}
"@
                Invoke-Sample -File "$folder/start.ps1" -Environment @{ PSModulePath = $modulePath; NEMO_TOKEN = $null }
            }
        }

        It 'has a runbook that keeps its records on the worker' {
            $null = New-Item -ItemType Directory -Path "$folder/data"
            (Start-Runbook "$folder/data")[-1] | Should -BeLike '* Summary: 2 created, *'
            $LASTEXITCODE | Should -Be 0
            "$folder/data/jobs" | Should -Exist
            (Start-Runbook "$folder/data")[-1] | Should -BeLike '* Summary: 0 created, 2 already done*'
            Get-NewMessage | Should -HaveCount 2
        }

        It 'has a runbook that sends nothing in a sandbox, which has no folder for the records' {
            "$(Start-Runbook "$folder/data")" | Should -BeLike '*Hybrid Runbook Worker*'
            $LASTEXITCODE | Should -Be 1
            Get-NewMessage | Should -BeNullOrEmpty
        }
    }

    Context 'Invoke-Command' -Tag Long {
        BeforeEach {
            # There are no other computers. A process with a data folder of its own stands in for each of them.
            Set-Content -LiteralPath "$folder/network.ps1" -Value @"
param(`$Computer)
$strict
function Invoke-Command {
    param(`$ComputerName, [switch] `$AsJob, `$ArgumentList, `$ScriptBlock)
    if (`$ComputerName -eq 'down') { return Start-Job -ScriptBlock { throw 'The computer can''t be reached.' } }
    `$prepare = [scriptblock]::Create("```$env:NEMO_HOME = '$folder/`$ComputerName'")
    Start-Job -ArgumentList `$ArgumentList -ScriptBlock `$ScriptBlock -InitializationScript `$prepare
}
`$token = ConvertTo-SecureString -String '$token' -AsPlainText -Force
& '$samples/Invoke-NemoRemote.ps1' -ComputerName (`$Computer -split ',') -Token `$token -ScriptPath '$script' -Option @{
    Path = '$folder/clips'; Destination = '$folder/out'; Message = '$message'; Module = '$module'
}
exit `$LASTEXITCODE
"@
        }

        It 'gives each computer one shard' {
            $log = Invoke-Sample -File "$folder/network.ps1" -ArgumentList 'one,two' -Environment @{ NEMO_TOKEN = $null }
            $LASTEXITCODE | Should -Be 0 -Because "$log"
            $log -like '* Summary: *' | Should -HaveCount 2
            Get-VideoName | Should -Be 'a.mp4', 'b.mp4'
            Get-NewMessage | Should -HaveCount 2
        }

        It 'exits with 2 if a computer can''t be reached, and runs the shards of the others' {
            $log = Invoke-Sample -File "$folder/network.ps1" -ArgumentList 'down,two' -Environment @{ NEMO_TOKEN = $null }
            $LASTEXITCODE | Should -Be 2
            $log -like '* Summary: *' | Should -HaveCount 1
            "$log" | Should -BeLike "*can't be reached*"
        }
    }
}
