BeforeAll {
    . $PSScriptRoot/common.ps1
    $emulator = Start-NemoEmulator -ArgumentList '--no-ffmpeg', '--credits', '100000', '--silent-rate', '0'
    Set-NemoEnvironment -ApiUrl $emulator.Url
    Import-Module -Name (Get-NemoModulePath) -Force
    $nemo = Connect-Nemo -PassThru -Option @{ RetryDelaySec = 0.01; RenderPollIntervalSec = 0.05; StatePollIntervalSec = 0.05 } 6> $null
    $clip = Get-SampleClip -Name 'sunset.mp4'

    function Get-Submit { @($emulator.GetRequests() | Where-Object { $_.method -eq 'POST' -and $_.path -eq '/api/render/proxy/lambda' }) }
    function New-ReadySession {
        param([string] $Name = 'ready')
        $session = New-NemoSession -Name $Name
        $null = Send-NemoUpload -LiteralPath $clip
        $session
    }
}

AfterAll {
    Disconnect-Nemo -ErrorAction Ignore
    Stop-NemoEmulator -Emulator $emulator
    Restore-NemoEnvironment
}

Describe 'A batch of downloads with one invalid redirect' {
    BeforeEach {
        $emulator.Reset()
        $folder = New-TestFolder
    }

    AfterEach { Remove-Item -LiteralPath $folder -Recurse -Force }

    It 'saves all files without an error: Location <Location> in <Cmdlet>' -ForEach @(
        @{ Location = '//'; Cmdlet = 'Wait-NemoExport' }
        @{ Location = '///h'; Cmdlet = 'Wait-NemoExport' }
        @{ Location = '//'; Cmdlet = 'Save-NemoExport' }
    ) {
        $started = @('a', 'b', 'c', 'd' | ForEach-Object { $null = New-ReadySession -Name $_; Start-NemoExport })
        $lost = $started | Wait-NemoExport | Where-Object Name -EQ 'b'
        $emulator.AddFault("GET $($lost.Url.AbsolutePath): redirect $Location x*")
        $saved = @($started | & $Cmdlet -Destination $folder -ErrorVariable failures -ErrorAction SilentlyContinue)

        # The second file comes from the API's download endpoint.
        'a', 'b', 'c', 'd' | ForEach-Object { "$folder/$_.mp4" | Should -Exist }
        $saved.Count | Should -Be 4
        $failures | Should -BeNullOrEmpty
    }
}

