# A job that stops anywhere can be run again unchanged: nothing is lost, and nothing is done twice.
BeforeDiscovery {
    # All twelve records of a job's journal, and the possible situations before and after each. At each point, the emulator holds a
    # request of the job that matches Hold, after the journal has that many Lines. Then specifies what happens before the process is killed:
    #   Lock: the response arrives, and the next record has to wait. Step: the response arrives, one more record is written, and the record
    #   after it has to wait; Lines includes the extra record. Unmoved: like Step, but the file move after that record is undone.
    $session = 'POST /api/tasks/*'
    $upload = 'POST /api/upload-video/*'
    $poll = 'GET /api/state/*: hold before answer'
    $render = 'POST /api/render/proxy/lambda'
    $status = 'GET /api/render/proxy/lambda/*: hold before answer'
    $video = 'GET /output/*'
    $points = @(
        @{ Point = 'session begun, not requested'; Lines = 1; Hold = "${session}: hold body after 0 bytes" }
        @{ Point = 'session begun and created'; Lines = 1; Hold = "${session}: hold before answer" }
        @{ Point = 'session done'; Lines = 2; Hold = $poll }
        @{ Point = 'upload begun, partly sent'; Lines = 3; Hold = "${upload}: hold body after 1000 bytes" }
        @{ Point = 'upload begun and received'; Lines = 3; Hold = "${upload}: hold before answer" }
        @{ Point = 'upload done'; Lines = 4; Hold = $poll }
        @{ Point = 'message begun, not received'; Lines = 5; Hold = 'POST /run_sse: hold body after 0 bytes'; NotReceived = 'message' }
        @{ Point = 'message begun and received'; Lines = 5; Hold = 'POST /run_sse: hold before answer' }
        @{ Point = 'message begun, stream completed'; Lines = 5; Hold = $poll }
        @{ Point = 'message done'; Lines = 6; Hold = $poll }
        @{ Point = 'render begun, not received'; Lines = 7; Hold = "${render}: hold body after 0 bytes"; NotReceived = 'render' }
        @{ Point = 'render begun and received'; Lines = 7; Hold = "${render}: hold before answer" }
        @{ Point = 'render done'; Lines = 8; Hold = $status }
        @{ Point = 'render done, status known'; Lines = 8; Hold = $status; Then = 'Lock' }
        @{ Point = 'render done a second time'; Lines = 9; Hold = $status; Then = 'Step' }
        @{ Point = 'download begun'; Lines = 10; Hold = "${video}: hold before answer" }
        @{ Point = 'download begun, partly received'; Lines = 10; Hold = "${video}: hold after 1000 bytes" }
        @{ Point = 'download begun, completely received'; Lines = 10; Hold = "${video}: hold before answer"; Then = 'Lock' }
        @{ Point = 'download begun with bytes, not renamed'; Lines = 11; Hold = "${video}: hold before answer"; Then = 'Unmoved' }
        @{ Point = 'download begun with bytes, renamed'; Lines = 11; Hold = "${video}: hold before answer"; Then = 'Step' }
        @{ Point = 'download done'; Lines = 12; Hold = $null }
    )
    foreach ($point in $points) {
        foreach ($optional in 'Then', 'NotReceived') { if (-not $point.ContainsKey($optional)) { $point[$optional] = '' } }
        # Between two records without a request, only a lease on the lock file can hold a job at an exact point. Only Linux has leases.
        $kind, $step = ($point.Point -split '\W+')[0, 1]
        $point.Line = """step"":""$step"",""kind"":""$kind""" + $(if ($point.Point -match 'bytes|second') { '.*"(bytes":\d|status":"completed")' })
        $point.IsSkipped = $point.Then -in 'Step', 'Unmoved' -and -not $IsLinux
    }
}

