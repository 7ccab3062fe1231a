# The text of the progress bars, their parents, and their completion. bench/ measures their cost.
BeforeAll {
    . $PSScriptRoot/common.ps1
    . $PSScriptRoot/testhost.ps1
    $emulator = Start-NemoEmulator -ArgumentList '--no-ffmpeg', '--credits', '1000000', '--silent-rate', '0'
    Set-NemoEnvironment -ApiUrl $emulator.Url
    Import-Module -Name (Get-NemoModulePath) -Force
    $option = @{ StatePollIntervalSec = 0.02; StatePollCount = 2; RenderPollIntervalSec = 0.02; RetryDelaySec = 0.001; RateLimitDelaySec = 0.5 }
    $nemo = Connect-Nemo -Option $option -PassThru 6> $null
    $clip = Get-SampleClip -Name 'sunset.mp4'
    $folder = New-TestFolder
    $large = Join-Path -Path $folder -ChildPath 'large.mp4'
    New-TestClip -Path $large -Length 64MB
    $session = New-NemoSession -Name 'progress'
    $null = Send-NemoUpload -LiteralPath $clip

    # Starts a script with the variables of the tests in a host. Unlike the records of a pipeline, those in Shown have their source.
    function Start-InTestHost {
        param([string] $Script)
        $variable = @{}
        foreach ($name in 'nemo', 'session', 'clip', 'large', 'folder', 'export', 'exports', 'uploads') {
            $variable[$name] = Get-Variable -Name $name -ValueOnly -ErrorAction Ignore
        }
        Start-InHost -Script $Script -Variable $variable
    }

    # The progress records so far, oldest first.
    function Get-Shown {
        param($Run, [string] $Activity = '*')
        $Run.Screen.Shown.ToArray() | Where-Object { $_.Item2.Activity -like $Activity } | ForEach-Object {
            [pscustomobject] @{
                Source = $_.Item1; Id = $_.Item2.ActivityId; Parent = $_.Item2.ParentActivityId; Activity = $_.Item2.Activity
                Status = $_.Item2.StatusDescription; Percent = $_.Item2.PercentComplete; Type = "$($_.Item2.RecordType)"
            }
        }
    }

    function Wait-Run {
        param($Run)
        $Run.Invocation.AsyncWaitHandle.WaitOne(60000) | Should -BeTrue -Because 'the pipeline must end'
        $null = $Run.Shell.EndInvoke($Run.Invocation)
        $Run.Output.ReadAll()
    }

    function Assert-Completed {
        param($Run)
        $shown = @(Get-Shown $Run)
        foreach ($line in $shown | Group-Object -Property Source, Id) {
            @($line.Group | Where-Object Type -eq 'Completed') | Should -HaveCount 1 -Because "'$($line.Group[0].Activity)' completes once"
            $line.Group[-1].Type | Should -Be 'Completed' -Because "'$($line.Group[0].Activity)' is not shown after it completed"
        }
    }

    function Remove-Run {
        param($Run)
        $emulator.ClearFaults()
        $emulator.Release()
        $Run.Shell.Stop()
        $Run.Shell.Runspace.Dispose()
        $Run.Shell.Dispose()
    }
}

AfterAll {
    Disconnect-Nemo -ErrorAction Ignore
    Stop-NemoEmulator -Emulator $emulator
    Restore-NemoEnvironment
    Remove-Item -LiteralPath $folder -Recurse -Force
}