Describe 'Start-NemoExport' {
    BeforeEach {
        $emulator.Reset()
        $session = New-ReadySession
        $sent = (Get-Submit).Count
    }

    It 'exports the current session' {
        $export = Start-NemoExport
        $export.SessionId | Should -Be $session.SessionId
        $export.Name | Should -Be 'ready'
        $export.Id | Should -Match '^render_\d+_\w+$'
        (Get-Submit).Count | Should -Be ($sent + 1)
    }

    It 'sends the draft with every value unchanged' {
        $draft = (Get-NemoState).DraftJson
        $null = Start-NemoExport
        (Get-Submit)[-1].body | Should -BeLike "*`"draft`":$([WildcardPattern]::Escape($draft)),*"
        ((Get-Submit)[-1].body | ConvertFrom-Json).sessionId | Should -Be $session.SessionId
    }

    It 'exports each succeeded edit once, as soon as it arrives' {
        $order = [System.Collections.Generic.List[string]]::new()
        $rows = 1..3 | ForEach-Object { [pscustomobject] @{ SessionId = $session.SessionId; Message = "title ""$_""" } }
        $exports = $rows | Invoke-NemoEdit | ForEach-Object { if ($_.Kind -eq 'Result') { $order.Add('edit') }; $_ } |
            Start-NemoExport | ForEach-Object { $order.Add('export'); $_ }
        $exports.Count | Should -Be 3
        $order | Should -Be @('edit', 'export', 'edit', 'export', 'edit', 'export')
        (Get-Submit).Count | Should -Be ($sent + 3)
    }

    It 'exports a session without an edit once, at the end of the input' {
        $uploads = $clip, $clip | Send-NemoUpload
        @($uploads | Start-NemoExport).Count | Should -Be 1
        @($session, $session.SessionId | Start-NemoExport).Count | Should -Be 1
        (Get-Submit).Count | Should -Be ($sent + 2)
    }

    It 'never exports a failed edit' {
        $emulator.AddFault('POST /run_sse: error event "no" after 1 events')
        Invoke-NemoEdit -Message 'title "x"' -ErrorAction SilentlyContinue | Start-NemoExport | Should -BeNullOrEmpty
        (Get-Submit).Count | Should -Be $sent
    }

    It 'recognizes a failed edit that was serialized: <_>' -ForEach 'Clixml', 'Select-Object *', 'Select-Object some' {
        $emulator.AddFault('POST /run_sse: error event "no" after 1 events')
        $failed = Invoke-NemoEdit -Message 'title "x"' -ResultOnly -ErrorAction SilentlyContinue
        $input = switch ($_) {
            'Clixml' { $file = "$TestDrive/result.xml"; $failed | Export-Clixml -LiteralPath $file; Import-Clixml -LiteralPath $file }
            'Select-Object *' { $failed | Select-Object -Property * }
            'Select-Object some' { $failed | Select-Object -Property SessionId, Status, Kind }
        }
        $input | Start-NemoExport | Should -BeNullOrEmpty
        (Get-Submit).Count | Should -Be $sent
    }

    It 'exports each succeeded edit from a file' {
        $results = 1..2 | ForEach-Object { Invoke-NemoEdit -Message "title ""$_""" -ResultOnly }
        $results | Export-Clixml -LiteralPath "$TestDrive/results.xml"
        @(Import-Clixml -LiteralPath "$TestDrive/results.xml" | Start-NemoExport).Count | Should -Be 2
    }

    It 'does not export the session of a failed edit if its upload is in the input too' {
        $upload = Send-NemoUpload -LiteralPath $clip
        $emulator.AddFault('POST /run_sse: error event "no" after 1 events')
        $failed = Invoke-NemoEdit -Message 'title "x"' -ResultOnly -ErrorAction SilentlyContinue
        $upload, $failed | Start-NemoExport | Should -BeNullOrEmpty
        (Get-Submit).Count | Should -Be $sent
    }

    It 'reports $null in the input and does not export the current session' {
        $null | Start-NemoExport -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoNoSessionInInput,*'
        (Get-Submit).Count | Should -Be $sent
    }

    It 'refuses -Session together with pipeline input' {
        { $session | Start-NemoExport -Session $session } | Should -Throw -ErrorId 'NemoSessionAndInput,*'
    }

    It 'reports an empty timeline and submits nothing' {
        $empty = New-NemoSession -Name 'empty'
        Start-NemoExport -Session $empty -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoTimelineNotReady,*'
        (Get-Submit).Count | Should -Be $sent
    }

    It 'retries a failed submit once, with a new ID' {
        $emulator.AddFault('POST /api/render/proxy/lambda: status 500')
        $export = Start-NemoExport
        $ids = (Get-Submit)[-2..-1] | ForEach-Object { ($_.body | ConvertFrom-Json).id }
        $ids[0] | Should -Not -Be $ids[1]
        $export.Id | Should -Be $ids[1]
    }

    It 'finds a render whose response was lost and submits no second one' {
        $emulator.AddFault('POST /api/render/proxy/lambda: drop before answer')
        $export = Start-NemoExport
        (Get-Submit).Count | Should -Be ($sent + 1)
        $export.Id | Should -Be ((Get-Submit)[-1].body | ConvertFrom-Json).id
    }

    It 'reports NemoExportBlocked if the user''s plan does not include exports' {
        $emulator.AddFault('POST /api/render/proxy/lambda: status 402')
        { Start-NemoExport } | Should -Throw -ErrorId 'NemoExportBlocked,*'
    }
}

Describe 'Wait-NemoExport' {
    BeforeEach {
        $emulator.Reset()
        $out = New-TestFolder
    }

    AfterEach {
        Remove-Item -LiteralPath $out -Recurse -Force
    }

    It 'waits and returns the finished export' {
        $null = New-ReadySession
        $done = Start-NemoExport | Wait-NemoExport
        $done.Status | Should -Be 'Completed'
        $done.Path | Should -BeNullOrEmpty
        $done.Url | Should -Not -BeNullOrEmpty
    }

    It 'names files after their sessions and adds a number to a duplicate name' {
        $exports = 1..2 | ForEach-Object { $null = New-ReadySession -Name 'same'; Start-NemoExport }
        $done = $exports | Wait-NemoExport -Destination $out
        $done.Path | Split-Path -Leaf | Sort-Object | Should -Be @('same (2).mp4', 'same.mp4')
        (Get-ChildItem -LiteralPath $out).Name | Sort-Object | Should -Be @('same (2).mp4', 'same.mp4')
    }

    It 'names the file with a script block, also in a subfolder' {
        $exports = 'a', 'b' | ForEach-Object { $null = New-ReadySession -Name $_; Start-NemoExport }
        $done = $exports | Wait-NemoExport -Destination $out -FileName { Join-Path -Path 'day 1' -ChildPath "$($_.Name)-final" }
        $done.Path | Sort-Object | Should -Be @('a', 'b' | ForEach-Object { Join-Path -Path $out -ChildPath 'day 1' -AdditionalChildPath "$_-final.mp4" })
        $done.Path | Should -Exist
    }

    It 'names the files of several exports with a string, and adds a number: <FileName>' -ForEach @(
        @{ FileName = 'final'; Paths = 'final (2).mp4', 'final.mp4' }
        @{ FileName = 'final.MP4'; Paths = 'final (2).mp4', 'final.mp4' }
        @{ FileName = 'sub\v2.1'; Paths = 'sub/v2.1 (2).mp4', 'sub/v2.1.mp4' }
    ) {
        $null = New-ReadySession
        $exports = 1..2 | ForEach-Object { Start-NemoExport }
        $done = Wait-NemoExport -Id $exports.Id -Destination $out -FileName $FileName
        $done.Path | Sort-Object | Should -Be @($Paths | ForEach-Object { Join-Path -Path $out -ChildPath $_ })
        $done.Path | Should -Exist
    }

    It 'reads the name from the FileName column of a row' {
        $null = New-ReadySession
        $row = [pscustomobject] @{ Id = (Start-NemoExport).Id; FileName = 'from row' }
        ($row | Wait-NemoExport -Destination $out).Path | Should -Be (Join-Path -Path $out -ChildPath 'from row.mp4')
    }

    It 'downloads to the current folder if only -FileName is specified' {
        $null = New-ReadySession
        $export = Start-NemoExport
        Push-Location -LiteralPath $out
        try {
            ($export | Wait-NemoExport -FileName { 'here' }).Path | Should -Be (Join-Path -Path $out -ChildPath 'here.mp4')
        } finally {
            Pop-Location
        }
    }

    It 'writes nothing outside of the destination and downloads the other videos: <_>' -ForEach '../x', 'a/../../x', '/x', '\x', '..\x' {
        $outside = $_
        $null = New-ReadySession -Name 'inside'
        $exports = 1..2 | ForEach-Object { Start-NemoExport }
        $done = $exports | Wait-NemoExport -Destination "$out/in" -FileName { if ($_.Id -eq $exports[0].Id) { $outside } else { 'ok' } } `
            -ErrorVariable failure -ErrorAction SilentlyContinue
        $done.Path | Should -Be (Join-Path -Path $out -ChildPath 'in' -AdditionalChildPath 'ok.mp4')
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoInvalidArgument,*'
        @(Get-ChildItem -LiteralPath $out -Recurse -File).Name | Should -Be 'ok.mp4'
    }

    It 'creates the destination folder' {
        $null = New-ReadySession -Name 'deep'
        (Start-NemoExport | Wait-NemoExport -Destination "$out/a/b").Path | Should -Exist
    }

    It 'does not overwrite a file without -Force, and gives the video the next free name' {
        $null = New-ReadySession -Name 'there'
        Set-Content -LiteralPath "$out/there.mp4" -Value 'mine'
        $export = Start-NemoExport
        ($export | Wait-NemoExport -Destination $out).Path | Should -Be (Join-Path -Path $out -ChildPath 'there (2).mp4')
        (Start-NemoExport | Wait-NemoExport -Destination $out).Path | Should -Be (Join-Path -Path $out -ChildPath 'there (3).mp4')
        Get-Content -LiteralPath "$out/there.mp4" | Should -Be 'mine'

        $replaced = $export | Wait-NemoExport -Destination $out -Force
        $replaced.Path | Should -Be (Join-Path -Path $out -ChildPath 'there.mp4')
        $replaced.Length | Should -Be (Get-Item -LiteralPath "$out/there.mp4").Length
    }

    It 'gives the video the next free name if another program creates a file with its name during the wait' {
        $null = New-ReadySession -Name 'raced'
        $export = Start-NemoExport
        $emulator.AddFault("GET /api/render/proxy/lambda/$($export.Id): hold before answer")
        $background = Start-Background -Variable @{ nemo = $nemo; export = $export; out = $out } -Script '$export | Wait-NemoExport -Connection $nemo -Destination $out'
        try {
            $null = Wait-Until { $emulator.GetRequests() | Where-Object { $_.path -like "*/lambda/$($export.Id)" -and $_.state -eq 'open' } }
            Set-Content -LiteralPath "$out/raced.mp4" -Value 'theirs'
            $emulator.Release()
            $null = $background.Shell.EndInvoke($background.Invocation)
            $background.Output[0].Path | Should -Be (Join-Path -Path $out -ChildPath 'raced (2).mp4')
            $background.Output[0].Path | Should -Exist
            Get-Content -LiteralPath "$out/raced.mp4" | Should -Be 'theirs'
        } finally {
            Stop-Background $background
        }
    }

    It 'neither polls nor downloads if it cannot write to the folder' {
        $null = New-ReadySession -Name 'blocked'
        $export = Start-NemoExport
        Set-Content -LiteralPath "$out/file" -Value 'a file'
        $count = $emulator.GetRequests().Count
        $export | Wait-NemoExport -Destination "$out/file" -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoFileAccess,*'
        $emulator.GetRequests().Count | Should -Be $count
    }

    It 'accepts IDs and exports of another process' {
        $line = Invoke-NewPowerShell "Import-Module '$(Get-NemoModulePath)'; Connect-Nemo 6> `$null; `$null = New-NemoSession 'far'; `$null = Send-NemoUpload '$clip'; (Start-NemoExport).Id"
        ($line | Wait-NemoExport).Status | Should -Be 'Completed'
        $file = Wait-NemoExport -Id $line -Destination $out
        $file.Path | Should -Exist
    }

    It 'continues to poll the same ID after a transient failure' {
        $null = New-ReadySession
        $export = Start-NemoExport
        $emulator.AddFault("GET /api/render/proxy/lambda/$($export.Id): status 503 x6")
        ($export | Wait-NemoExport).Status | Should -Be 'Completed'
    }

    It 'accepts a deserialized export and refuses other objects' {
        $null = New-ReadySession -Name 'filed'
        $file = "$TestDrive/export.xml"
        Start-NemoExport | Export-Clixml -LiteralPath $file
        $done = Import-Clixml -LiteralPath $file | Wait-NemoExport -Destination $out
        $done.Name | Should -Be 'filed'
        $done.Path | Should -Exist

        $requests = $emulator.GetRequests().Count
        Get-NemoSession | Wait-NemoExport -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoNoExportInInput,*'
        $emulator.GetRequests().Count | Should -Be $requests
    }

    It 'refuses the destination <_>, which is not a folder of the file system' -ForEach 'Env:foo', 'nodrive:/x' {
        { Wait-NemoExport -Id 'render_0_x' -Destination $_ } | Should -Throw -ErrorId 'NemoNotAFolder,*'
    }

    It 'returns each export when it is finished, while others still run' {
        $null = New-ReadySession -Name 'held'
        $held = Start-NemoExport
        $null = New-ReadySession -Name 'quick'
        $quick = Start-NemoExport
        $emulator.AddFault("GET /api/render/proxy/lambda/$($held.Id): hold before answer")
        $names = $held, $quick | Wait-NemoExport | ForEach-Object {
            if ($_.Name -eq 'quick') { $emulator.Release() }
            $_.Name
        }
        $names | Should -Be @('quick', 'held')
    }

    It 'returns a finished export while input still arrives' {
        $null = New-ReadySession -Name 'early'
        $export = Start-NemoExport
        $order = [System.Collections.Generic.List[string]]::new()
        & {
            $export
            $clock = [System.Diagnostics.Stopwatch]::StartNew()
            while (-not $order.Contains('early') -and $clock.Elapsed.TotalSeconds -lt 30) { Start-Sleep -Milliseconds 20; $export }
            $order.Add('input ends')
        } | Wait-NemoExport | ForEach-Object { $order.Add($_.Name) }
        $order.IndexOf('early') | Should -BeLessThan $order.IndexOf('input ends')
    }

    It 'does not wait for the other exports after Select-Object -First' {
        $null = New-ReadySession -Name 'other'
        $held = Start-NemoExport
        $null = New-ReadySession -Name 'first'
        $quick = Start-NemoExport
        $emulator.AddFault("GET /api/render/proxy/lambda/$($held.Id): hold before answer")
        $first = $held, $quick | Wait-NemoExport | Select-Object -First 1 | ForEach-Object -Process { $_ } -End {
            $null = Wait-Until { @($emulator.GetRequests() | Where-Object { $_.path -like "*/lambda/$($held.Id)" })[-1].state -eq 'aborted' }
        }
        $first.Name | Should -Be 'first'
    }

    It 'stops waiting after -TimeoutSec and leaves the export running' {
        $slow = Start-NemoEmulator -ArgumentList '--no-ffmpeg', '--render-seconds', '600'
        try {
            $other = Connect-Nemo -ApiUrl $slow.Url -NoCache -PassThru 6> $null
            $null = Send-NemoUpload -LiteralPath $clip -Connection $other
            $export = Start-NemoExport -Connection $other
            $export | Wait-NemoExport -Connection $other -TimeoutSec 0.1 -PollIntervalSec 0.02 -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $failure.Count | Should -Be 1
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoTimeout,*'
            "$($failure[0])" | Should -BeLike '*0.1*'
            $failure[0].CategoryInfo.Category | Should -Be 'OperationTimeout'
            (Get-NemoExport -Id $export.Id -Connection $other).Status | Should -BeIn @('Pending', 'Processing')
        } finally {
            Disconnect-Nemo
            Stop-NemoEmulator $slow
            $null = Connect-Nemo -Option @{ RetryDelaySec = 0.01; RenderPollIntervalSec = 0.05; StatePollIntervalSec = 0.05 } 6> $null
        }
    }

    It 'returns the first finished export with -Any and leaves the others running' {
        $slow = Start-NemoEmulator -ArgumentList '--no-ffmpeg', '--render-seconds', '600'
        try {
            $other = Connect-Nemo -ApiUrl $slow.Url -NoCache -PassThru 6> $null
            $null = Send-NemoUpload -LiteralPath $clip -Connection $other
            $long, $short = 1..2 | ForEach-Object { Start-NemoExport -Connection $other }
            $null = $short | Stop-NemoExport -Connection $other
            $first = $long, $short | Wait-NemoExport -Connection $other -Any -PollIntervalSec 0.05 -Destination $out -ErrorAction SilentlyContinue
            @($first).Count | Should -Be 1
            $first.Id | Should -Be $short.Id
            (Get-NemoExport -Id $long.Id -Connection $other).Status | Should -BeIn @('Pending', 'Processing')
        } finally {
            Disconnect-Nemo
            Stop-NemoEmulator $slow
            $null = Connect-Nemo -Option @{ RetryDelaySec = 0.01; RenderPollIntervalSec = 0.05; StatePollIntervalSec = 0.05 } 6> $null
        }
    }

    It 'reports a destination without -Destination before any request is sent' {
        $count = $emulator.GetRequests().Count
        { Get-Item -LiteralPath $clip | Send-NemoUpload -SessionPerFile | Invoke-NemoEdit 'title "x"' | Start-NemoExport | Wait-NemoExport ./out } |
            Should -Throw -ErrorId 'NemoIdAndInput,*'
        { 'render_1' | Save-NemoExport ./out } | Should -Throw -ErrorId 'NemoIdAndInput,*'
        $emulator.GetRequests().Count | Should -Be $count
    }

    It 'never submits a render' {
        $null = New-ReadySession
        $export = Start-NemoExport
        $sent = (Get-Submit).Count
        $null = $export | Wait-NemoExport -Destination $out
        (Get-Submit).Count | Should -Be $sent
    }

    It 'resumes a download after a lost connection and leaves no partial file' {
        $null = New-ReadySession -Name 'resumed'
        $export = Start-NemoExport
        $emulator.AddFault('GET /output/*: drop after 20000 bytes')
        $done = $export | Wait-NemoExport -Destination $out
        (Get-FileHash -LiteralPath $done.Path).Hash | Should -Be (Get-FileHash -LiteralPath $clip).Hash
        (Get-ChildItem -LiteralPath $out).Name | Should -Be 'resumed.mp4'
    }

    It 'deletes its partial file if it is stopped during a download' {
        $null = New-ReadySession -Name 'halved'
        $export = Start-NemoExport
        $emulator.AddFault('GET /output/*: hold before answer')
        $background = Start-Background -Variable @{ nemo = $nemo; export = $export; out = $out } -Script '$export | Wait-NemoExport -Connection $nemo -Destination $out'
        try {
            Wait-Until { Get-ChildItem -LiteralPath $out -Filter '*.part' } -Because 'the download must be in progress'
            Wait-Until { $emulator.GetRequests() | Where-Object { $_.origin -eq 'cdn' -and $_.state -eq 'open' } }
            $background.Shell.Stop()
            Get-ChildItem -LiteralPath $out | Should -BeNullOrEmpty
            Wait-Until { -not ($emulator.GetRequests() | Where-Object { $_.origin -eq 'cdn' -and $_.state -eq 'open' }) } -Because 'the server must see the end of the connection'
        } finally {
            Stop-Background $background
        }
    }

    It 'ends at once if the pipeline is stopped' {
        $slow = Start-NemoEmulator -ArgumentList '--no-ffmpeg', '--render-seconds', '600'
        $background = $null
        try {
            $other = Connect-Nemo -ApiUrl $slow.Url -NoCache -PassThru 6> $null
            $null = Send-NemoUpload -LiteralPath $clip -Connection $other
            $export = Start-NemoExport -Connection $other
            $background = Start-Background -Variable @{ nemo = $other; export = $export; out = $out } -Script '$export | Wait-NemoExport -Connection $nemo -Destination $out -PollIntervalSec 0.05'
            Wait-Until { @($slow.GetRequests() | Where-Object { $_.path -like "*/lambda/$($export.Id)" }).Count -ge 2 }
            $background.Shell.Stop()
            $background.Shell.InvocationStateInfo.State | Should -Be 'Stopped'
            $background.Shell.Streams.Error.Count | Should -Be 0
            Get-ChildItem -LiteralPath $out | Should -BeNullOrEmpty
            foreach ($line in $background.Shell.Streams.Progress | Group-Object -Property ActivityId) {
                $line.Group[-1].RecordType | Should -Be 'Completed'
            }
        } finally {
            Stop-Background $background
            Disconnect-Nemo
            Stop-NemoEmulator $slow
            $null = Connect-Nemo -Option @{ RetryDelaySec = 0.01; RenderPollIntervalSec = 0.05; StatePollIntervalSec = 0.05 } 6> $null
        }
    }
}

