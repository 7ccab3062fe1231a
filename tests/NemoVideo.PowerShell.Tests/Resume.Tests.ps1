# A job that dies anywhere is run again as it is: nothing is lost, and nothing is done twice.
BeforeDiscovery {
    # All twelve lines of a job's journal, and before and behind each what may lie there. At a point the job is held: by a request that
    # matches Hold, once the journal has that many Lines. Then is what happens there before the kill:
    #   Lock: the answer comes, and the next line is kept waiting. Step: the answer comes, one more line is written, and the one behind
    #   it is kept waiting; Lines counts that one too. Unmoved: as Step, and the move behind that line is taken back.
    $session = 'POST /api/tasks/*'
    $upload = 'POST /api/upload-video/*'
    $look = 'GET /api/state/*: hold before answer'
    $render = 'POST /api/render/proxy/lambda'
    $status = 'GET /api/render/proxy/lambda/*: hold before answer'
    $video = 'GET /output/*'
    $points = @(
        @{ Point = 'session begun, not asked for'; Lines = 1; Hold = "${session}: hold body after 0 bytes" }
        @{ Point = 'session begun and made'; Lines = 1; Hold = "${session}: hold before answer" }
        @{ Point = 'session done'; Lines = 2; Hold = $look }
        @{ Point = 'upload begun, half of it sent'; Lines = 3; Hold = "${upload}: hold body after 1000 bytes" }
        @{ Point = 'upload begun and there'; Lines = 3; Hold = "${upload}: hold before answer" }
        @{ Point = 'upload done'; Lines = 4; Hold = $look }
        @{ Point = 'message begun, not taken'; Lines = 5; Hold = 'POST /run_sse: hold body after 0 bytes'; NotTaken = 'message' }
        @{ Point = 'message begun and taken'; Lines = 5; Hold = 'POST /run_sse: hold before answer' }
        @{ Point = 'message begun, told to its end'; Lines = 5; Hold = $look }
        @{ Point = 'message done'; Lines = 6; Hold = $look }
        @{ Point = 'render begun, not taken'; Lines = 7; Hold = "${render}: hold body after 0 bytes"; NotTaken = 'render' }
        @{ Point = 'render begun and taken'; Lines = 7; Hold = "${render}: hold before answer" }
        @{ Point = 'render done'; Lines = 8; Hold = $status }
        @{ Point = 'render done, seen to be finished'; Lines = 8; Hold = $status; Then = 'Lock' }
        @{ Point = 'render done a second time'; Lines = 9; Hold = $status; Then = 'Step' }
        @{ Point = 'download begun'; Lines = 10; Hold = "${video}: hold before answer" }
        @{ Point = 'download begun, half of it there'; Lines = 10; Hold = "${video}: hold after 1000 bytes" }
        @{ Point = 'download begun, whole'; Lines = 10; Hold = "${video}: hold before answer"; Then = 'Lock' }
        @{ Point = 'download begun with bytes, without its name'; Lines = 11; Hold = "${video}: hold before answer"; Then = 'Unmoved' }
        @{ Point = 'download begun with bytes, with its name'; Lines = 11; Hold = "${video}: hold before answer"; Then = 'Step' }
        @{ Point = 'download done'; Lines = 12; Hold = $null }
    )
    foreach ($point in $points) {
        foreach ($optional in 'Then', 'NotTaken') { if (-not $point.ContainsKey($optional)) { $point[$optional] = '' } }
        # Between two lines without a request only a lease on the lock file stops a job at an exact place, and only Linux has leases.
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
while (Test-Path '$root/stay') { Start-Sleep -Milliseconds 20 }
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

    # As the user of a job would look, over a connection of its own.
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

    # Lets the job of a process run as far as a point, and holds it there; what keeps it is to be disposed of once it is dead.
    function Step-ToPoint {
        param($Job, [System.Diagnostics.Process] $Process, [string] $Hold, [int] $Lines, [string] $Then)
        if (-not $Hold) {
            # Behind the last line there is nothing left to wait for but its own script.
            $null = Wait-Until { @(Get-Journal $Job).Count -eq $Lines } -TimeoutSec 120
            return
        }

        $isStep = $Then -in 'Step', 'Unmoved'
        $held = 0
        while ($true) {
            $held = Wait-Until -TimeoutSec 120 -Because 'the job must come to that request' {
                if ($Process.HasExited) { throw 'The job has ended before that point.' }
                $count = ($emulator.GetRequests() | Measure-Object -Property holdCount -Sum).Sum
                if ($count -gt $held + $heldBefore) { $count - $heldBefore }
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

        # The job stands still in opening the lock; meanwhile the name is given to another file, which is held. So it has this lock for
        # one line, and waits for the other with the next.
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

    if ($IsLinux) {
        # While a lease on a file is held, who opens it waits in the system for its end.
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

            // The signal that tells of who opens it would end this process, but for one that is ignored.
            if (Control(SetSignal, UrgentSignal) != 0 || Control(SetLease, WriteLease) != 0)
            {
                throw new IOException("No lease: error " + Marshal.GetLastWin32Error());
            }
        }

        // Asked for the lease, the system names what is to become of it.
        public bool IsWanted { get { return Control(GetLease, 0) == NoLease; } }

        // The file is closed first, or its own lock would keep out who waits; with it goes the lease.
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
        $job = New-NightJob
    }

    AfterEach {
        $emulator.Release()
        Remove-NightJob $job -Name ($Point -replace '\W+', '-')
    }

    It 'at "<Point>" ends, run again, with the right video, and each thing done once' -ForEach $points {
        if ($IsSkipped) { Set-ItResult -Skipped -Because 'only Linux can stop a process in opening a file' }
        $heldBefore = ($emulator.GetRequests() | Measure-Object -Property holdCount -Sum).Sum
        if ($Hold) { $emulator.AddFault("$Hold x*") } else { $null = New-Item -Path "$($job.Root)/stay" }
        $keeper = $null
        $process = Start-NightJob $job
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
        $journal.Count | Should -Be $Lines -Because 'it must have died there and nowhere else'
        $journal[-1] | Should -Match $Line -Because 'that must be its last line'
        if ($Then -eq 'Unmoved') {
            # The disk is as it was between the line and the move, in which nothing can hold a process.
            Move-Item -LiteralPath "$($job.Root)/out/clip1.mp4" -Destination ([regex]::Match("$journal", '"part":"([^"]+)"').Groups[1].Value)
        }

        $told = @(Complete-NightJob $job)
        if ($NotTaken -eq 'message') {
            # It died between the announcement and the message. The module does not guess; its user looks, and sends it.
            "$told" | Should -Match 'cannot be known'
            @(Get-Seen $job '/run_sse').Count | Should -Be 1
            $session = [regex]::Match("$(Get-Journal $job)", '"kind":"message","session":"([^"]+)"').Groups[1].Value
            $null = Invoke-InJob $job { Invoke-NemoEdit 'title "night"' -Session $session }
            $told = @(Complete-NightJob $job)
        }

        Assert-Done $job
        $told[-1] | Should -BeLike 'done *clip1.mp4'
        # A request that was held before its work is on record, and came to nothing.
        @(Get-Seen $job '/run_sse').Count | Should -Be (1 + ($NotTaken -eq 'message')) -Because 'a message is charged once'
        @(Get-Seen $job '/api/render/proxy/lambda').Count | Should -Be (1 + ($NotTaken -eq 'render')) -Because 'no render is submitted twice'
        # An upload that was cut off may be sent again; it comes into the timeline once.
        $session = ("$(Get-Seen $job '/run_sse' | Select-Object -Last 1 -ExpandProperty body)" | ConvertFrom-Json).session_id
        Invoke-InJob $job { (Get-NemoState -Session $session).Summary } | Should -Match '^Timeline \(2 tracks\): 1\. Video: clip1 \(0-5s\) 2\. Title'
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

    It 'charges nothing again where the clock is <_> days ahead' -ForEach 31, 365 {
        $days = $_
        $null = Complete-NightJob $job
        $journal = (Get-Item -Path "$($job.Root)/home/journal/*.jsonl").FullName
        # As a computer sees it whose clock is ahead. The new clip comes first, so that something is begun before the others are looked up.
        $lines = [System.IO.File]::ReadAllLines($journal) | ForEach-Object {
            $at = [regex]::Match($_, '"at":"([^"]+)"').Groups[1].Value
            $_.Replace($at, [datetimeoffset]::Parse($at, [cultureinfo]::InvariantCulture).UtcDateTime.AddDays(-$days).ToString('O'))
        }
        [System.IO.File]::WriteAllText($journal, ($lines -join "`n") + "`n")
        [System.IO.File]::WriteAllBytes("$($job.Root)/clips/clip0.mp4", [System.IO.File]::ReadAllBytes($clip) + [byte[]] 9)
        $before = @{}
        $paths = '/run_sse', '/api/upload-video/*', '/api/render/proxy/lambda'
        $paths | ForEach-Object { $before[$_] = @(Get-Seen $job $_).Count }

        $told = @(Complete-NightJob $job)

        $told | Should -HaveCount 4
        $paths | ForEach-Object { @(Get-Seen $job $_).Count | Should -Be ($before[$_] + 1) -Because "only the new clip is done ($_)" }
    }

    It 'gives two files of the same content a session each' {
        Copy-Item -LiteralPath "$($job.Root)/clips/clip1.mp4" -Destination "$($job.Root)/clips/clip2.mp4"
        for ($run = 1; $run -le 2; $run++) {
            $null = Complete-NightJob $job
            Assert-Done $job -ClipCount 3
            @(Get-Seen $job '/run_sse').Count | Should -Be 3
        }
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
        $told | Should -Match "'clip1' \(" -Because 'a person knows the file, and not its session'
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
        for ($run = 1; $run -le 2; $run++) {
            Complete-NightJob $job | Split-Path -Leaf | Sort-Object | Should -Be 'clip1 (2).mp4', 'clip2.mp4', 'clip3.mp4'
        }
        Get-Content -LiteralPath "$($job.Root)/out/clip1.mp4" | Should -Be 'something else'
        (Get-FileHash -LiteralPath "$($job.Root)/out/clip1 (2).mp4").Hash | Should -Be (Get-FileHash -LiteralPath "$($job.Root)/clips/clip1.mp4").Hash
        @(Get-Seen $job '/run_sse').Count | Should -Be 3
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

    It 'renders nothing again with another free token, to which the renders do not belong' {
        $null = Complete-NightJob $job
        $emulator.RevokeTokens()

        $told = @(Complete-NightJob $job)

        $told | Should -HaveCount 3
        $told | ForEach-Object { $_ | Should -BeLike 'done *.mp4' }
        @(Get-Seen $job '/run_sse').Count | Should -Be 3
        @(Get-Seen $job '/api/render/proxy/lambda').Count | Should -Be 3 -Because 'the videos are at home'

        # Nor with what would have them brought home again, for which the service has them no longer.
        $script = Get-Content -LiteralPath $job.Script -Raw
        Set-Content -LiteralPath $job.Script -Value $script.Replace("/out' ", "/out' -Force ")
        @(Complete-NightJob $job) -like 'done *.mp4' | Should -HaveCount 3
        Set-Content -LiteralPath $job.Script -Value $script.Replace("/out' ", "/other' ")
        "$(Complete-NightJob $job)" | Should -Match 'to have it rendered anew'
        @(Get-Seen $job '/api/render/proxy/lambda').Count | Should -Be 3
    }

    It 'makes no second file of a video where its exports are waited for again' {
        Add-Content -LiteralPath $job.Script -Value "Get-NemoExport | Wait-NemoExport -Destination '$($job.Root)/out' | ForEach-Object { ""again `$(`$_.Path)"" }"

        $told = @(Complete-NightJob $job)

        $told -like 'again *' | Split-Path -Leaf | Sort-Object | Should -Be 'clip1.mp4', 'clip2.mp4', 'clip3.mp4'
        Assert-Done $job -ClipCount 3
    }

    It 'leaves a video to its clip where another of the same name comes before it' {
        $script = (Get-Content -LiteralPath $job.Script -Raw).Replace("clips' |", "clips' -Recurse -File | Sort-Object FullName |")
        Set-Content -LiteralPath $job.Script -Value $script
        $null = Complete-NightJob $job
        $null = New-Item -ItemType Directory -Path "$($job.Root)/clips/0"
        [System.IO.File]::WriteAllBytes("$($job.Root)/clips/0/clip1.mp4", [System.IO.File]::ReadAllBytes($clip) + [byte[]] 0)

        for ($run = 1; $run -le 2; $run++) {
            Complete-NightJob $job | Split-Path -Leaf | Sort-Object | Should -Be 'clip1 (2).mp4', 'clip1.mp4', 'clip2.mp4', 'clip3.mp4'
        }
        (Get-FileHash -LiteralPath "$($job.Root)/out/clip1 (2).mp4").Hash | Should -Be (Get-FileHash -LiteralPath "$($job.Root)/clips/0/clip1.mp4").Hash
        Remove-Item -LiteralPath "$($job.Root)/out/clip1 (2).mp4"
        Assert-Done $job -ClipCount 3
        @(Get-Seen $job '/run_sse').Count | Should -Be 4
    }

    It 'knows each video of clips of one name, whatever order they come in' {
        $null = New-Item -ItemType Directory -Path "$($job.Root)/clips/a", "$($job.Root)/clips/z"
        Move-Item -LiteralPath "$($job.Root)/clips/clip2.mp4" -Destination "$($job.Root)/clips/a/clip1.mp4"
        Move-Item -LiteralPath "$($job.Root)/clips/clip3.mp4" -Destination "$($job.Root)/clips/z/clip1.mp4"
        $script = (Get-Content -LiteralPath $job.Script -Raw).Replace("clips' |", "clips' -Recurse -File | Sort-Object FullName |")
        Set-Content -LiteralPath $job.Script -Value $script
        $null = Complete-NightJob $job
        $hashes = (Get-ChildItem -LiteralPath "$($job.Root)/out" | Get-FileHash).Hash
        $hashes | Should -HaveCount 3
        Remove-Item -LiteralPath "$($job.Root)/clips/a/clip1.mp4"
        Set-Content -LiteralPath $job.Script -Value $script.Replace('FullName |', 'FullName -Descending |')

        $told = @(Complete-NightJob $job)

        $told | Split-Path -Leaf | Sort-Object | Should -Be 'clip1 (2).mp4', 'clip1 (3).mp4'
        (Get-ChildItem -LiteralPath "$($job.Root)/out" | Get-FileHash).Hash | Should -Be $hashes
    }

    It 'does nothing where the service has forgotten the session of a video that is there' {
        $null = Complete-NightJob $job
        $emulator.AddFault('GET /api/state/*: code 1002')
        $before = @($emulator.GetRequests() | Where-Object method -eq 'POST').Count

        $told = "$(Complete-NightJob $job)"

        $told | Should -Match "forgotten the session of 'clip1\.mp4'"
        $told | Should -Match 'done .*clip2\.mp4'
        $told | Should -Match 'done .*clip3\.mp4'
        @($emulator.GetRequests() | Where-Object method -eq 'POST').Count | Should -Be $before -Because 'nothing is sent'
    }

    It 'begins anew where the service has forgotten the session' {
        $null = Complete-NightJob $job
        $emulator.AddFault('GET /api/state/*: code 1002')
        Remove-Item -LiteralPath "$($job.Root)/out/clip1.mp4"
        $null = Complete-NightJob $job
        Assert-Done $job -ClipCount 3
    }
}