Describe 'Progress' {
    BeforeEach {
        $emulator.Reset()
    }

    It 'of uploads has one bar for all files and a child bar for each, with bytes and percentage' {
        $emulator.AddFault('POST /api/upload-video/*: hold body after 1000 bytes x2')
        $run = Start-InTestHost 'Send-NemoUpload -LiteralPath $large, $large -SessionPerFile -ThrottleLimit 2 -Connection $nemo'
        try {
            $null = Wait-Until { @(Get-Shown $run 'File' | Where-Object Percent -gt 0 | Sort-Object -Property Id -Unique).Count -eq 2 }
            $all = Wait-Until { Get-Shown $run 'Uploading' | Where-Object Status -Match '\b0\b.*\b2\b.*\b128(\.0)? MB' } | Select-Object -Last 1
            $files = @(Get-Shown $run 'File' | Where-Object Percent -gt 0)
            $all.Parent | Should -Be -1
            $files[0].Status | Should -Match 'large\.mp4.*\b64(\.0)? MB'
            $files.Percent | ForEach-Object { $_ | Should -BeLessThan 100 }
            $files.Parent | Sort-Object -Unique | Should -Be $all.Id
            # A host nests a bar under another only if both have the same source.
            $files.Source | Sort-Object -Unique | Should -Be $all.Source

            $emulator.Release()
            @(Wait-Run $run) | Should -HaveCount 2
            Assert-Completed $run
            @(Get-Shown $run)[-1].Id | Should -Be $all.Id -Because 'the parent bar completes last'
        } finally {
            Remove-Run $run
        }
    }

    It 'of an edit shows the agent''s tool and the elapsed time' {
        $emulator.AddFault('POST /run_sse: hold after 3 events')
        $run = Start-InTestHost 'Invoke-NemoEdit "title ""x""" -Session $session -Connection $nemo'
        try {
            $null = Wait-Until { Get-Shown $run 'Editing' | Where-Object Status -Match '\w_\w.*\b\d+:\d\d\b' }
            (Get-Shown $run 'Editing').Percent | Sort-Object -Unique | Should -Be -1 -Because 'the percentage of an edit is unknown'
            $emulator.Release()
            $null = Wait-Run $run
            Assert-Completed $run
        } finally {
            Remove-Run $run
        }
    }

    It 'of exports has one bar for all and a child bar for each of the first five that are not finished' {
        $exports = 1..7 | ForEach-Object { Start-NemoExport -Session $session }
        $emulator.AddFault('GET /api/render/proxy/lambda/*: answer 200 {"id":"x","status":"processing","progress":40} x*')
        $run = Start-InTestHost '$exports | Wait-NemoExport -Connection $nemo'
        try {
            $null = Wait-Until { @(Get-Shown $run 'Export' | Where-Object Percent -eq 40 | Sort-Object -Property Id -Unique).Count -eq 5 }
            $all = @(Get-Shown $run 'Exporting')[-1]
            $each = @(Get-Shown $run 'Export' | Where-Object Percent -eq 40)
            # Exports that seemed to stand still looked hung (a day as a new user, 29 November).
            $each.Status | Should -Match 'progress.*\b40 ?% \(\d+:\d\d\)$'
            $each.Parent | Sort-Object -Unique | Should -Be $all.Id
            $each.Source | Sort-Object -Unique | Should -Be $all.Source
            $emulator.ClearFaults()
            @(Wait-Run $run) | Should -HaveCount 7
            Assert-Completed $run
            @(Get-Shown $run)[-1].Id | Should -Be $all.Id -Because 'the parent bar completes last'
        } finally {
            Remove-Run $run
        }
    }

    It 'of a rate limit pause shows the remaining seconds' {
        # All requests of the connection wait for the end of the pause.
        $nemo = Connect-Nemo -NoCache -PassThru 6> $null
        $emulator.AddFault('GET /api/credits/*: status 429 retry-after 60')
        $run = Start-InTestHost 'Get-NemoCredit -Connection $nemo'
        try {
            $null = Wait-Until { Get-Shown $run 'Waiting' | Where-Object Status -match '\b(60|59|58)\b' }
            $run.Shell.Stop()
            Assert-Completed $run
        } finally {
            Remove-Run $run
        }
    }

    It 'is shown at most four times a second' {
        $events = 1..3000 | ForEach-Object { "data: {""type"":""tool_call"",""name"":""tool_$_"",""args"":{}}" }
        $emulator.AddFault("POST /run_sse: raw lines $($events -join '\n\n')")
        # More records are allowed if the edit takes longer, so that a slow computer doesn't cause a failure.
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        $run = Start-InTestHost 'Invoke-NemoEdit "title ""x""" -Session $session -Connection $nemo'
        try {
            (Wait-Run $run | Where-Object Kind -eq 'ToolCall').Count | Should -BeGreaterOrEqual 3000
            $most = 4 * $clock.Elapsed.TotalSeconds + 1
            @(Get-Shown $run 'Editing' | Where-Object Type -eq 'Processing').Count | Should -BeLessOrEqual $most
            Assert-Completed $run
        } finally {
            Remove-Run $run
        }
    }

    It 'is not shown with $ProgressPreference SilentlyContinue' {
        $run = Start-InTestHost '$ProgressPreference = "SilentlyContinue"; Invoke-NemoEdit "title ""x""" -Session $session -Connection $nemo'
        try {
            $null = Wait-Run $run
            Get-Shown $run | Should -BeNullOrEmpty
        } finally {
            Remove-Run $run
        }
    }
}