Describe 'Wait-NemoExport if another program deletes the files' {
    It 'returns the export and downloads the others' {
        $null = New-ReadySession -Name 'first'
        $first = Start-NemoExport
        $null = New-ReadySession -Name 'second'
        $second = Start-NemoExport
        $out = Join-Path -Path $TestDrive -ChildPath 'taken'
        $done = & {
            $first
            Wait-Until { Test-Path -LiteralPath "$out/first.mp4" } | Out-Null
            Remove-Item -LiteralPath "$out/first.mp4"
            $second
        } | Wait-NemoExport -Destination $out
        $done.Id | Should -Be $first.Id, $second.Id
        $done[0].Length | Should -BeGreaterThan 0
        $done[0].Length | Should -Be (Get-Item -LiteralPath "$out/second.mp4").Length
    }
}

Describe 'Get-NemoExport and Stop-NemoExport' {
    BeforeAll {
        $slow = Start-NemoEmulator -ArgumentList '--no-ffmpeg', '--render-seconds', '600'
        $other = Connect-Nemo -ApiUrl $slow.Url -NoCache -PassThru 6> $null
        $null = New-NemoSession -Name 'slow'
        $null = Send-NemoUpload -LiteralPath $clip
    }

    AfterAll {
        Disconnect-Nemo
        Stop-NemoEmulator $slow
    }

    It 'returns an export by its ID' {
        $export = Start-NemoExport
        $seen = Get-NemoExport -Id $export.Id
        $seen.Id | Should -Be $export.Id
        $seen.Name | Should -Be 'slow'
        $seen.Status | Should -BeIn @('Pending', 'Processing')
    }

    It 'returns all exports that the connection started' {
        $exports = 1..2 | ForEach-Object { Start-NemoExport }
        $all = Get-NemoExport
        $exports.Id | ForEach-Object { $all.Id | Should -Contain $_ }
    }

    It 'cancels an export, whose status is then Canceled' {
        $export = Start-NemoExport
        $export | Stop-NemoExport -WhatIf | Should -BeNullOrEmpty
        (Get-NemoExport -Id $export.Id).Status | Should -Not -Be 'Canceled'
        ($export | Stop-NemoExport).Status | Should -Be 'Canceled'
        (Get-NemoExport -Id $export.Id).Status | Should -Be 'Canceled'
        $done = $export | Wait-NemoExport -ErrorVariable failure -ErrorAction SilentlyContinue
        $done.Status, $done.Error | Should -Be 'Canceled', $null
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoExportFailed,*'
        "$($failure[0])" | Should -BeLike '*was canceled*'
    }
}

