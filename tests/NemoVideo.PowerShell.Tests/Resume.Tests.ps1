# A job that dies anywhere is run again as it is: nothing is lost, and nothing is done twice.
BeforeDiscovery {
    # Each line of the journal is a point to die at: behind it lies the request that it announces, or the answer it tells of.
    $points = foreach ($kind in 'session', 'upload', 'message', 'render', 'download') {
        foreach ($step in 'begun', 'done') { @{ Kind = $kind; Step = $step } }
    }
}

BeforeAll {
    . $PSScriptRoot/common.ps1
    $emulator = Start-NemoEmulator -ArgumentList '--no-ffmpeg', '--credits', '1000000', '--silent-rate', '0'
    Set-NemoEnvironment -ApiUrl $emulator.Url
    $clip = Get-SampleClip -Name 'sunset.mp4'
    $program = (Get-Process -Id $PID).Path
    $leading = @(if ([System.IO.Path]::GetFileNameWithoutExtension($program) -eq 'dotnet') { Join-Path -Path $PSHOME -ChildPath 'pwsh.dll' })

    # Everything of a test in a folder of its own: clips, videos, and what this computer knows.
    function New-NightJob {
        param([int] $ClipCount = 1, [string] $Message = 'title "night"')
        $root = New-TestFolder
        $null = New-Item -ItemType Directory -Path "$root/clips"
        foreach ($number in 1..$ClipCount) {
            # Each of a content of its own.
            [System.IO.File]::WriteAllBytes("$root/clips/clip$number.mp4", [System.IO.File]::ReadAllBytes($clip) + [byte[]] $number)
        }
        Set-Content -LiteralPath "$root/job.ps1" -Value @"
`$ErrorActionPreference = 'Stop'
`$ProgressPreference = 'SilentlyContinue'
`$env:NEMO_HOME = '$root/home'
Import-Module '$(Get-NemoModulePath)'
Connect-Nemo -Option @{
    StatePollIntervalSec = 0.02; StatePollCount = 3; RenderPollIntervalSec = 0.05; RetryDelaySec = 0.01
    RecoveryDelaySec = 0.05; RecoveryIntervalSec = 0.05; RecoveryCount = 3
} 6> `$null
`$goOn = @{ ErrorAction = 'Continue' }
Get-ChildItem '$root/clips' | Send-NemoUpload -SessionPerFile -Resume @goOn | Invoke-NemoEdit '$Message' -ResultOnly @goOn |
    Start-NemoExport @goOn | Wait-NemoExport -Destination '$root/out' @goOn | ForEach-Object { "done `$(`$_.Path)" }
"@
        @{ Root = $root; Script = "$root/job.ps1" }
    }

    function Start-NightJob {
        param($Job)
        $arguments = $leading + @('-NoLogo', '-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-File', $Job.Script)
        $arguments = $arguments | ForEach-Object { '"{0}"' -f $_ }
        Start-Process -FilePath $program -ArgumentList $arguments -PassThru -RedirectStandardOutput "$($Job.Root)/$([guid]::NewGuid()).out" -RedirectStandardError "$($Job.Root)/$([guid]::NewGuid()).err"
    }

    function Complete-NightJob {
        param($Job)
        $ErrorActionPreference = 'Continue'
        & $program @leading -NoLogo -NoProfile -NonInteractive -ExecutionPolicy Bypass -File $Job.Script 2>&1 |
            ForEach-Object { "$_" } | Tee-Object -FilePath "$($Job.Root)/$([guid]::NewGuid()).told"
    }

    # As the user of a job would look, in a process of its own.
    function Invoke-InJob {
        param($Job, [string] $Script)
        Invoke-NewPowerShell "`$env:NEMO_HOME = '$($Job.Root)/home'; Import-Module '$(Get-NemoModulePath)'; Connect-Nemo 6> `$null; $Script"
    }

    function Get-Journal {
        param($Job)
        @(Get-ChildItem -Path "$($Job.Root)/home/journal/*.jsonl" -ErrorAction Ignore | ForEach-Object {
            # Another process writes it.
            $stream = [System.IO.FileStream]::new($_.FullName, 'Open', 'Read', 'ReadWrite, Delete')
            try { [System.IO.StreamReader]::new($stream).ReadToEnd() -split "`n" -match '\S' } finally { $stream.Dispose() }
        })
    }

    # What the server has seen of the sessions of a job, whoever asked for it.
    function Get-Seen {
        param($Job, [string] $Path)
        $sessions = @(Get-Journal $Job | Select-String -Pattern '"session":"([^"]+)"' | ForEach-Object { $_.Matches[0].Groups[1].Value } | Sort-Object -Unique)
        @($emulator.GetRequests() | Where-Object { $_.method -eq 'POST' -and $_.path -like $Path } | Where-Object {
            $request = $_
            $sessions | Where-Object { "$($request.path) $($request.body)".Contains($_) }
        })
    }

    # Where bench/Measure-Kill.ps1 has said so, all that may explain a failure is kept: the job's journal and what it wrote,
    # and what the server has seen so far.
    function Remove-NightJob {
        param($Job, [string] $Name)
        if (-not $env:NEMO_KILL_EVIDENCE) {
            Remove-Item -LiteralPath $Job.Root -Recurse -Force
            return
        }

        foreach ($records in 'requests', 'renders', 'failures') {
            Invoke-WebRequest -Uri "$($emulator.Url)/_emulator/$records" -UseBasicParsing -OutFile "$($Job.Root)/$records.json"
        }
        Move-Item -LiteralPath $Job.Root -Destination (Join-Path -Path $env:NEMO_KILL_EVIDENCE -ChildPath $Name)
    }

    function Assert-Done {
        param($Job, [int] $ClipCount = 1)
        $names = 1..$ClipCount | ForEach-Object { "clip$_.mp4" }
        (Get-ChildItem -LiteralPath "$($Job.Root)/out").Name | Should -Be $names -Because 'each video is there whole, and nothing else'
        foreach ($name in $names) {
            # Without ffmpeg, the emulator gives back the clip that is in the timeline.
            (Get-FileHash -LiteralPath "$($Job.Root)/out/$name").Hash | Should -Be (Get-FileHash -LiteralPath "$($Job.Root)/clips/$name").Hash
        }
    }
}

