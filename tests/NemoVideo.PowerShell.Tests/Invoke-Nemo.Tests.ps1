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
        $emulator.Reset()
    }

    Context 'Meaning of the request' {
        It 'sends an edit to the agent and streams its events' {
            $events = Invoke-Nemo 'add a title that says "Export Now"'
            $events[-1].Status | Should -Be 'Succeeded'
            $events[-1].ChangeSummary | Should -Be 'Title added: "Export Now" (0-3s)'
            @(Get-SentMessage $emulator).Count | Should -Be 1
        }

        It 'starts the export for ''<_>''' -ForEach 'export', '导出视频' {
            $export = Invoke-Nemo $_
            $export.SessionId | Should -Be $session.SessionId
            $export.Id | Should -BeLike 'render_*'
            @(Get-SentMessage $emulator).Count | Should -Be 0
        }

        It 'returns the credits for ''<_>''' -ForEach 'how many credits do I have left?', '余额' {
            (Invoke-Nemo $_).Available | Should -BeGreaterThan 0
            @(Get-SentMessage $emulator).Count | Should -Be 0
        }

        It 'returns the timeline for ''<_>''' -ForEach 'show tracks', '状态' {
            (Invoke-Nemo $_).Summary | Should -Be 'Timeline (1 track): 1. Video: sunset (0-5s)'
            @(Get-SentMessage $emulator).Count | Should -Be 0
        }

        It 'returns the status of the exports of the session for ''<_>''' -ForEach 'is the export done?', '导出好了吗' {
            $exports = Start-NemoExport
            $null = New-NemoSession -Name 'another'
            $null = Send-NemoUpload -LiteralPath $clip
            $null = Start-NemoExport
            $found = $session | Invoke-Nemo $_
            $found | Should -HaveCount 1
            $found.Id | Should -Be $exports.Id
            $found.Status | Should -Be 'Completed'
            @(Get-SentMessage $emulator).Count | Should -Be 0
        }

        It 'exports in the quality, resolution and frame rate of the request, without a warning' {
            $null = Invoke-Nemo 'export 4K MP4 at 60 fps in medium quality' -WarningVariable warning -WarningAction SilentlyContinue
            $warning | Should -BeNullOrEmpty
            $body = @($emulator.GetRequests() | Where-Object { $_.method -eq 'POST' -and $_.path -eq '/api/render/proxy/lambda' })[-1].body | ConvertFrom-Json
            $body.output.quality, $body.output.resolution, $body.output.fps | Should -Be 'medium', '4K', 60
        }

        It 'shows <Command> for ''<Words>'' and sends nothing' -ForEach @(
            @{ Words = '怎么上传视频'; Command = 'Get-Help about_NemoVideo' }
            @{ Words = "invoke-nemoedit 'add a title'"; Command = 'The request starts with the name of a cmdlet, so' }
            @{ Words = 'create a video from every clip in ./br'; Command = 'New-NemoVideo' }
            @{ Words = 'undo that'; Command = 'Get-NemoState -BeforeEdit | Start-NemoExport' } # A day as a new user, 29 November: it was charged.
        ) {
            Get-Item -LiteralPath $clip | Invoke-Nemo $Words -WarningVariable warning -WarningAction SilentlyContinue | Should -BeNullOrEmpty
            $warning | Should -HaveCount 1
            "$warning" | Should -BeLike "*$Command*"
            $emulator.GetRequests().Count | Should -Be 0
        }

        It 'uploads a file that the request names before it sends the edit' {
            $all = Invoke-Nemo "upload '$other' and add a title that says ""Both"""
            $all[0].Name | Should -Be 'harbour.mp4'
            $all[-1].ChangeSummary | Should -Be 'Title added: "Both" (0-3s)'
        }

        It 'uploads the accepted files of a folder' {
            $folder = New-TestFolder
            Copy-Item -LiteralPath $clip -Destination "$folder/a.mp4"
            Copy-Item -LiteralPath $other -Destination "$folder/b.mp4"
            Set-Content -LiteralPath "$folder/notes.txt" -Value 'x'
            (Invoke-Nemo "upload everything in $folder/").Name | Should -Be @('a.mp4', 'b.mp4')
            Remove-Item -LiteralPath $folder -Recurse
        }

        It 'does nothing for ''<Words>'' and recommends <Parameter>' -ForEach @(
            @{ Words = 'upload the clips in ./in but not ./in/secret.mp4'; Parameter = '-Path' }
            @{ Words = 'download it to the folder Videos'; Parameter = '-Destination' }
        ) {
            Push-Location -LiteralPath ($folder = New-TestFolder)
            try {
                $null = New-Item -ItemType Directory -Path ./in
                'a.mp4', 'secret.mp4', 'a.mp4.bak' | ForEach-Object { Copy-Item -LiteralPath $clip -Destination "./in/$_" }
                Invoke-Nemo $Words -Force -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
                Get-ChildItem | Should -HaveCount 1
            } finally {
                Pop-Location
                Remove-Item -LiteralPath $folder -Recurse
            }
            $failure | Should -HaveCount 1
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoUnclearPath,*'
            $failure[0].ErrorDetails.RecommendedAction | Should -BeLike "*$Parameter*"
            $emulator.GetRequests().Count | Should -Be 0
        }

        It 'downloads to a quoted folder, or else to -Destination' {
            Push-Location -LiteralPath ($folder = New-TestFolder)
            try {
                (Invoke-Nemo 'download it to "./My Videos"').Path | Should -BeLike '*My Videos*'
                (Invoke-Nemo 'download it to ./My Videos' -Destination ./other).Path | Should -BeLike '*other*'
                (Get-ChildItem).Name | Sort-Object | Should -Be 'My Videos', 'other'
            } finally {
                Pop-Location
                Remove-Item -LiteralPath $folder -Recurse
            }
        }

        It 'creates a link to the session for ''send me the link''' {
            "$(Invoke-Nemo 'send me the link')" | Should -BeLike '*ct=clm_*'
        }

        It 'returns the URL of the newest export only for a link to the video' {
            $null = Start-NemoExport
            $export = Start-NemoExport | Wait-NemoExport
            # A day as a new user, 29 November: 'send me a link' listed the exports.
            "$(Invoke-Nemo 'send me a link')" | Should -BeLike '*ct=clm_*'
            Invoke-Nemo 'send me a link to the video' | Should -Be $export.Url
        }

        It 'answers a question about prices with the prices and the balance' {
            $balance = Invoke-Nemo 'how much does an edit cost?' -InformationVariable shown 6> $null
            "$shown" | Should -BeLike '*about 50 credits*about 100*'
            $balance.Available | Should -BeGreaterThan 0
            @(Get-SentMessage $emulator).Count | Should -Be 0
        }

        It 'downloads to the file that the request names, and replaces no other' {
            $folder = New-TestFolder
            1..2 | ForEach-Object { Invoke-Nemo "export to '$folder/final cut.mp4'" } | Where-Object Path |
                ForEach-Object { Split-Path -Leaf -Path $_.Path } | Should -Be 'final cut.mp4', 'final cut (2).mp4'
            Remove-Item -LiteralPath $folder -Recurse
        }

        It 'sends nothing if the drive of the named folder doesn''t exist' {
            $failure = { Invoke-Nemo 'add a title "x" and export it to Q:\out\launch.mp4' } | Should -Throw -PassThru
            $failure.FullyQualifiedErrorId | Should -BeLike 'NemoNotAFolder,*'
            $emulator.GetRequests().Count | Should -Be 0
        }

        It 'lists and creates sessions' {
            (Invoke-Nemo 'list my sessions').SessionId | Should -Contain $session.SessionId
            $created = Invoke-Nemo 'start a new session called Summer'
            $created.Name | Should -Be 'Summer'
            (Get-NemoSession).SessionId | Should -Be $created.SessionId
        }

        It 'edits in the session that the request creates' {
            $written = Invoke-Nemo 'make a session called Oslo and add a title "Oslo"'
            $written[0].Name | Should -Be 'Oslo'
            $written[-1].SessionId | Should -Be $written[0].SessionId
            $written[-1].SessionId | Should -Not -Be $session.SessionId
        }

        It 'switches to the session that the request names' {
            $hike = New-NemoSession -Name 'Autumn hike'
            $null = New-NemoSession -Name 'Another one'
            (Invoke-Nemo '切换到会话 "Autumn hike"').SessionId | Should -Be $hike.SessionId
            (Get-NemoSession).SessionId | Should -Be $hike.SessionId
            @(Get-SentMessage $emulator).Count | Should -Be 0
        }

        It 'runs and sends nothing for ''<_>''' -ForEach @(
            "don't export yet", 'nice title', 'export as MOV'
        ) {
            Invoke-Nemo $_ -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $failure | Should -HaveCount 1
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoAmbiguousRequest,*'
            $emulator.GetRequests().Count | Should -Be 0
        }
    }

    Context 'Requests with several parts' {
        BeforeEach { $folder = New-TestFolder }
        AfterEach { Remove-Item -LiteralPath $folder -Recurse -Force }

        It 'edits, then exports and, with -Destination, downloads' {
            $request = 'trim the shaky clips, color grade, and export in 4K resolution'
            $all = Invoke-Nemo $request -WarningAction SilentlyContinue
            $all[-1].Id | Should -BeLike 'render_*'
            @(Get-SentMessage $emulator).Count | Should -Be 1
            $all = Invoke-Nemo $request -Destination $folder -WarningAction SilentlyContinue
            $all[-1].Path | Should -Exist
            @(Get-SentMessage $emulator).Count | Should -Be 2
        }

        It 'uploads, edits, exports and downloads with -Destination' {
            $null = New-Item -ItemType Directory -Path "$folder/clips"
            Copy-Item -LiteralPath $other -Destination "$folder/clips/UPPER.MP4"
            Push-Location -LiteralPath $folder
            try {
                $all = Invoke-Nemo '上传 ./clips/UPPER.MP4，加标题“海边”，然后导出' -Destination ./out
            } finally {
                Pop-Location
            }
            $all[0].Name | Should -Be 'UPPER.MP4'
            $all.Kind | Should -Contain 'Result'
            $all[-1].Path | Should -Exist
            @(Get-SentMessage $emulator).Count | Should -Be 1
        }

        It 'lists the parts that were not run after a failure' {
            $emulator.AddFault('POST /run_sse: code 2001')
            $null = Invoke-Nemo 'trim, add transitions, and export this' -ErrorVariable failure -ErrorAction SilentlyContinue -WarningVariable warning -WarningAction SilentlyContinue
            $failure | Should -HaveCount 1
            $warning | Should -HaveCount 1
            "$warning" | Should -BeLike '*export this*Start-NemoExport*'
            @($emulator.GetRequests() | Where-Object path -eq '/api/render/proxy/lambda').Count | Should -Be 0
        }

        It 'downloads the finished export and starts a new one only if the timeline has changed' {
            $export = Start-NemoExport
            Push-Location -LiteralPath $folder
            try {
                $first = Invoke-Nemo 'download it to ./out'
            } finally {
                Pop-Location
            }
            $first.Id | Should -Be $export.Id
            $first.Path | Should -Exist
            Split-Path -Path $first.Path -Parent | Should -Be (Join-Path -Path $folder -ChildPath 'out')
            (Invoke-Nemo 'get my video' -Destination "$folder/second").Id | Should -Be $export.Id
            $null = Invoke-NemoEdit 'add a title that says "New"'
            $changed = Invoke-Nemo 'get my video' -Destination "$folder/third"
            $changed.Id | Should -Not -Be $export.Id
            $changed.Path | Should -Exist
        }
    }

    Context 'Parts that depend on an earlier part' {
        BeforeAll { $edit = 'then add a title that says "Later"' }
        BeforeEach {
            $folder = New-TestFolder
        }
        AfterEach { Remove-Item -LiteralPath $folder -Recurse -Force }

        It 'sends nothing after ''<_>''' -ForEach 'switch to the session "Nowhere"', 'delete this session' {
            $null = Invoke-Nemo "$_, $edit" -WarningVariable warning -WarningAction SilentlyContinue -ErrorAction SilentlyContinue
            "$($warning[-1])" | Should -BeLike '*not run*Later*'
            @(Get-SentMessage $emulator).Count | Should -Be 0
        }

        It 'edits in the session that ''<Words>'' selects, not in that of <From>' -ForEach @(
            @{ Words = 'start a new session called Fresh'; From = '-Session' }
            @{ Words = 'switch to the session "Target place"'; From = 'the pipeline' }
        ) {
            if (-not (Get-NemoSession -All | Where-Object Name -eq 'Target place')) { $null = New-NemoSession -Name 'Target place' }
            $both = @($session, (New-NemoSession -Name 'second'))
            $all = if ($From -eq '-Session') { Invoke-Nemo "$Words, $edit" -Session $session } else { $both | Invoke-Nemo "$Words, $edit" }
            $all[0].Name | Should -BeIn 'Fresh', 'Target place'
            $all[-1].SessionId | Should -Be $all[0].SessionId
            @(Get-SentMessage $emulator).Count | Should -Be 1
        }

        It 'uploads the input into the session that the request creates first' {
            $all = Get-Item -LiteralPath $other | Invoke-Nemo "start a new session called Fresh, $edit"
            $all[0].Name | Should -Be 'Fresh'
            $all[1].Name | Should -Be 'harbour.mp4'
            @($all.SessionId | Sort-Object -Unique) | Should -Be $all[0].SessionId
        }

        It 'sends nothing if the named folder contains no accepted file' {
            Set-Content -LiteralPath "$folder/notes.txt" -Value 'x'
            $null = Invoke-Nemo "upload everything in $folder/ and add a title that says ""Later""" -ErrorVariable failure -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
            $failure | Should -HaveCount 1
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoNoFileNamed,*'
            "$($failure[0])" | Should -BeLike "*The folder '$folder*' contains no files of an accepted type.*"
            @(Get-SentMessage $emulator).Count | Should -Be 0
        }

        It 'starts only one export with -FollowSuggestion' {
            $null = Invoke-Nemo 'add a title that says "Once", then export in low quality' -FollowSuggestion
            $submitted = @($emulator.GetRequests() | Where-Object { $_.method -eq 'POST' -and $_.path -eq '/api/render/proxy/lambda' })
            ($submitted.body | ConvertFrom-Json).output.quality | Should -Be 'low'
        }

        It 'only describes each part with -WhatIf' {
            $requests = 'add a title "x", then export', 'start a new session, then show the timeline', 'reduce the size before I download it', 'credits',
                "upload $clip", 'cancel the export', 'send me the link'
            $calls = $requests | ForEach-Object { "Invoke-Nemo '$_' -WhatIf" }
            $script = "try { $($calls -join '; '); 'end: done' } catch { ""end: `$_"" }; ""errors: `$(`$Error.Count), connections: `$(@(Get-NemoConnection).Count)"""
            $lines = @(Invoke-NewPowerShell "`$env:NEMO_HOME = '$(New-TestFolder)'; Import-Module '$(Get-NemoModulePath)'; `$Error.Clear(); $script")
            $lines[-2, -1] | Should -Be 'end: done', 'errors: 0, connections: 0'
            $lines -match 'What if:' -replace '.*operation "(\S+ [^\s"]+).*', '$1' |
                Should -Be 'Send the', 'Start an', 'Run New-NemoSession', 'Run Get-NemoState', 'Ask whether', 'Run Get-NemoCredit', "Upload $clip", 'Run Stop-NemoExport', 'Return the'
            $emulator.GetRequests().Count | Should -Be 0
        }
    }

    Context 'Suggestions of the agent' {
        It 'runs the free suggestions only with -FollowSuggestion' {
            $plain = Invoke-Nemo 'add a title that says "Plain"'
            $plain[-1].Kind | Should -Be 'Result'
            $all = Invoke-Nemo 'add a title that says "Follow"' -FollowSuggestion
            $all[-2].Summary | Should -BeLike '*Follow*'
            $all[-1].Id | Should -BeLike 'render_*'
            @(Get-SentMessage $emulator).Count | Should -Be 2
        }
    }

    Context 'Requests that are perhaps no edit' {
        BeforeAll {
            $unclear = 'reduce the size before I download it'

            # Runs a script in a pseudo-terminal, so that PowerShell can ask, and types an answer. Like a terminal, it replies to each question
            # for the position of the cursor. Without a reply, .NET waits for seconds.
            function Invoke-InTerminal {
                param([string] $Path, [string] $Answer)
                $powershell = Get-PowerShellProgram
                $program = (@($powershell.Path) + $powershell.ArgumentList | ForEach-Object { "'$_'" }) -join ' '
                $start = [System.Diagnostics.ProcessStartInfo]::new('script')
                '-qec', "$program -NoProfile -File '$Path'", '/dev/null' | ForEach-Object { $start.ArgumentList.Add($_) }
                $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
                $process = [System.Diagnostics.Process]::Start($start)
                $buffer = [char[]]::new(4096)
                $shown = ''
                $replies = 0
                $isAnswered = $false
                while (($count = $process.StandardOutput.Read($buffer, 0, $buffer.Length)) -gt 0) {
                    $shown += [string]::new($buffer, 0, $count)
                    for ($questions = [regex]::Matches($shown, '\x1b\[6n').Count; $replies -lt $questions; $replies++) {
                        $process.StandardInput.Write("$([char] 27)[1;1R")
                    }
                    if (-not $isAnswered -and $shown -match 'default is "') {
                        $isAnswered = $true
                        $process.StandardInput.WriteLine($Answer)
                    }
                    $process.StandardInput.Flush()
                }
                $process.WaitForExit()
                $shown
            }
        }

        It 'sends an unclear request with -Confirm:$false' {
            $events = Invoke-Nemo 'nice title' -Confirm:$false -WarningAction SilentlyContinue
            $events[-1].Kind | Should -Be 'Result'
        }

        It 'reports NemoAmbiguousRequest with the two likeliest cmdlets if it can''t ask' {
            Invoke-Nemo $unclear -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoAmbiguousRequest,*'
            [regex]::Matches("$($failure[0])", '[A-Z][a-z]+-(Nemo[A-Za-z]*|Help)').Value | Should -HaveCount 2
            $emulator.GetRequests().Count | Should -Be 0
        }

        It '<Outcome> if the user answers ''<Answer>''' -Skip:(-not $IsLinux -or -not (Get-Command -Name script -ErrorAction Ignore)) -ForEach @(
            @{ Answer = ''; Outcome = 'sends nothing'; Messages = 0 }
            @{ Answer = 'y'; Outcome = 'sends the message'; Messages = 1 }
        ) {
            $path = "$TestDrive/ask.ps1"
            Set-Content -LiteralPath $path -Encoding utf8 -Value @"
Import-Module '$(Get-NemoModulePath)'
`$null = Connect-Nemo 6> `$null
`$null = Invoke-Nemo '$unclear' -Session '$($session.SessionId)' -WarningVariable w -WarningAction SilentlyContinue
"warning: `$w"
"@
            $shown = Invoke-InTerminal -Path $path -Answer $Answer
            # The terminal wraps lines.
            $shown -replace '\s+', ' ' | Should -BeLike '*costs credits. If you send it, the command doesn''t upload, export, or download anything else. Do you want to send it?*[[]Y[]] Yes*'
            @(Get-SentMessage $emulator).Count | Should -Be $Messages
            if (-not $Messages) { $shown | Should -BeLike '*no message was sent.*' }
        }

        It 'sends the message with -Force' {
            (Invoke-Nemo $unclear -Force -WarningAction SilentlyContinue)[-1].Kind | Should -Be 'Result'
            @(Get-SentMessage $emulator)[-1].body | Should -BeLike "*$unclear*"
        }
    }

    Context 'Files as input' {
        It 'uploads all files before it sends one message' {
            $all = Get-Item -LiteralPath $clip, $other | Invoke-Nemo 'add a title that says "Two"'
            $all[0, 1].Name | Should -Be @('sunset.mp4', 'harbour.mp4')
            $all[-1].After.Summary | Should -BeLike '*sunset (0-5s), sunset (5-10s), harbour (10-16s)*"Two"*'
            @(Get-SentMessage $emulator).Count | Should -Be 1
        }

        It 'does nothing else if a file is missing or unsupported' {
            $text = Join-Path -Path (New-TestFolder) -ChildPath 'notes.txt'
            Set-Content -LiteralPath $text -Value 'x'
            foreach ($bad in $text, "$text.mp4") {
                $null = Invoke-Nemo -Request 'add a title "x"' -LiteralPath $bad -ErrorVariable failure -ErrorAction SilentlyContinue -WarningVariable warning -WarningAction SilentlyContinue
                $failure.Count | Should -Be 1
                $warning.Count | Should -Be 1
            }
            @(Get-SentMessage $emulator).Count | Should -Be 0
        }

        It 'reports NemoNoFileNamed if an upload names no file' {
            Invoke-Nemo 'upload' -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoNoFileNamed,*'
            $emulator.GetRequests().Count | Should -Be 0
        }
    }

    Context 'Sessions from the pipeline' {
        It 'edits the session of an upload without uploading the file again' {
            $upload = Send-NemoUpload -LiteralPath $other -SessionPerFile
            $events = $upload | Invoke-Nemo 'add a title that says "Mine"'
            $events[-1].SessionId | Should -Be $upload.SessionId
            $events[-1].After.Summary | Should -Be 'Timeline (2 tracks): 1. Video: harbour (0-6s) 2. Title: "Mine" (0-3s)'
        }

        It 'runs once in each session, except for the credits' {
            $uploads = Get-Item -LiteralPath $clip, $other | Send-NemoUpload -SessionPerFile
            ($uploads + $uploads | Invoke-Nemo 'show tracks').SessionId | Should -Be $uploads.SessionId
            @($uploads | Invoke-Nemo 'how many credits are left?').Count | Should -Be 1
            $edits = $uploads | Invoke-Nemo 'add a title that says "Mine" and create a new session called Oslo' | Where-Object Kind -EQ 'Result'
            $edits.SessionId | Should -Be $uploads.SessionId
        }

        It 'runs nothing if the pipeline contains <What>' -ForEach @(
            @{ What = 'no object'; Upstream = { Get-ChildItem -LiteralPath $TestDrive -Filter '*.none' } }
            @{ What = 'only a failed upload'; Upstream = { Send-NemoUpload -LiteralPath "$TestDrive/missing.mp4" -SessionPerFile -ErrorAction Ignore } }
            @{ What = 'a file and an object with an empty session ID'; Upstream = { Get-Item -LiteralPath $clip; [pscustomobject]@{ SessionId = '' } } }
        ) {
            foreach ($words in 'add a title that says "Mine"', 'export') {
                & $Upstream | Invoke-Nemo $words -ErrorAction SilentlyContinue -WarningVariable warnings -WarningAction SilentlyContinue
                $warnings | Should -Match 'the request was not sent|the rest of the request was not run'
            }
            @(Get-SentMessage $emulator).Count | Should -Be 0
            @($emulator.GetRequests() | Where-Object { $_.path -like '*render*' }) | Should -HaveCount 0
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

        It 'cancels only the exports of the named session' {
            $canceled = Invoke-Nemo 'cancel the export' -Session $uploads[0]
            $canceled.Id | Should -Be $exports[0].Id
            $canceled.Status | Should -Be 'Canceled'
            (Get-NemoExport -Id $exports[1].Id).Status | Should -Not -Be 'Failed'
        }

        It 'cancels all unfinished exports if no session is named or current' {
            $null = Stop-NemoExport -Id $exports[0].Id
            (Invoke-Nemo 'stop the render').Id | Should -Be $exports[1].Id
            (Get-Cancel).Count | Should -Be ($cancels + 2)
        }

        It 'cancels nothing for ''<_>''' -ForEach @(
            "don't cancel the export", 'cancel the first export'
        ) {
            Invoke-Nemo $_ -Session $uploads[0] -ErrorAction SilentlyContinue -WarningAction SilentlyContinue | Should -BeNullOrEmpty
            (Get-Cancel).Count | Should -Be $cancels
        }
    }

    Context 'Before a request is sent' {
        It 'names the cmdlet for the request with -Verbose' {
            $found = Invoke-Nemo 'export' -Verbose 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }
            "$($found[0])" | Should -BeLike '*export*Start-NemoExport*'
        }

        It 'sends no edit of a file that is on this computer but not in the session, except with -Force' {
            $folder = New-TestFolder
            Copy-Item -LiteralPath $clip -Destination "$folder/harbor.mp4"
            Push-Location -LiteralPath $folder
            try {
                Invoke-Nemo 'put harbor.mp4 at the end' -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
                $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoAmbiguousRequest,*'
                @(Get-SentMessage $emulator).Count | Should -Be 0
                $null = Send-NemoUpload -LiteralPath "$folder/harbor.mp4"
                Invoke-Nemo 'put harbor.mp4 at the end' -WarningAction SilentlyContinue | Out-Null
                @(Get-SentMessage $emulator).Count | Should -Be 1
            } finally {
                Pop-Location
                Remove-Item -LiteralPath $folder -Recurse
            }
        }

        It 'prompts with -Confirm' {
            # In a non-interactive process, the prompt fails, and nothing is sent.
            $script = '$null = Connect-Nemo 6>$null; $null = New-NemoSession -Name x; Invoke-Nemo "generate a clip of the sea" -Confirm'
            { Invoke-NewPowerShell "Import-Module '$(Get-NemoModulePath)'; $script" } | Should -Throw '*interactive*'
            @(Get-SentMessage $emulator).Count | Should -Be 0
        }
    }

    It 'runs in the session that -Session names' {
        $named = New-NemoSession -Name 'named'
        $null = Set-NemoSession -Session $session
        (Invoke-Nemo 'status' -Session $named).SessionId | Should -Be $named.SessionId
    }
}