Describe 'Save-NemoExport' {
    BeforeEach {
        $emulator.Reset()
        $null = New-ReadySession -Name 'saved'
        $export = Start-NemoExport | Wait-NemoExport
        $out = Join-Path -Path (New-TestFolder) -ChildPath 'out'
    }

    It 'downloads a finished export and names the file after its session' {
        $saved = $export | Save-NemoExport -Destination $out
        $saved.Path | Should -Be (Join-Path -Path $out -ChildPath 'saved.mp4')
        (Get-Item -LiteralPath $saved.Path).Length | Should -Be $saved.Length
        Get-Mp4Box $saved.Path | Should -Contain 'moov'
    }

    It 'names the file as -FileName specifies' {
        ($export | Save-NemoExport -Destination $out -FileName { "a/$($_.Name) 2" }).Path |
            Should -Be (Join-Path -Path $out -ChildPath 'a' -AdditionalChildPath 'saved 2.mp4')
    }

    It 'downloads into the current folder by default and accepts IDs' {
        $folder = New-TestFolder
        Push-Location -LiteralPath $folder
        try {
            (Save-NemoExport -Id $export.Id).Path | Should -Be (Join-Path -Path $folder -ChildPath 'saved.mp4')
        } finally {
            Pop-Location
        }
    }

    It 'accepts a backslash between folders below the current one in -Destination' {
        Push-Location -LiteralPath (Split-Path -Path $out -Parent)
        try {
            ($export | Save-NemoExport -Destination '.\a\b').Path | Should -Be (Join-Path -Path $PWD -ChildPath 'a' -AdditionalChildPath 'b', 'saved.mp4')
            Remove-Item -Path './a' -Recurse
            ($export | Save-NemoExport -Destination (Get-Item -Path '.').PSPath).Path | Should -Be (Join-Path -Path $PWD -ChildPath 'saved.mp4')
        } finally {
            Pop-Location
        }
    }

    It 'replaces a file only with -Force' {
        $null = New-Item -ItemType Directory -Path $out
        $there = Join-Path -Path $out -ChildPath 'saved.mp4'
        Set-Content -LiteralPath $there -Value 'mine'
        ($export | Save-NemoExport -Destination $out).Path | Should -Be (Join-Path -Path $out -ChildPath 'saved (2).mp4')
        Get-Content -LiteralPath $there | Should -Be 'mine'
        ($export | Save-NemoExport -Destination $out -Force).Length | Should -BeGreaterThan 1000
    }

    It 'suggests Wait-NemoExport for an export that is not finished' {
        $slow = Start-NemoEmulator -ArgumentList '--no-ffmpeg', '--render-seconds', '600'
        try {
            $other = Connect-Nemo -ApiUrl $slow.Url -NoCache -PassThru 6> $null
            $null = Send-NemoUpload -LiteralPath $clip -Connection $other
            $open = Start-NemoExport -Connection $other
            $open | Save-NemoExport -Connection $other -Destination $out -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoExportNotFinished,*'
            $failure[0].ErrorDetails.RecommendedAction | Should -BeLike '*Wait-NemoExport*'
            $null = $open | Stop-NemoExport -Connection $other
            $open | Save-NemoExport -Connection $other -Destination $out -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoExportFailed,*'
        } finally {
            Disconnect-Nemo
            Stop-NemoEmulator $slow
            $null = Connect-Nemo -Option @{ RetryDelaySec = 0.01; RenderPollIntervalSec = 0.05; StatePollIntervalSec = 0.05 } 6> $null
        }
    }
}