AfterAll {
    Stop-NemoEmulator -Emulator $emulator
    Restore-NemoEnvironment
}

Describe 'A job that is killed' {
    BeforeEach {
        $emulator.ClearFaults()
        $job = New-NightJob
    }

    AfterEach {
        $emulator.Release()
        Remove-NightJob $job -Name "$Kind-$Step"
    }

    It 'at "<Kind> <Step>" ends, run again, with the right video, and each thing done once' -ForEach $points {
        $process = Start-NightJob $job
        try {
            $null = Wait-Until -Because 'the job must come to that point' { @(Get-Journal $job) -match """step"":""$Step"",""kind"":""$Kind""" }
        } finally {
            $process.Kill()
            $process.WaitForExit()
        }

        $told = @(Complete-NightJob $job)
        if ("$told" -match 'cannot be known') {
            # It died between the announcement and the message. The module does not guess; its user looks, and sends it.
            @(Get-Seen $job '/run_sse').Count | Should -BeLessOrEqual 1
            if (@(Get-Seen $job '/run_sse').Count -eq 0) {
                $session = [regex]::Match("$(Get-Journal $job)", '"kind":"message","session":"([^"]+)"').Groups[1].Value
                $null = Invoke-InJob $job "Invoke-NemoEdit 'title ""night""' -Session '$session'"
            }
            $told = @(Complete-NightJob $job)
        }

        Assert-Done $job
        $told[-1] | Should -BeLike 'done *clip1.mp4'
        @(Get-Seen $job '/run_sse').Count | Should -Be 1 -Because 'a message is charged once'
        @(Get-Seen $job '/api/render/proxy/lambda').Count | Should -Be 1 -Because 'no render is submitted twice'
        # An upload that was cut off may be sent again; it comes into the timeline once.
        $session = ("$(Get-Seen $job '/run_sse' | ForEach-Object body)" | ConvertFrom-Json).session_id
        Invoke-InJob $job "(Get-NemoState -Session '$session').Summary" | Should -Match '^Timeline \(2 tracks\): 1\. Video: clip1 \(0-5s\) 2\. Title'
    }
}

