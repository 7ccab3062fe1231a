BeforeAll {
    . $PSScriptRoot/common.ps1
    $emulator = Start-NemoEmulator -ArgumentList '--no-ffmpeg', '--credits', '100000', '--silent-rate', '0'
    Set-NemoEnvironment -ApiUrl $emulator.Url
    Import-Module -Name (Get-NemoModulePath) -Force
    $null = Connect-Nemo -Option @{ StatePollIntervalSec = 0.05; StatePollCount = 2 } 6> $null
    $clip = Get-SampleClip -Name 'sunset.mp4'
    $other = Get-SampleClip -Name 'harbour.mp4'
}

AfterAll {
    Disconnect-Nemo -ErrorAction Ignore
    Stop-NemoEmulator -Emulator $emulator
    Restore-NemoEnvironment
}

Describe 'Invoke-Nemo' {
    BeforeEach {
        $emulator.ClearFaults()
        $session = New-NemoSession -Name 'words'
        $null = Send-NemoUpload -LiteralPath $clip
        $count = $emulator.GetRequests().Count
        $sent = @(Get-SentMessage $emulator).Count
    }

    Context 'Meaning of the request' {
        It 'sends an edit to the agent and streams its events' {
            $events = Invoke-Nemo 'add a title that says "Export Now"'
            $events[-1].Status | Should -Be 'Succeeded'
            $events[-1].ChangeSummary | Should -Be 'Title added: "Export Now" (0-3s)'
            @(Get-SentMessage $emulator).Count | Should -Be ($sent + 1)
        }

        It 'does not send the request if one file of a wildcard can''t be uploaded' {
            $folder = New-TestFolder
            Copy-Item -LiteralPath $clip -Destination "$folder/good.mp4"
            $null = New-Item -ItemType Directory -Path "$folder/folder.mp4"
            $null = Invoke-Nemo 'make a trailer from all clips' -Path "$folder/*.mp4" -ErrorVariable failures -ErrorAction SilentlyContinue -WarningVariable warnings -WarningAction SilentlyContinue
            $failures | Should -HaveCount 1
            $warnings | Should -HaveCount 1
            @(Get-SentMessage $emulator).Count | Should -Be $sent
            Remove-Item -LiteralPath $folder -Recurse
        }

        It 'sends nothing if the session ID contains a control character' {
            Invoke-Nemo 'make it brighter' -Session "$($session.SessionId)`n" -ErrorVariable failures -ErrorAction SilentlyContinue
            $failures[0].FullyQualifiedErrorId | Should -BeLike 'NemoInvalidArgument,*'
            $emulator.GetRequests().Count | Should -Be $count
        }

        It 'starts the export for ''<_>''' -ForEach 'export', 'send me the video', '导出视频' {
            $export = Invoke-Nemo $_
            $export.SessionId | Should -Be $session.SessionId
            $export.Id | Should -BeLike 'render_*'
            @(Get-SentMessage $emulator).Count | Should -Be $sent
        }

        It 'returns the credits for ''<_>''' -ForEach 'how many credits do I have left?', '余额' {
            (Invoke-Nemo $_).Available | Should -BeGreaterThan 0
            @(Get-SentMessage $emulator).Count | Should -Be $sent
        }

        It 'returns the timeline for ''<_>''' -ForEach 'status', 'show tracks', '状态' {
            (Invoke-Nemo $_).Summary | Should -Be 'Timeline (1 track): 1. Video: sunset (0-5s)'
            @(Get-SentMessage $emulator).Count | Should -Be $sent
        }

        It 'returns the status of the session''s exports for ''<_>''' -ForEach 'is the export done?', '导出好了吗' {
            $exports = Start-NemoExport
            $null = New-NemoSession -Name 'another'
            $null = Send-NemoUpload -LiteralPath $clip
            $null = Start-NemoExport
            $found = $session | Invoke-Nemo $_
            $found | Should -HaveCount 1
            $found.Id | Should -Be $exports.Id
            $found.Status | Should -Be 'Completed'
            @(Get-SentMessage $emulator).Count | Should -Be $sent
        }

        It 'returns the exports of all sessions if none is named or current' {
            Disconnect-Nemo
            $nemo = Connect-Nemo -PassThru 6> $null
            $uploads = Get-Item -LiteralPath $clip, $other | Send-NemoUpload -SessionPerFile
            $started = $uploads | Start-NemoExport
            (Invoke-Nemo 'show my exports' -Connection $nemo).Id | Should -Be $started.Id
        }

        It 'exports with the requested quality for ''<Words>''' -ForEach @(
            @{ Words = 'export in medium quality'; Quality = 'medium' }
            @{ Words = '用低画质导出'; Quality = 'low' }
            @{ Words = 'render it'; Quality = 'high' }
        ) {
            $null = Invoke-Nemo $Words -WarningVariable warning
            $warning | Should -BeNullOrEmpty
            $body = @($emulator.GetRequests() | Where-Object { $_.method -eq 'POST' -and $_.path -eq '/api/render/proxy/lambda' })[-1].body | ConvertFrom-Json
            $body.output.quality | Should -Be $Quality
            $body.output.format | Should -Be 'mp4'
        }

        It 'warns about export options that the service does not support' {
            $null = Invoke-Nemo 'export it in 4K to D:\out' -WarningVariable warning -WarningAction SilentlyContinue
            $warning | Should -HaveCount 1
            foreach ($fact in '4K', 'D:\out', 'mp4', 'high', '-Destination') { "$warning" | Should -BeLike "*$fact*" }
        }

        It 'names <Command> for the question ''<Words>'' and sends nothing' -ForEach @(
            @{ Words = 'how do I export?'; Command = 'Start-NemoExport' }
            @{ Words = '怎么上传视频'; Command = 'Send-NemoUpload' }
            @{ Words = 'how do I cancel an export?'; Command = 'Stop-NemoExport' }
            @{ Words = 'how much does an edit cost?'; Command = '50 credits' }
            @{ Words = 'what can you do?'; Command = 'about_NemoVideo' }
        ) {
            Get-Item -LiteralPath $clip | Invoke-Nemo $Words -WarningVariable warning -WarningAction SilentlyContinue | Should -BeNullOrEmpty
            $warning | Should -HaveCount 1
            "$warning" | Should -BeLike "*$Command*"
            $emulator.GetRequests().Count | Should -Be $count
        }

        It 'uploads a file that the request names' {
            $upload = Invoke-Nemo "upload $other"
            $upload.Name | Should -Be 'harbour.mp4'
            $upload.SessionId | Should -Be $session.SessionId
            @(Get-SentMessage $emulator).Count | Should -Be $sent
        }

        It 'uploads a file that the request names before it sends the edit' {
            $all = Invoke-Nemo "upload '$other' and add a title that says ""Both"""
            $all[0].Name | Should -Be 'harbour.mp4'
            $all[-1].ChangeSummary | Should -Be 'Title added: "Both" (0-3s)'
        }

        It 'uploads a URL that the request names' {
            (Invoke-Nemo 'upload https://example.org/clips/beach.mp4').Name | Should -Be 'beach.mp4'
        }
    }

    Context 'Files as input' {
        It 'accepts a pipeline path with wildcard characters if that file exists' {
            $folder = New-TestFolder
            try {
                [System.IO.File]::Copy($clip, "$folder/[a] take.mp4")
                [System.IO.File]::Copy($clip, "$folder/a take.mp4")
                ("$folder/[a] take.mp4" | Invoke-Nemo 'upload').Name | Should -Be '[a] take.mp4'
                (Invoke-Nemo 'upload' "$folder/[a] take.mp4").Name | Should -Be 'a take.mp4'
            } finally {
                Remove-Item -LiteralPath $folder -Recurse -Force
            }
        }

        It 'uploads all files before it sends one message' {
            $all = Get-Item -LiteralPath $clip, $other | Invoke-Nemo 'add a title that says "Two"'
            $all[0, 1].Name | Should -Be @('sunset.mp4', 'harbour.mp4')
            $all[-1].After | Should -BeLike '*sunset (0-5s), sunset (5-10s), harbour (10-16s)*"Two"*'
            @(Get-SentMessage $emulator).Count | Should -Be ($sent + 1)
        }

        It 'accepts wildcards with -Path' {
            $folder = Split-Path -Path $clip -Parent
            @(Invoke-Nemo -Request 'upload these' -Path "$folder/*.mp4").Count | Should -Be 2
        }

        It 'does nothing else if a file is missing or unsupported' {
            $text = Join-Path -Path (New-TestFolder) -ChildPath 'notes.txt'
            Set-Content -LiteralPath $text -Value 'x'
            foreach ($bad in $text, "$text.mp4") {
                $null = Invoke-Nemo -Request 'add a title "x"' -LiteralPath $bad -ErrorVariable failure -ErrorAction SilentlyContinue -WarningVariable warning -WarningAction SilentlyContinue
                $failure.Count | Should -Be 1
                $warning.Count | Should -Be 1
            }
            @(Get-SentMessage $emulator).Count | Should -Be $sent
        }

        It 'reports NemoNoFileNamed if an upload names no file' {
            Invoke-Nemo 'upload' -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoNoFileNamed,*'
            $emulator.GetRequests().Count | Should -Be $count
        }
    }

    Context 'A file that is deleted after it was checked' {
        It 'reports one NemoFileAccess error' {
            $deleted = "$TestDrive/deleted.mp4"
            [System.IO.File]::Copy($clip, $deleted)
            $emulator.AddFault('POST /api/tasks/*: hold before answer')
            $background = Start-Background 'Invoke-Nemo -Request "upload it" -LiteralPath $deleted -Connection $nemo' -Variable @{
                nemo = (Get-NemoConnection); deleted = $deleted
            }
            try {
                $null = Wait-Until { $emulator.GetRequests() | Select-Object -Skip $count | Where-Object { $_.path -like '/api/tasks/*' } }
                [System.IO.File]::Delete($deleted)
                $emulator.Release()
                $null = $background.Shell.EndInvoke($background.Invocation)
                $background.Shell.Streams.Error | Should -HaveCount 1
                $background.Shell.Streams.Error[0].FullyQualifiedErrorId | Should -BeLike 'NemoFileAccess,*'
            } finally {
                Stop-Background $background
            }
        }
    }

    Context 'Sessions from the pipeline' {
        It 'edits the session of an upload without uploading the file again' {
            $upload = Send-NemoUpload -LiteralPath $other -SessionPerFile
            $events = $upload | Invoke-Nemo 'add a title that says "Mine"'
            $events[-1].SessionId | Should -Be $upload.SessionId
            $events[-1].After | Should -Be 'Timeline (2 tracks): 1. Video: harbour (0-6s) 2. Title: "Mine" (0-3s)'
        }

        It 'stays in the session of an upload if a file without a session follows' {
            $upload = Send-NemoUpload -LiteralPath $clip -SessionPerFile
            $written = $upload, (Get-Item -LiteralPath $other) | Invoke-Nemo 'add a title that says "Mine"'
            @($written.SessionId | Sort-Object -Unique) | Should -Be $upload.SessionId
            $written[-1].Status | Should -Be 'Succeeded'
        }

        It 'runs once in each session' {
            $uploads = Get-Item -LiteralPath $clip, $other | Send-NemoUpload -SessionPerFile
            ($uploads + $uploads | Invoke-Nemo 'status').SessionId | Should -Be $uploads.SessionId
            @($uploads | Invoke-Nemo 'how many credits are left?').Count | Should -Be 1
        }
    }

    Context 'Exports in progress' {
        BeforeAll {
            $slow = Start-NemoEmulator -ArgumentList '--no-ffmpeg', '--render-seconds', '600'
            $default = Get-NemoConnection
        }

        AfterAll {
            Stop-NemoEmulator -Emulator $slow
        }

        BeforeEach {
            $nemo = Connect-Nemo -ApiUrl $slow.Url -NoCache -PassThru 6> $null
            $uploads = Get-Item -LiteralPath $clip, $other | Send-NemoUpload -SessionPerFile
            $exports = $uploads | Start-NemoExport
            function Get-Cancel { @($slow.GetRequests() | Where-Object path -like '*/cancel') }
            $cancels = (Get-Cancel).Count
        }

        AfterEach {
            Disconnect-Nemo -Connection $nemo
            $null = Connect-Nemo -Option @{ StatePollIntervalSec = 0.05; StatePollCount = 2 } 6> $null
        }

        It 'cancels only the exports of the named session for ''<_>''' -ForEach 'cancel the export', '停止渲染' {
            $canceled = Invoke-Nemo $_ -Session $uploads[0]
            $canceled.Id | Should -Be $exports[0].Id
            $canceled.Error | Should -Be 'cancelled'
            (Get-NemoExport -Id $exports[1].Id).Status | Should -Not -Be 'Failed'
        }

        It 'cancels all unfinished exports if no session is named or current' {
            $null = Stop-NemoExport -Id $exports[0].Id
            (Invoke-Nemo 'stop the render').Id | Should -Be $exports[1].Id
            (Get-Cancel).Count | Should -Be ($cancels + 2)
        }

        It 'cancels nothing with -WhatIf' {
            Invoke-Nemo 'cancel all exports' -WhatIf | Should -BeNullOrEmpty
            (Get-Cancel).Count | Should -Be $cancels
        }
    }

    Context 'Before a request is sent' {
        It 'names the cmdlet for the request with -Verbose' {
            $found = Invoke-Nemo 'export' -Verbose 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }
            "$($found[0])" | Should -BeLike '*export*Start-NemoExport*'
        }

        It 'does nothing with -WhatIf for ''<_>''' -ForEach 'add a title "x"', 'export', 'upload ./a.mp4' {
            Copy-Item -LiteralPath $clip -Destination (Join-Path -Path ($folder = New-TestFolder) -ChildPath 'a.mp4')
            Push-Location -LiteralPath $folder
            try {
                Invoke-Nemo $_ -WhatIf | Should -BeNullOrEmpty
            } finally {
                Pop-Location
            }
            $emulator.GetRequests().Count | Should -Be $count
        }

        It 'reads with -WhatIf too for ''<_>''' -ForEach 'status', 'how many credits are left?' {
            Invoke-Nemo $_ -WhatIf | Should -Not -BeNullOrEmpty
            @($emulator.GetRequests() | Select-Object -Skip $count | Where-Object method -ne 'GET').Count | Should -Be 0
        }

        It 'opens no connection with -WhatIf for ''<_>''' -ForEach 'status', 'credits', 'export', 'add a title "x"', 'cancel', 'is the export done?' {
            $script = "Invoke-Nemo '$($_)' -Session s1 -WhatIf -ErrorAction SilentlyContinue | Out-Null; ""connections: `$(@(Get-NemoConnection).Count)"""
            $lines = @(Invoke-NewPowerShell "`$env:NEMO_HOME = '$(New-TestFolder)'; Import-Module '$(Get-NemoModulePath)'; $script")
            $lines[-1] | Should -Be 'connections: 0'
            $emulator.GetRequests().Count | Should -Be $count
        }

        It 'prompts with -Confirm' {
            # In a non-interactive process, the prompt fails, and nothing is sent.
            $script = '$null = Connect-Nemo 6>$null; Invoke-Nemo "add a title x" -Confirm'
            { Invoke-NewPowerShell "Import-Module '$(Get-NemoModulePath)'; $script" } | Should -Throw '*interactive*'
            @(Get-SentMessage $emulator).Count | Should -Be $sent
        }
    }

    It 'runs in the session that -Session names' {
        $named = New-NemoSession -Name 'named'
        $null = Set-NemoSession -Session $session
        (Invoke-Nemo 'status' -Session $named).SessionId | Should -Be $named.SessionId
    }
}