BeforeAll {
    . $PSScriptRoot/common.ps1
    Import-Module -Name (Get-NemoModulePath)
    $emulator = Start-NemoEmulator -ArgumentList '--no-ffmpeg', '--credits', '1000000', '--silent-rate', '0'
    Set-NemoEnvironment -ApiUrl $emulator.Url
    $clip = Get-SampleClip -Name 'sunset.mp4'
    $program = (Get-Process -Id $PID).Path
    $leading = @(if ([System.IO.Path]::GetFileNameWithoutExtension($program) -eq 'dotnet') { Join-Path -Path $PSHOME -ChildPath 'pwsh.dll' })

    # Creates a folder with everything that a test needs: clips, videos and the data folder.
    function New-TestJob {
        param([int] $ClipCount = 1, [string] $Message = 'title "resumed"')
        $root = New-TestFolder
        $null = New-Item -ItemType Directory -Path "$root/clips"
        foreach ($number in 1..$ClipCount) {
            # Each clip has different content.
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
`$common = @{ ErrorAction = 'Continue' }
Get-ChildItem '$root/clips' | Send-NemoUpload -SessionPerFile -Resume @common | Invoke-NemoEdit '$Message' -ResultOnly @common |
    Start-NemoExport @common | Wait-NemoExport -Destination '$root/out' @common | ForEach-Object { "done `$(`$_.Path)" }
`$Error | ForEach-Object { "error `$((`$_.FullyQualifiedErrorId -split ',')[0])" }
while (Test-Path '$root/stay') { Start-Sleep -Milliseconds 20 }
"@
        @{ Root = $root; Script = "$root/job.ps1" }
    }

    function Start-TestJob {
        param($Job)
        $arguments = $leading + @('-NoLogo', '-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-File', $Job.Script)
        $arguments = $arguments | ForEach-Object { '"{0}"' -f $_ }
        Start-Process -FilePath $program -ArgumentList $arguments -PassThru -RedirectStandardOutput "$($Job.Root)/$([guid]::NewGuid()).out" -RedirectStandardError "$($Job.Root)/$([guid]::NewGuid()).err"
    }

    function Complete-TestJob {
        param($Job)
        $ErrorActionPreference = 'Continue'
        & $program @leading -NoLogo -NoProfile -NonInteractive -ExecutionPolicy Bypass -File $Job.Script 2>&1 |
            ForEach-Object { "$_" } | Tee-Object -FilePath "$($Job.Root)/$([guid]::NewGuid()).output"
    }

    # Runs a script with the data folder of a job and a separate connection.
    function Invoke-InJob {
        param($Job, [scriptblock] $Script)
        $env:NEMO_HOME, $homeBefore = "$($Job.Root)/home", $env:NEMO_HOME
        try {
            Connect-Nemo 6> $null
            & $Script
        } finally {
            Disconnect-Nemo -ErrorAction Ignore
            $env:NEMO_HOME = $homeBefore
        }
    }

    function Get-Journal {
        param($Job)
        @(Get-ChildItem -Path "$($Job.Root)/home/journal/*.jsonl" -ErrorAction Ignore | ForEach-Object {
            # Another process writes to this file.
            $stream = [System.IO.FileStream]::new($_.FullName, 'Open', 'Read', 'ReadWrite, Delete')
            try { [System.IO.StreamReader]::new($stream).ReadToEnd() -split "`n" -match '\S' } finally { $stream.Dispose() }
        })
    }

    # Returns the requests that the server received for the sessions of a job, from any process.
    function Get-JobRequest {
        param($Job, [string] $Path)
        $sessions = @(Get-Journal $Job | Select-String -Pattern '"session":"([^"]+)"' | ForEach-Object { $_.Matches[0].Groups[1].Value } | Sort-Object -Unique)
        @($emulator.GetRequests() | Where-Object { $_.method -eq 'POST' -and $_.path -like $Path } | Where-Object {
            $request = $_
            $sessions | Where-Object { "$($request.path) $($request.body)".Contains($_) }
        })
    }

    # Lets the process of a job run to a point and holds it there. Returns an object to dispose of after the process was killed.
    function Step-ToPoint {
        param($Job, [System.Diagnostics.Process] $Process, [string] $Hold, [int] $Lines, [string] $Then)
        if (-not $Hold) {
            # After the last record, only the job's own script keeps the process running.
            $null = Wait-Until { @(Get-Journal $Job).Count -eq $Lines } -TimeoutSec 120
            return
        }

        $isStep = $Then -in 'Step', 'Unmoved'
        $held = 0
        while ($true) {
            $held = Wait-Until -TimeoutSec 120 -Because 'the job must send that request' {
                if ($Process.HasExited) { throw 'The job has ended before that point.' }
                $count = ($emulator.GetRequests() | Measure-Object -Property holdCount -Sum).Sum
                if ($count -gt $held + $earlierHolds) { $count - $earlierHolds }
            }
            $written = @(Get-Journal $Job).Count
            if ($written -eq $Lines - [int] $isStep) { break }
            $written | Should -BeLessThan $Lines -Because 'the point must not be passed'
            $emulator.Release()
        }
        if (-not $Then) { return }

        $lock = (Get-Item -Path "$($Job.Root)/home/journal/*.jsonl.lock").FullName
        if (-not $isStep) {
            [System.IO.FileStream]::new($lock, 'Open', 'ReadWrite', 'None')
            $emulator.ClearFaults()
            $emulator.Release()
            if ($Lines -eq 10) {
                $length = (Get-Item -LiteralPath "$($Job.Root)/clips/clip1.mp4").Length
                $null = Wait-Until { (Get-Item -Path "$($Job.Root)/out/clip1.mp4.*.part" -ErrorAction Ignore).Length -eq $length } -TimeoutSec 120
            }
            return
        }

        # The job waits in opening the lock file. Meanwhile, the file's name is given to another file, which is locked. So the job has
        # this lock for one record and waits for the other lock with the next.
        $lease = [NemoTest.FileLease]::new($lock)
        try {
            $emulator.ClearFaults()
            $emulator.Release()
            $null = Wait-Until { $lease.IsWanted } -TimeoutSec 120
            [System.IO.FileStream]::new("$lock.other", 'CreateNew', 'ReadWrite', 'None')
            Move-Item -LiteralPath "$lock.other" -Destination $lock -Force
        } finally {
            $lease.Dispose()
        }
        $null = Wait-Until { @(Get-Journal $Job).Count -eq $Lines } -TimeoutSec 120
        if ($Lines -eq 11) {
            $null = Wait-Until { Test-Path -LiteralPath "$($Job.Root)/out/clip1.mp4" } -TimeoutSec 120
        }
    }

    # For bench/Measure-Kill.ps1, keeps everything that may explain a failure: the job's journal and output, and the server's requests.
    function Remove-TestJob {
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

    function Assert-AllVideos {
        param($Job, [int] $ClipCount = 1)
        $names = 1..$ClipCount | ForEach-Object { "clip$_.mp4" }
        (Get-ChildItem -LiteralPath "$($Job.Root)/out").Name | Should -Be $names -Because 'each video must be complete, without other files'
        foreach ($name in $names) {
            # Without ffmpeg, the emulator returns the clip in the timeline.
            (Get-FileHash -LiteralPath "$($Job.Root)/out/$name").Hash | Should -Be (Get-FileHash -LiteralPath "$($Job.Root)/clips/$name").Hash
        }
    }

    if ($IsLinux) {
        # A lease makes a process that opens the file wait in the system until the lease ends.
        Add-Type -TypeDefinition @'
namespace NemoTest
{
    using System;
    using System.IO;
    using System.Runtime.InteropServices;

    public sealed class FileLease : IDisposable
    {
        private const int SetSignal = 10, SetLease = 1024, GetLease = 1025, WriteLease = 1, NoLease = 2, UrgentSignal = 23;
        private readonly FileStream _file;

        public FileLease(string path)
        {
            _file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);

            // The signal for a waiting process would end this process, so an ignored signal is used.
            if (Control(SetSignal, UrgentSignal) != 0 || Control(SetLease, WriteLease) != 0)
            {
                throw new IOException("No lease: error " + Marshal.GetLastWin32Error());
            }
        }

        // For a contested lease, the system returns the type that it will have.
        public bool IsWanted { get { return Control(GetLease, 0) == NoLease; } }

        // The file is closed first, because its own lock would block the waiting process. The lease ends with it.
        public void Dispose() { _file.Dispose(); }

        private int Control(int command, int argument)
        {
            return Native.fcntl(_file.SafeFileHandle.DangerousGetHandle().ToInt32(), command, argument);
        }

        private static class Native
        {
            [DllImport("libc", SetLastError = true)]
            internal static extern int fcntl(int file, int command, int argument);
        }
    }
}
'@
    }
}

AfterAll {
    Stop-NemoEmulator -Emulator $emulator
    Restore-NemoEnvironment
}

Describe 'A job that is killed' {
    BeforeEach {
        $emulator.ClearFaults()
        $job = New-TestJob
    }

    AfterEach {
        $emulator.Release()
        Remove-TestJob $job -Name ($Point -replace '\W+', '-')
    }

    It 'at "<Point>" produces the right video after a second run and does each step once' -ForEach $points {
        if ($IsSkipped) { Set-ItResult -Skipped -Because 'only Linux can hold a process while it opens a file' }
        $earlierHolds = ($emulator.GetRequests() | Measure-Object -Property holdCount -Sum).Sum
        if ($Hold) { $emulator.AddFault("$Hold x*") } else { $null = New-Item -Path "$($job.Root)/stay" }
        $keeper = $null
        $process = Start-TestJob $job
        try {
            $keeper = Step-ToPoint $job -Process $process -Hold $Hold -Lines $Lines -Then $Then
        } finally {
            $process.Kill()
            $process.WaitForExit()
            if ($keeper) { $keeper.Dispose() }
        }

        $emulator.ClearFaults()
        Remove-Item -Path "$($job.Root)/stay" -ErrorAction Ignore
        $journal = @(Get-Journal $job)
        $journal.Count | Should -Be $Lines -Because 'the process must be killed at this point'
        $journal[-1] | Should -Match $Line -Because 'this must be the last record'
        if ($Then -eq 'Unmoved') {
            # Restores the state of the disk between the record and the move. A process can't be held at that point.
            Move-Item -LiteralPath "$($job.Root)/out/clip1.mp4" -Destination ([regex]::Match("$journal", '"part":"([^"]+)"').Groups[1].Value)
        }

        $output = @(Complete-TestJob $job)
        if ($NotReceived -eq 'message') {
            # The process was killed between the record and the message. The module doesn't guess: the user checks the timeline and
            # sends the message.
            "$output" | Should -Match 'error NemoConnectionLost'
            @(Get-JobRequest $job '/run_sse').Count | Should -Be 1
            $session = [regex]::Match("$(Get-Journal $job)", '"kind":"message","session":"([^"]+)"').Groups[1].Value
            $null = Invoke-InJob $job { Invoke-NemoEdit 'title "resumed"' -Session $session }
            $output = @(Complete-TestJob $job)
        }

        Assert-AllVideos $job
        $output[-1] | Should -BeLike 'done *clip1.mp4'
        # The emulator records a held request even though it never processed it.
        @(Get-JobRequest $job '/run_sse').Count | Should -Be (1 + ($NotReceived -eq 'message')) -Because 'a message is charged once'
        @(Get-JobRequest $job '/api/render/proxy/lambda').Count | Should -Be (1 + ($NotReceived -eq 'render')) -Because 'no render is submitted twice'
        # A partial upload may be sent again, but it appears in the timeline once.
        $session = ("$(Get-JobRequest $job '/run_sse' | Select-Object -Last 1 -ExpandProperty body)" | ConvertFrom-Json).session_id
        Invoke-InJob $job { (Get-NemoState -Session $session).Summary } | Should -Match '^Timeline \(2 tracks\): 1\. Video: clip1 \(0-5s\) 2\. Title'
    }
}

Describe 'A job with -Resume' {
    BeforeEach {
        $emulator.ClearFaults()
        $job = New-TestJob -ClipCount 3
    }

    AfterEach {
        $emulator.Release()
        Remove-Item -LiteralPath $job.Root -Recurse -Force
    }

    It 'sends nothing if it was finished' {
        $null = Complete-TestJob $job
        Assert-AllVideos $job -ClipCount 3
        $before = @($emulator.GetRequests() | Where-Object method -eq 'POST').Count
        $written = (Get-ChildItem -LiteralPath "$($job.Root)/out").LastWriteTimeUtc

        $output = @(Complete-TestJob $job)

        $output | Should -HaveCount 3
        $output | ForEach-Object { $_ | Should -BeLike 'done *.mp4' }
        @($emulator.GetRequests() | Where-Object method -eq 'POST').Count | Should -Be $before -Because 'nothing is sent'
        (Get-ChildItem -LiteralPath "$($job.Root)/out").LastWriteTimeUtc | Should -Be $written
    }

    It 'processes only the new clip' {
        $null = Complete-TestJob $job
        [System.IO.File]::WriteAllBytes("$($job.Root)/clips/clip4.mp4", [System.IO.File]::ReadAllBytes($clip) + [byte[]] 4)
        $before = @(Get-JobRequest $job '/run_sse').Count
        $null = Complete-TestJob $job
        Assert-AllVideos $job -ClipCount 4
        @(Get-JobRequest $job '/run_sse').Count | Should -Be ($before + 1)
    }

    It 'charges nothing again if the clock is <_> days ahead' -ForEach 31, 365 {
        $days = $_
        $null = Complete-TestJob $job
        $journal = (Get-Item -Path "$($job.Root)/home/journal/*.jsonl").FullName
        # On a computer whose clock is ahead, the records look old. The new clip comes first, so that a record is added before the
        # others are read.
        $lines = [System.IO.File]::ReadAllLines($journal) | ForEach-Object {
            $at = [regex]::Match($_, '"at":"([^"]+)"').Groups[1].Value
            $_.Replace($at, [datetimeoffset]::Parse($at, [cultureinfo]::InvariantCulture).UtcDateTime.AddDays(-$days).ToString('O'))
        }
        [System.IO.File]::WriteAllText($journal, ($lines -join "`n") + "`n")
        [System.IO.File]::WriteAllBytes("$($job.Root)/clips/clip0.mp4", [System.IO.File]::ReadAllBytes($clip) + [byte[]] 9)
        $before = @{}
        $paths = '/run_sse', '/api/upload-video/*', '/api/render/proxy/lambda'
        $paths | ForEach-Object { $before[$_] = @(Get-JobRequest $job $_).Count }

        $output = @(Complete-TestJob $job)

        $output | Should -HaveCount 4
        $paths | ForEach-Object { @(Get-JobRequest $job $_).Count | Should -Be ($before[$_] + 1) -Because "only the new clip is processed ($_)" }
    }

    It 'creates a session for each of two files with the same content' {
        Copy-Item -LiteralPath "$($job.Root)/clips/clip1.mp4" -Destination "$($job.Root)/clips/clip2.mp4"
        for ($run = 1; $run -le 2; $run++) {
            $null = Complete-TestJob $job
            Assert-AllVideos $job -ClipCount 3
            @(Get-JobRequest $job '/run_sse').Count | Should -Be 3
        }
    }

    It 'sends a message again if the service reported its failure' {
        $emulator.AddFault('POST /run_sse: error event "overloaded"')
        "$(Complete-TestJob $job)" | Should -Match 'overloaded'
        $null = Complete-TestJob $job
        Assert-AllVideos $job -ClipCount 3
        @(Get-JobRequest $job '/run_sse').Count | Should -Be 4
    }

    It 'reports an unknown outcome instead of sending a message again' {
        # The timeline doesn't show if a message that changes nothing was received.
        Remove-Item -LiteralPath $job.Root -Recurse -Force
        $job = New-TestJob -ClipCount 3 -Message 'good evening'
        $emulator.AddFault('POST /run_sse: hold before answer')
        $process = Start-TestJob $job
        try {
            $null = Wait-Until { @(Get-JobRequest $job '/run_sse').Count -eq 1 }
        } finally {
            $process.Kill()
            $process.WaitForExit()
        }

        $output = "$(Complete-TestJob $job)"
        $output | Should -Match 'error NemoConnectionLost'
        $output | Should -Match '\bclip1\b' -Because 'a user knows the name of the file, but not the session ID'
        $output | Should -Match 'done .*clip2\.mp4'
        @(Get-JobRequest $job '/run_sse').Count | Should -Be 3 -Because 'the first message must not be sent again'
        Test-Path -LiteralPath "$($job.Root)/out/clip1.mp4" | Should -BeFalse
    }

    It 'skips a file that another run processes, so that each step is done once: DOTNET_SYSTEM_IO_DISABLEFILELOCKING=<_>' -ForEach '0', '1' {
        $emulator.AddFault('POST /run_sse: hold after 1 event')
        try {
            $env:DOTNET_SYSTEM_IO_DISABLEFILELOCKING = $_
            $first = Start-TestJob $job
            $null = Wait-Until { @(Get-JobRequest $job '/run_sse').Count -eq 1 }
            $output = "$(Complete-TestJob $job)"
            $output | Should -Match 'error NemoFileInUse'
            $output | Should -Match 'clip1\.mp4'
            $output | Should -Match 'done .*clip2\.mp4'
            $output | Should -Match 'done .*clip3\.mp4'
        } finally {
            $env:DOTNET_SYSTEM_IO_DISABLEFILELOCKING = $null
            $emulator.Release()
            $first.WaitForExit()
        }

        Assert-AllVideos $job -ClipCount 3
        @(Get-JobRequest $job '/run_sse').Count | Should -Be 3
        @(Get-JobRequest $job '/api/upload-video/*').Count | Should -Be 3
        @(Get-JobRequest $job '/api/render/proxy/lambda').Count | Should -Be 3
    }

    It 'does not use an unrelated file at the destination' {
        $null = Complete-TestJob $job
        Set-Content -LiteralPath "$($job.Root)/out/clip1.mp4" -Value 'something else'
        for ($run = 1; $run -le 2; $run++) {
            Complete-TestJob $job | Split-Path -Leaf | Sort-Object | Should -Be 'clip1 (2).mp4', 'clip2.mp4', 'clip3.mp4'
        }
        Get-Content -LiteralPath "$($job.Root)/out/clip1.mp4" | Should -Be 'something else'
        (Get-FileHash -LiteralPath "$($job.Root)/out/clip1 (2).mp4").Hash | Should -Be (Get-FileHash -LiteralPath "$($job.Root)/clips/clip1.mp4").Hash
        @(Get-JobRequest $job '/run_sse').Count | Should -Be 3
    }

    It 'recognizes a video that was renamed before the journal recorded it' {
        $null = Complete-TestJob $job
        $journal = (Get-Item -Path "$($job.Root)/home/journal/*.jsonl").FullName
        $lines = [System.IO.File]::ReadAllLines($journal) -notmatch '"step":"done","kind":"download"'
        [System.IO.File]::WriteAllLines($journal, [string[]] $lines)
        $before = @($emulator.GetRequests() | Where-Object path -Like '/output/*').Count

        $output = @(Complete-TestJob $job)

        $output | Should -HaveCount 3
        $output | ForEach-Object { $_ | Should -BeLike 'done *.mp4' }
        @($emulator.GetRequests() | Where-Object path -Like '/output/*').Count | Should -Be $before -Because 'nothing is downloaded again'
    }

    It 'renders nothing again if the free token was replaced and the renders belong to the old one' {
        $null = Complete-TestJob $job
        $emulator.RevokeTokens()

        $output = @(Complete-TestJob $job)

        $output | Should -HaveCount 3
        $output | ForEach-Object { $_ | Should -BeLike 'done *.mp4' }
        @(Get-JobRequest $job '/run_sse').Count | Should -Be 3
        @(Get-JobRequest $job '/api/render/proxy/lambda').Count | Should -Be 3 -Because 'the videos were downloaded'

        # -Force or another destination needs the renders, which the service no longer has. They still aren't rendered again.
        $script = Get-Content -LiteralPath $job.Script -Raw
        Set-Content -LiteralPath $job.Script -Value $script.Replace("/out' ", "/out' -Force ")
        @(Complete-TestJob $job) -like 'done *.mp4' | Should -HaveCount 3
        Set-Content -LiteralPath $job.Script -Value $script.Replace("/out' ", "/other' ")
        "$(Complete-TestJob $job)" | Should -Match 'error NemoExportNotFound'
        @(Get-JobRequest $job '/api/render/proxy/lambda').Count | Should -Be 3
    }

    It 'creates no second file if the same exports are waited for again' {
        Add-Content -LiteralPath $job.Script -Value "Get-NemoExport | Wait-NemoExport -Destination '$($job.Root)/out' | ForEach-Object { ""again `$(`$_.Path)"" }"

        $output = @(Complete-TestJob $job)

        $output -like 'again *' | Split-Path -Leaf | Sort-Object | Should -Be 'clip1.mp4', 'clip2.mp4', 'clip3.mp4'
        Assert-AllVideos $job -ClipCount 3
    }

    It 'keeps the name of a video if a clip of the same name is added before it' {
        $script = (Get-Content -LiteralPath $job.Script -Raw).Replace("clips' |", "clips' -Recurse -File | Sort-Object FullName |")
        Set-Content -LiteralPath $job.Script -Value $script
        $null = Complete-TestJob $job
        $null = New-Item -ItemType Directory -Path "$($job.Root)/clips/0"
        [System.IO.File]::WriteAllBytes("$($job.Root)/clips/0/clip1.mp4", [System.IO.File]::ReadAllBytes($clip) + [byte[]] 0)

        for ($run = 1; $run -le 2; $run++) {
            Complete-TestJob $job | Split-Path -Leaf | Sort-Object | Should -Be 'clip1 (2).mp4', 'clip1.mp4', 'clip2.mp4', 'clip3.mp4'
        }
        (Get-FileHash -LiteralPath "$($job.Root)/out/clip1 (2).mp4").Hash | Should -Be (Get-FileHash -LiteralPath "$($job.Root)/clips/0/clip1.mp4").Hash
        Remove-Item -LiteralPath "$($job.Root)/out/clip1 (2).mp4"
        Assert-AllVideos $job -ClipCount 3
        @(Get-JobRequest $job '/run_sse').Count | Should -Be 4
    }

    It 'recognizes the videos of clips with the same name in any order' {
        $null = New-Item -ItemType Directory -Path "$($job.Root)/clips/a", "$($job.Root)/clips/z"
        Move-Item -LiteralPath "$($job.Root)/clips/clip2.mp4" -Destination "$($job.Root)/clips/a/clip1.mp4"
        Move-Item -LiteralPath "$($job.Root)/clips/clip3.mp4" -Destination "$($job.Root)/clips/z/clip1.mp4"
        $script = (Get-Content -LiteralPath $job.Script -Raw).Replace("clips' |", "clips' -Recurse -File | Sort-Object FullName |")
        Set-Content -LiteralPath $job.Script -Value $script
        $null = Complete-TestJob $job
        $hashes = (Get-ChildItem -LiteralPath "$($job.Root)/out" | Get-FileHash).Hash
        $hashes | Should -HaveCount 3
        Remove-Item -LiteralPath "$($job.Root)/clips/a/clip1.mp4"
        Set-Content -LiteralPath $job.Script -Value $script.Replace('FullName |', 'FullName -Descending |')

        $output = @(Complete-TestJob $job)

        $output | Split-Path -Leaf | Sort-Object | Should -Be 'clip1 (2).mp4', 'clip1 (3).mp4'
        (Get-ChildItem -LiteralPath "$($job.Root)/out" | Get-FileHash).Hash | Should -Be $hashes
    }

    It 'does nothing if the service has forgotten the session of a downloaded video' {
        $null = Complete-TestJob $job
        $emulator.AddFault('GET /api/state/*: code 1002')
        $before = @($emulator.GetRequests() | Where-Object method -eq 'POST').Count

        $output = "$(Complete-TestJob $job)"

        $output | Should -Match 'error NemoSessionNotFound'
        $output | Should -Match 'clip1\.mp4'
        $output | Should -Match 'done .*clip2\.mp4'
        $output | Should -Match 'done .*clip3\.mp4'
        @($emulator.GetRequests() | Where-Object method -eq 'POST').Count | Should -Be $before -Because 'nothing is sent'
    }

    It 'starts again if the service has forgotten the session and there is no video' {
        $null = Complete-TestJob $job
        $emulator.AddFault('GET /api/state/*: code 1002')
        Remove-Item -LiteralPath "$($job.Root)/out/clip1.mp4"
        $null = Complete-TestJob $job
        Assert-AllVideos $job -ClipCount 3
    }
}