Describe 'A job with -Resume' {
    BeforeEach {
        $emulator.ClearFaults()
        $job = New-NightJob -ClipCount 3
    }

    AfterEach {
        $emulator.Release()
        Remove-Item -LiteralPath $job.Root -Recurse -Force
    }

    It 'that was finished is not done again' {
        $null = Complete-NightJob $job
        Assert-Done $job -ClipCount 3
        $before = @($emulator.GetRequests() | Where-Object method -eq 'POST').Count
        $written = (Get-ChildItem -LiteralPath "$($job.Root)/out").LastWriteTimeUtc

        $told = @(Complete-NightJob $job)

        $told | Should -HaveCount 3
        $told | ForEach-Object { $_ | Should -BeLike 'done *.mp4' }
        @($emulator.GetRequests() | Where-Object method -eq 'POST').Count | Should -Be $before -Because 'nothing is sent'
        (Get-ChildItem -LiteralPath "$($job.Root)/out").LastWriteTimeUtc | Should -Be $written
    }

    It 'does what is new beside what is done' {
        $null = Complete-NightJob $job
        [System.IO.File]::WriteAllBytes("$($job.Root)/clips/clip4.mp4", [System.IO.File]::ReadAllBytes($clip) + [byte[]] 4)
        $before = @(Get-Seen $job '/run_sse').Count
        $null = Complete-NightJob $job
        Assert-Done $job -ClipCount 4
        @(Get-Seen $job '/run_sse').Count | Should -Be ($before + 1)
    }

    It 'gives two files of the same content a session each' {
        Copy-Item -LiteralPath "$($job.Root)/clips/clip1.mp4" -Destination "$($job.Root)/clips/clip2.mp4"
        $null = Complete-NightJob $job
        $null = Complete-NightJob $job
        Assert-Done $job -ClipCount 3
        @(Get-Seen $job '/run_sse').Count | Should -Be 3
    }

    It 'sends a message again that the service is known to have failed at' {
        $emulator.AddFault('POST /run_sse: error event "overloaded"')
        "$(Complete-NightJob $job)" | Should -Match 'overloaded'
        $null = Complete-NightJob $job
        Assert-Done $job -ClipCount 3
        @(Get-Seen $job '/run_sse').Count | Should -Be 4
    }

    It 'does not send a message again of which the timeline does not tell, and says so' {
        # A message that changes nothing looks as one that never came.
        Remove-Item -LiteralPath $job.Root -Recurse -Force
        $job = New-NightJob -ClipCount 3 -Message 'good evening'
        $emulator.AddFault('POST /run_sse: hold before answer')
        $process = Start-NightJob $job
        try {
            $null = Wait-Until { @(Get-Seen $job '/run_sse').Count -eq 1 }
        } finally {
            $process.Kill()
            $process.WaitForExit()
        }

        $told = "$(Complete-NightJob $job)"
        $told | Should -Match 'cannot be known'
        $told | Should -Match 'done .*clip2\.mp4'
        @(Get-Seen $job '/run_sse').Count | Should -Be 3 -Because 'the other two are sent, and the first is not again'
        Test-Path -LiteralPath "$($job.Root)/out/clip1.mp4" | Should -BeFalse
    }

    It 'keeps off a file that another run is at work on, and each is done once' {
        $emulator.AddFault('POST /run_sse: hold after 1 event')
        $first = Start-NightJob $job
        try {
            $null = Wait-Until { @(Get-Seen $job '/run_sse').Count -eq 1 }
            $told = "$(Complete-NightJob $job)"
            $told | Should -Match "Another run with -Resume is at work on 'clip1\.mp4'"
            $told | Should -Match 'done .*clip2\.mp4'
            $told | Should -Match 'done .*clip3\.mp4'
        } finally {
            $emulator.Release()
            $first.WaitForExit()
        }

        Assert-Done $job -ClipCount 3
        @(Get-Seen $job '/run_sse').Count | Should -Be 3
        @(Get-Seen $job '/api/upload-video/*').Count | Should -Be 3
        @(Get-Seen $job '/api/render/proxy/lambda').Count | Should -Be 3
    }

    It 'does not take another file at the destination for its own' {
        $null = Complete-NightJob $job
        Set-Content -LiteralPath "$($job.Root)/out/clip1.mp4" -Value 'something else'
        "$(Complete-NightJob $job)" | Should -Match 'already there'
        Get-Content -LiteralPath "$($job.Root)/out/clip1.mp4" | Should -Be 'something else'
    }

    It 'takes a video for its own that had its name before the journal said so' {
        $null = Complete-NightJob $job
        $journal = (Get-Item -Path "$($job.Root)/home/journal/*.jsonl").FullName
        $lines = [System.IO.File]::ReadAllLines($journal) -notmatch '"step":"done","kind":"download"'
        [System.IO.File]::WriteAllLines($journal, [string[]] $lines)
        $before = @($emulator.GetRequests() | Where-Object path -Like '/output/*').Count

        $told = @(Complete-NightJob $job)

        $told | Should -HaveCount 3
        $told | ForEach-Object { $_ | Should -BeLike 'done *.mp4' }
        @($emulator.GetRequests() | Where-Object path -Like '/output/*').Count | Should -Be $before -Because 'nothing is downloaded again'
    }

    It 'begins anew where the service has forgotten the session' {
        $null = Complete-NightJob $job
        $emulator.AddFault('GET /api/state/*: code 1002')
        Remove-Item -LiteralPath "$($job.Root)/out/clip1.mp4"
        $null = Complete-NightJob $job
        Assert-Done $job -ClipCount 3
    }
}
