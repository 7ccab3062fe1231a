BeforeAll {
    . $PSScriptRoot/common.ps1
    $emulator = Start-TestEnvironment '--no-ffmpeg', '--credits', '100000', '--silent-rate', '0'
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

AfterAll { Stop-TestEnvironment $emulator }

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

    It 'reports each input without a session once, and exports the others' {
        $export = $null, $null, $session | Start-NemoExport -ErrorVariable failure -ErrorAction SilentlyContinue
        $export.SessionId | Should -Be $session.SessionId
        $failure.FullyQualifiedErrorId -replace ',.*' | Should -Be 'NemoNoSessionInInput', 'NemoNoSessionInInput'
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

    Context 'for a timeline that was read earlier' {
        BeforeAll {
            function Get-Copy { param($InputObject) [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($InputObject)) }
        }

        BeforeEach {
            $edit = Invoke-NemoEdit -Message 'title "x"' -ResultOnly
            $balance = (Get-NemoCredit).Available
        }

        # "A day as a new user", 29 November: the service has no undo.
        It 'exports the timeline before an edit for free, and does not warn that it is older: <_>' -ForEach 'live', 'deserialized' {
            $before = if ($_ -eq 'live') { $edit.Before } else { (Get-Copy $edit).Before }
            $video = $before | Start-NemoExport | Wait-NemoExport -Destination "$TestDrive/undo" -WarningVariable warnings
            $video.Status, $video.Name, $video.SessionId | Should -Be 'Completed', 'ready (earlier)', $session.SessionId
            $warnings | Should -BeNullOrEmpty
            $body = (Get-Submit)[-1].body
            $body | Should -BeLike "*""sessionId"":""$($session.SessionId)"",""draft"":$([WildcardPattern]::Escape($edit.Before.DraftJson)),""output"":*"
            $body | Should -Not -BeLike "*$([WildcardPattern]::Escape($edit.After.DraftJson))*"
            (Get-NemoCredit).Available | Should -Be $balance
        }

        # A trial of one look everywhere, 30 November: both files were named after the session.
        It 'names the earlier video and its file differently from those of the session' {
            $videos = $edit.Before, $session | Start-NemoExport | Wait-NemoExport -Destination "$TestDrive/names"
            $videos.Name | Sort-Object | Should -Be 'ready', 'ready (earlier)'
            Split-Path -Path $videos.Path -Leaf | Sort-Object | Should -Be 'ready (earlier).mp4', 'ready.mp4'
        }

        It 'exports the present timeline under the name of the session' {
            (Get-NemoState -Session $session | Start-NemoExport).Name | Should -Be 'ready'
        }

        It 'finds the timeline before the last edit of the window, and says so if there was none' {
            (Get-NemoState -Session $session -BeforeEdit).DraftJson | Should -BeExactly $edit.Before.DraftJson
            { Get-NemoState -Session (New-NemoSession -Name 'none') -BeforeEdit -ErrorAction Stop } |
                Should -Throw -ErrorId 'NemoTimelineNotReady,*'
        }

        It 'exports each timeline as it was read, and an edit result as the session is now' {
            $exports = $edit.Before, $edit, $edit.After, $session | Start-NemoExport
            $exports.Count | Should -Be 3
            $drafts = (Get-Submit)[-3..-1].body -replace '.*"draft":' -replace ',"output":.*'
            $drafts | Should -Be @($edit.Before, $edit.After, $edit.After).DraftJson
        }

        It 'exports the session of a timeline without a draft, as Select-Object returns it' {
            ($edit.Before | Select-Object -Property SessionId | Start-NemoExport).SessionId | Should -Be $session.SessionId
            (Get-Submit)[-1].body | Should -BeLike "*""draft"":$([WildcardPattern]::Escape($edit.After.DraftJson))*"
        }

        It 'says so with -WhatIf' {
            $edit.Before | Start-NemoExport -WhatIf | Should -BeNullOrEmpty
            "$($edit.Before | Start-NemoExport -Verbose 4>&1)" | Should -BeLike '*"Start export of the timeline that was read earlier"*'
            (Get-Submit).Count | Should -Be ($sent + 1)
        }

        It 'reports a timeline without clips, or with an invalid draft, as not ready: <_>' -ForEach 'live', 'deserialized', 'invalid' {
            $empty = New-NemoSession -Name 'empty' | Get-NemoState
            if ($_ -ne 'live') { $empty = Get-Copy $empty }
            if ($_ -eq 'invalid') { $empty.DraftJson = '{' }
            $empty | Start-NemoExport -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $failure.FullyQualifiedErrorId | Should -BeLike 'NemoTimelineNotReady,*'
            (Get-Submit).Count | Should -Be $sent
        }
    }

    It 'refuses -Session together with pipeline input' {
        { $session | Start-NemoExport -Session $session } | Should -Throw -ErrorId 'NemoSessionAndInput,*'
    }
}

Describe 'Wait-NemoExport' {
    BeforeEach {
        $emulator.Reset()
        $out = New-TestFolder
        Push-Location -LiteralPath $out
    }

    AfterEach {
        Pop-Location
        Remove-Item -LiteralPath $out -Recurse -Force
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
        (Start-NemoExport | Wait-NemoExport -FileName { 'here' }).Path | Should -Be (Join-Path -Path $out -ChildPath 'here.mp4')
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

    # On Linux, a file that is open can be replaced.
    It 'replaces a file that a player has open for a moment' {
        $null = New-ReadySession -Name 'played'
        Set-Content -LiteralPath "$out/played.mp4" -Value 'old'
        $player = [System.IO.File]::Open("$out/played.mp4", 'Open', 'Read', 'Read')
        $close = [action] [delegate]::CreateDelegate([action], $player, 'Dispose')
        $end = [System.Threading.CancellationTokenSource]::new()
        $null = $end.Token.Register($close)
        try {
            if ($IsWindows) {
                $null = Start-NemoExport | Wait-NemoExport -Destination $out -Force -ErrorVariable failure -ErrorAction SilentlyContinue
                $failure[0].ErrorDetails.RecommendedAction | Should -BeLike '*other program*'
            }
            $end.CancelAfter(1000)
            (Start-NemoExport | Wait-NemoExport -Destination $out -Force).Path | Should -Be (Join-Path -Path $out -ChildPath 'played.mp4')
            (Get-Item -LiteralPath "$out/played.mp4").Length | Should -BeGreaterThan 10
        } finally {
            $player.Dispose()
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

    It 'names a drive of the destination that does not exist' {
        { Wait-NemoExport -Id 'render_0_x' -Destination 'nodrive:/x' } | Should -Throw -ExpectedMessage "The drive 'nodrive' doesn't exist*"
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

    It 'reports a destination without -Destination before any request is sent' {
        $count = $emulator.GetRequests().Count
        { Get-Item -LiteralPath $clip | Send-NemoUpload -SessionPerFile | Invoke-NemoEdit 'title "x"' | Start-NemoExport | Wait-NemoExport ./out } |
            Should -Throw -ErrorId 'NemoIdAndInput,*'
        $emulator.GetRequests().Count | Should -Be $count
    }
}

Describe 'An export that takes long' {
    BeforeAll {
        $slow = Start-NemoEmulator -ArgumentList '--no-ffmpeg', '--render-seconds', '600'
        Connect-Nemo -ApiUrl $slow.Url -NoCache 6> $null
        $null = New-NemoSession -Name 'slow'
        $null = Send-NemoUpload -LiteralPath $clip
    }

    AfterAll {
        Disconnect-Nemo
        Stop-NemoEmulator $slow
    }

    BeforeEach { $export = Start-NemoExport }

    It 'is returned by its ID' {
        $seen = Get-NemoExport -Id $export.Id
        $seen.Id | Should -Be $export.Id
        $seen.Name | Should -Be 'slow'
        $seen.Status | Should -BeIn @('Pending', 'Processing')
    }

    It 'is returned with all others that the connection started' {
        $exports = $export, (Start-NemoExport)
        $all = (Get-NemoExport).Id
        $exports.Id | ForEach-Object { $all | Should -Contain $_ }
    }

    It 'continues after the timeout of a wait' {
        $quiet = @{ ErrorVariable = 'failure'; ErrorAction = 'SilentlyContinue' }
        $export | Wait-NemoExport -TimeoutSec 0.1 -PollIntervalSec 0.02 @quiet | Should -BeNullOrEmpty
        $failure.Count | Should -Be 1
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoTimeout,*'
        "$($failure[0])" | Should -BeLike '*0.1*'
        $failure[0].CategoryInfo.Category | Should -Be 'OperationTimeout'
        (Get-NemoExport -Id $export.Id).Status | Should -BeIn @('Pending', 'Processing')
    }

    It 'can be canceled, and its status is then Canceled' {
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

Describe 'Wait-NemoExport for a finished export' {
    BeforeEach {
        $emulator.Reset()
        $null = New-ReadySession -Name 'saved'
        $export = Start-NemoExport | Wait-NemoExport
        $folder = New-TestFolder
        Push-Location -LiteralPath $folder
    }

    AfterEach {
        Pop-Location
        Remove-Item -LiteralPath $folder -Recurse -Force
    }

    It 'downloads a finished export to <Destination>, and names the file after its session' -ForEach @(
        @{ Destination = './out'; Below = 'out' }
        @{ Destination = '.\a\b'; Below = 'a/b' }
        @{ Destination = '(Get-Item .).PSPath'; Below = '' }
        @{ Destination = 'the current folder'; Below = '' }
    ) {
        $with = if ($Destination -like '.*') { @{ Destination = $Destination } } elseif ($Destination -like '(*') { @{ Destination = (Get-Item .).PSPath } } else { @{ Destination = '.' } }
        $saved = Wait-NemoExport -Id $export.Id @with
        $saved.Path | Should -Be ([System.IO.Path]::GetFullPath("$folder/$Below/saved.mp4"))
        (Get-Item -LiteralPath $saved.Path).Length | Should -Be $saved.Length
        Get-Mp4Box $saved.Path | Should -Contain 'moov'
    }
}