Describe 'Ctrl+C' {
    AfterEach {
        $emulator.ClearFaults()
        $emulator.Release()
    }

    It 'says what the service continues after <State>' -ForEach @(
        @{ State = 'a sent message'; Fault = 'POST /run_sse: hold after 2 events'; Path = '/run_sse'
            Script = 'Invoke-NemoEdit "title ""x""" -Session $session -Connection $nemo'
            Expected = '*''title "x"'' was sent. The service may complete the edit and charge for it.*Get-NemoState -Session ''*''.' }
        @{ State = 'a message without a response'; Fault = 'POST /run_sse: hold before answer'; Path = '/run_sse'
            Script = 'Invoke-Nemo "add a title ""x""" -Session $session -Connection $nemo'
            Expected = '*may have been sent.*Get-NemoState -Session ''*''.' }
        @{ State = 'an upload'; Fault = 'POST /api/upload-video/*: hold before answer'; Path = '/api/upload-video/*'
            Script = 'Send-NemoUpload -LiteralPath $clip -Session $session -Connection $nemo'
            Expected = 'The upload of ''*.mp4'' was stopped. *Get-NemoState -Session ''*''.' }
        @{ State = 'an export that is being started'; Fault = 'POST /api/render/*: hold before answer'; Path = '/api/render/*'
            Script = 'Start-NemoExport -Session $session -Connection $nemo'; Expected = '*may have been started. To check, use Get-NemoExport.*' }
        @{ State = 'a wait'; Fault = 'GET /api/render/*: hold before answer'; Path = '/api/render/*'
            Script = 'Wait-NemoExport -Id $export.Id -Destination $folder -Force -Connection $nemo'
            Expected = 'The command stopped waiting for 1 export. Exports in progress continue, and you aren''t charged for them.*Wait-NemoExport -Id ''render_*'' -Destination ''*''.' }
    ) {
        $export = Start-NemoExport -Session $session -Connection $nemo
        $emulator.AddFault($Fault)
        $run = Start-InTestHost $Script
        try {
            $null = Wait-Until { $emulator.GetRequests() | Where-Object { $_.path -like $Path -and $_.state -eq 'open' } }
            if ($State -eq 'a sent message') { $null = Wait-Until { Get-Shown $run | Where-Object Activity -eq 'Editing' } }
            $run.Shell.Stop()
            @($run.Screen.UI.Warnings).Count | Should -Be 1
            @($run.Screen.UI.Warnings)[0] | Should -BeLike $Expected
            "$($run.Shell.Streams.Error)" | Should -BeNullOrEmpty
        } finally {
            $run.Shell.Dispose()
        }
    }

    It 'says how many videos New-NemoVideo has not completed, after all their lines are complete' {
        # One of the three videos ends.
        $emulator.AddFault("POST /run_sse: hold after 1 events x2`nPOST /api/render/proxy/lambda: status 429 retry-after 3")
        $run = Start-InTestHost '1..3 | ForEach-Object { [pscustomobject]@{ Path = $clip; Message = "title $([guid]::NewGuid())" } } | New-NemoVideo -Destination "$folder/videos" -Connection $nemo'
        try {
            $first = Wait-Until { (Get-Shown $run 'Creating videos').Status -like '1 of 3 finished (*), about *' } | Select-Object -First 1
            # A trial of one look everywhere, 30 November: the estimate was as if the videos were created one after the other.
            $null = $first -match '\((?<elapsed>\S+)\), about (?<left>\S+) remaining'
            [timespan] "0:$($Matches.left)" | Should -BeLessOrEqual ([timespan] "0:$($Matches.elapsed)" + [timespan] '0:0:1')
            # A user saw the remaining time count up. When the estimated time is over, no time is shown.
            $null = Wait-Until { (Get-Shown $run 'Creating videos').Status -match '^1 of 3 finished \(\d+:\d\d\)$' }
            $left = @((Get-Shown $run 'Creating videos').Status -like '1 of 3 finished (*), about *' | ForEach-Object { [timespan] "0:$(($_ -split ' ')[-2])" })
            $left | Should -Be @($left | Sort-Object -Descending)
            $lines = @(Get-Shown $run 'Video')
            $lines.Parent | Sort-Object -Unique | Should -Be @(Get-Shown $run 'Creating videos')[0].Id
            $run.Shell.Stop()
            Assert-Completed $run
            @($run.Screen.UI.Warnings).Count | Should -Be 1
            @($run.Screen.UI.Warnings)[0] | Should -BeLike 'The command stopped while it was creating 2 videos.*run the same command again*'
            "$($run.Shell.Streams.Error)" | Should -BeNullOrEmpty
        } finally {
            Remove-Run $run
        }
    }

    It 'says nothing before a message is sent' {
        $emulator.AddFault('GET /api/state/*: hold before answer')
        $run = Start-InTestHost 'Invoke-NemoEdit "title ""x""" -Session $session -Connection $nemo'
        try {
            $null = Wait-Until { $emulator.GetRequests() | Where-Object { $_.path -like '/api/state/*' -and $_.state -eq 'open' } }
            $run.Shell.Stop()
            $run.Screen.UI.Warnings.Count | Should -Be 0
        } finally {
            Remove-Run $run
        }
    }
}
