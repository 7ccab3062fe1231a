BeforeAll {
    . $PSScriptRoot/common.ps1
    $emulator = Start-TestEnvironment '--no-ffmpeg', '--credits', '1000'
    Connect-Nemo 6> $null
}

AfterAll { Stop-TestEnvironment $emulator }

Describe 'New-NemoSession' {
    It 'creates a session with a name and a language and makes it current' {
        $session = New-NemoSession -Name 'Grüße' -Language 'zh-CN'
        $session.Name | Should -Be 'Grüße'
        (Get-NemoSession).SessionId | Should -Be $session.SessionId
        $body = @($emulator.GetRequests() | Where-Object { $_.path -like '*/with-session/*' })[-1].body | ConvertFrom-Json
        $body.task_name | Should -Be 'Grüße'
        $body.language | Should -Be 'zh-CN'
    }

    It 'accepts names and languages from rows, including an empty language' {
        ("Name,Language`nrow 1,`nrow 2,ja" | ConvertFrom-Csv | New-NemoSession).Language | Should -Be @('en', 'ja')
    }

    It 'refuses a blank name' {
        $count = $emulator.GetRequests().Count
        { New-NemoSession -Name '  ' } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
        $emulator.GetRequests().Count | Should -Be $count
    }

    It 'clears the current session if it fails, so that no message changes the previous timeline' {
        $previous = New-NemoSession -Name 'previous'
        $emulator.AddFault('POST /api/tasks/me/with-session/*: status 500 x*')
        try {
            New-NemoSession -Name 'next' -ErrorVariable failure -ErrorAction SilentlyContinue
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoServiceFailure,*'
        } finally {
            $emulator.ClearFaults()
        }
        { Invoke-NemoEdit 'trim it' } | Should -Throw -ErrorId 'NemoNoSession,*'
        { Invoke-NemoEdit 'trim it' -Session $previous -WhatIf } | Should -Not -Throw
        $null = New-NemoSession -Name 'next'
        (Get-NemoSession).Name | Should -Be 'next'
    }

    It 'refuses a language that is not a language code' {
        { New-NemoSession -Name 'x' -Language 'plain English' } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
    }
}

Describe 'Get-NemoSession' {
    It 'returns a session by its ID, even if another process created it' {
        $id = Invoke-NewPowerShell "Import-Module '$(Get-NemoModulePath)'; Connect-Nemo 6> `$null; (New-NemoSession -Name 'elsewhere').SessionId"
        $session = Get-NemoSession -Id $id
        $session.SessionId | Should -Be $id
        $session.Name | Should -Be 'elsewhere'
    }

    It 'returns all sessions of the connection with -All' {
        $names = 'all 1', 'all 2'
        $null = $names | New-NemoSession
        (Get-NemoSession -All).Name | Where-Object { $_ -like 'all *' } | Should -Be $names -Because 'the sessions are in the order of their creation'
    }

    It 'reports an unknown ID as one error' {
        $known = New-NemoSession -Name 'known'
        $found = Get-NemoSession -Id 'unknown', $known.SessionId -ErrorVariable failure -ErrorAction SilentlyContinue
        $found.SessionId | Should -Be $known.SessionId
        $failure.Count | Should -Be 1
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoSessionNotFound,*'
        $failure[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $failure[0].TargetObject | Should -Be 'unknown'
    }
}

Describe 'Set-NemoSession' {
    BeforeAll {
        $first = New-NemoSession -Name 'first'
        $second = New-NemoSession -Name 'second'
    }

    It 'makes a session current by <_>' -ForEach 'object', 'id', 'pipeline' {
        $null = Set-NemoSession -Session $second
        switch ($_) {
            'object' { Set-NemoSession -Session $first | Should -BeNullOrEmpty }
            'id' { Set-NemoSession -Session $first.SessionId }
            'pipeline' { $first | Set-NemoSession }
        }
        (Get-NemoSession).SessionId | Should -Be $first.SessionId
    }

    It 'clears the current session if the other one is unknown, so that no message changes the wrong timeline' {
        Set-NemoSession -Session $first
        Set-NemoSession -Session 'unknown' -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoSessionNotFound,*'
        Get-NemoSession | Should -BeNullOrEmpty
        $before = @($emulator.GetRequests()).Count
        foreach ($command in "Invoke-NemoEdit 'trim it'", "Invoke-Nemo 'trim it' -Force", 'Send-NemoUpload -Url https://example.org/a.mp4', 'Get-NemoState') {
            { Invoke-Expression -Command $command } | Should -Throw -ErrorId 'NemoNoSession,*' -Because $command
        }
        @($emulator.GetRequests()).Count | Should -Be $before
        Set-NemoSession -Session $first
        (Get-NemoSession).SessionId | Should -Be $first.SessionId
    }

    It 'clears the current session for <_>' -ForEach 'Set-NemoSession $null', 'Set-NemoSession ""' {
        Set-NemoSession -Session $first
        try { $null = Invoke-Expression -Command "$_ -WarningAction SilentlyContinue -ErrorAction SilentlyContinue" } catch { "$_" | Should -BeLike '*-Session is empty*' }
        { Invoke-NemoEdit 'trim it' } | Should -Throw -ErrorId 'NemoNoSession,*'
        { Invoke-NemoEdit 'trim it' -WhatIf } | Should -Throw -ErrorId 'NemoNoSession,*'
        { Send-NemoUpload -Url 'https://example.org/a.mp4' -WhatIf } | Should -Throw -ErrorId 'NemoNoSession,*'
    }

    It 'changes nothing with -WhatIf' {
        Set-NemoSession -Session $first
        Set-NemoSession -Session $second -WhatIf
        (Get-NemoSession).SessionId | Should -Be $first.SessionId
    }
}

Describe 'A session by its name' {
    BeforeAll {
        $named = New-NemoSession -Name 'Grüße aus Rom'
        $null = Send-NemoUpload -LiteralPath (Get-SampleClip -Name 'sunset.mp4')
        $twins = 'twin', 'Twin' | New-NemoSession
        $current = New-NemoSession -Name 'current'
        function Get-StateRequest { @($emulator.GetRequests() | Where-Object path -like '/api/state/*') }
    }

    BeforeEach { Set-NemoSession -Session $current }

    It 'is found in any case of letters by <_>' -ForEach @(
        'Get-NemoState -Session "GRÜßE AUS ROM"', 'Get-NemoState "grüße aus rom"', '"grüße aus rom" | Get-NemoState',
        '[pscustomobject] @{ SessionId = "Grüße aus Rom" } | Get-NemoState', 'Get-NemoSession "grüße aus rom"', 'Get-NemoSession -Id "grüße aus rom"',
        '"grüße aus rom" | Get-NemoSession', 'Set-NemoSession "grüße aus rom" -PassThru', 'Start-NemoExport -Session "grüße aus rom"',
        '"grüße aus rom" | Start-NemoExport', 'Invoke-NemoEdit "title ""x""" -Session "grüße aus rom" -ResultOnly',
        '"grüße aus rom" | Invoke-NemoEdit "title ""y""" -ResultOnly', 'Invoke-Nemo "show the state" -Session "grüße aus rom"',
        'Send-NemoUpload -LiteralPath (Get-SampleClip -Name sunset.mp4) -Session "grüße aus rom"'
    ) {
        $output = & ([scriptblock]::Create($_))
        $output.SessionId | Should -Be $named.SessionId
        $emulator.GetRequests() | Where-Object { $_.path -match 'aus(%20| )rom' } | Should -BeNullOrEmpty
    }

    It 'can be used for a link' {
        $null = Get-NemoSessionLink 'grüße aus rom'
        @($emulator.GetRequests() | Where-Object path -eq '/api/auth/claim-token')[-1].body | Should -BeLike "*$($named.SessionId)*"
    }

    It 'selects the latest session if several have the name, and a warning lists the others: <_>' -ForEach @(
        'Get-NemoState twin', 'Get-NemoSession twin', 'Set-NemoSession twin -PassThru', 'Invoke-NemoEdit "title ""x""" -Session twin -ResultOnly',
        'Invoke-Nemo "show the state" -Session twin', 'Send-NemoUpload -LiteralPath (Get-SampleClip -Name sunset.mp4) -Session twin',
        '[pscustomobject] @{ Session = "twin"; Message = "title ""y""" } | Invoke-NemoEdit -ResultOnly'
    ) {
        $output, $warned = (& ([scriptblock]::Create($_)) 3>&1).Where({ $_ -isnot [System.Management.Automation.WarningRecord] }, 'Split')
        $output.SessionId | Should -Be $twins[1].SessionId
        @($warned -like "*named 'twin'*latest*$($twins[1].SessionId)*$($twins[0].SessionId)*") | Should -HaveCount 1
    }

    It 'is refused if several match the wildcards, the error lists their IDs, and the next input is processed' {
        $sent = (Get-StateRequest).Count
        $found = 'twi?', $named.SessionId | Get-NemoState -ErrorVariable failure -ErrorAction SilentlyContinue
        $found.SessionId | Should -Be $named.SessionId
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'NemoAmbiguousSession,NemoVideo.PowerShell.Commands.GetNemoStateCommand'
        "$($failure[0])" | Should -BeLike "*$($twins[0].SessionId)*$($twins[1].SessionId)*"
        (Get-StateRequest).Count | Should -Be ($sent + 1)
    }

    It 'is also the name of a file: <_>' -ForEach 'Get-NemoState day-trip', '"DAY-TRIP" | Get-NemoSession', 'Invoke-Nemo "switch to the session day-trip"' {
        $clip = Copy-Item -Path (Get-SampleClip -Name 'sunset.mp4') -Destination "TestDrive:/day-trip.mp4" -PassThru
        if (-not $script:trip) { $script:trip = Send-NemoUpload -LiteralPath $clip.FullName -SessionPerFile }
        (& ([scriptblock]::Create($_))).SessionId | Should -Be $script:trip.SessionId
    }

    Context 'from another process' {
        BeforeAll {
            Get-ChildItem -Path "$env:NEMO_HOME/history/*/*.jsonl" | Remove-Item
            $id = Invoke-NewPowerShell "Import-Module '$(Get-NemoModulePath)'; (New-NemoSession -Name 'elsewhere' 6> `$null).SessionId"
        }

        It 'is found in this process: <_>' -ForEach 'Get-NemoState elsewhere', 'Get-NemoState else*', 'Set-NemoSession ELSEWHERE -PassThru',
            'Invoke-NemoEdit "title ""x""" -Session elsewhere -ResultOnly', 'Invoke-Nemo "switch to the session elsewhere"' {
            (& ([scriptblock]::Create($_))).SessionId | Should -Be $id
        }
    }

    It 'can contain wildcards if one session matches: <_>' -ForEach 'Get-NemoState "gr*rom"', '"GR??e ?us*" | Get-NemoState', 'Set-NemoSession "*aus Rom" -PassThru' {
        (& ([scriptblock]::Create($_))).SessionId | Should -Be $named.SessionId
    }

    It 'is an error without a request if no name matches the wildcards: <_>' -ForEach 'Get-NemoState "nope*"', 'Set-NemoSession "nope*" -ErrorAction Stop' {
        $sent = $emulator.GetRequests().Count
        $caught = try { & ([scriptblock]::Create($_)) } catch { $_ }
        $caught.FullyQualifiedErrorId | Should -BeLike 'NemoSessionNotFound,*'
        "$caught" | Should -BeLike "*No session has a name that matches 'nope*'."
        $emulator.GetRequests().Count | Should -Be $sent
    }
}

Describe 'Get-NemoState' {
    BeforeAll {
        $session = New-NemoSession -Name 'state'
        $null = Send-NemoUpload -LiteralPath (Get-SampleClip -Name 'harbour.mp4')
        $null = Invoke-NemoEdit -Message 'title "Urban Dreams", music "Lo-fi"'
    }

    It 'returns the timeline in one line' {
        (Get-NemoState).Summary | Should -Match '^Timeline \(3 tracks\): 1\. Video: harbour \(0-6s\) 2\. .+ 3\. .+$'
        (Get-NemoState).Summary | Should -BeLike '*Title: "Urban Dreams" (0-3s)*'
        (Get-NemoState).Summary | Should -BeLike '*BGM: Lo-fi (0-6s, 35%)*'
    }

    It 'returns tracks and segments as objects' {
        $video = (Get-NemoState).Tracks | Where-Object Kind -eq 'Video'
        $video.Segments[0].Name | Should -Be 'harbour'
        $video.Segments[0].Duration | Should -Be ([timespan] '00:00:06')
        (Get-NemoState).IsReady | Should -BeTrue
    }

    It 'returns the uploads, the generated media and the canvas, also in its view' {
        $null = Invoke-NemoEdit -Message 'generate a clip of a neon city' -ResultOnly
        $state = Get-NemoState
        $state.Uploads | Should -HaveCount 1
        $state.Uploads[0].Name | Should -Be 'harbour.mp4'
        $state.Uploads[0].Duration | Should -Be ([timespan] '00:00:06')
        $state.Uploads[0].SessionId | Should -Be $session.SessionId
        $state.GeneratedMedia.name | Should -Be 'neon city'
        $state.Canvas | Should -Be '1920x1080'
        $state | Out-String | Should -Match '(?m)^Generated +neon city\r?$'
        $shown = $state | Format-List | Out-String
        $shown | Should -Match '(?m)^Uploads +: harbour\.mp4\r?$'
        $shown | Should -Match '(?m)^GeneratedMedia +: neon city\r?$'
        $shown | Should -Match '(?m)^Canvas +: 1920x1080\r?$'
    }

    It 'lists the uploads of a session whose timeline is empty, and Start-NemoExport recommends a message' {
        $body = '{"code":0,"data":{"session_id":"s","state":{"draft":{"t":[]},"video_infos":[{"filename":"beach.mp4"},{"filename":"city.mp4"}]}}}'
        $emulator.AddFault("GET /api/state/*: answer 200 $body x3")
        $state = Get-NemoState
        $state.Summary | Should -BeExactly "Timeline (empty). Uploads that aren't on the timeline: beach.mp4, city.mp4"
        $state | Out-String | Should -Match '(?m)^\(empty\)\r?\n\r?\nUploads +beach\.mp4, city\.mp4\r?$'
        $state.Uploads.Name | Should -Be 'beach.mp4', 'city.mp4'
        Start-NemoExport -ErrorVariable failure -ErrorAction SilentlyContinue
        $emulator.ClearFaults()
        "$($failure[0])" | Should -BeLike "*uploads that aren't on the timeline: beach.mp4, city.mp4."
        $failure[0].ErrorDetails.RecommendedAction | Should -BeExactly ("Send a message that tells the agent how to use the uploads. " +
            "To send a message, use Invoke-NemoEdit -Session '$($session.SessionId)' -Message <message>.")
    }

    It 'hides the query of a URL in the values of an upload' {
        $url = 'https://u:PASSWORD@cdn.example/a?sig=SECRET'
        $body = '{"code":0,"data":{"session_id":"s","state":{"video_infos":[{"filename":"a.mp4","file_type":"video ' + $url +
            '","hash":"' + $url + '"}]}}}'
        $emulator.AddFault("GET /api/state/*: answer 200 $body")
        $upload = (Get-NemoState).Uploads[0]
        $emulator.ClearFaults()
        $upload.MediaKind | Should -BeExactly 'video https://cdn.example/a?…'
        $upload.Hash | Should -BeExactly 'https://cdn.example/a?…'
    }

    It 'returns the draft unchanged and as objects' {
        $state = Get-NemoState
        $state.DraftJson | Should -BeLike '*29.970*'
        $state.Draft.t.Count | Should -Be 3
        ($state | ConvertTo-Json -Depth 8) | Should -Not -Match 'ValueKind'
    }

    It 'creates no session if there is none' {
        $count = $emulator.GetRequests().Count
        $background = Start-Background -Variable @{ nemo = Get-NemoConnection } -Script 'Get-NemoState -Connection $nemo'
        Wait-Background $background
        $background.Shell.Streams.Error.FullyQualifiedErrorId | Should -BeLike 'NemoNoSession,*'
        Stop-Background
        $emulator.GetRequests().Count | Should -Be $count
    }
}

Describe 'Get-NemoCredit' {
    It 'returns available, frozen and total credits' {
        $credit = Get-NemoCredit
        $credit.Total | Should -Be ($credit.Available + $credit.Frozen)
        $before = $credit.Available
        $null = New-NemoSession -Name 'credit'
        $null = Send-NemoUpload -LiteralPath (Get-SampleClip -Name 'sunset.mp4')
        $null = Invoke-NemoEdit -Message 'title "x"'
        (Get-NemoCredit).Available | Should -Be ($before - 50)
    }
}

Describe 'Get-NemoSessionLink' {
    BeforeAll {
        function Get-Claim { @($emulator.GetRequests() | Where-Object path -eq '/api/auth/claim-token') }
        $session = New-NemoSession -Name 'linked'
    }

    It 'returns the page of the current session without the token' {
        $link = Get-NemoSessionLink
        $link | Should -BeOfType [uri]
        $link.AbsoluteUri | Should -Match '/workspace/claim\?ct=clm_\w+$'
        $link.GetLeftPart([System.UriPartial]::Authority) | Should -Be $emulator.Url.TrimEnd('/')
        (Invoke-WebRequest -Uri $link -UseBasicParsing).Content | Should -Match '<h1><bdi>linked</bdi></h1>'
        (Get-Claim)[-1].body | ConvertFrom-Json | ForEach-Object session_id | Should -Be $session.SessionId
    }

    It 'returns a Uri that converts to text and JSON' {
        $link = Get-NemoSessionLink
        $link.GetType() | Should -Be ([uri])
        "$link" | Should -Be $link.AbsoluteUri
        ConvertTo-Json -InputObject $link -Compress | Should -Be """$($link.AbsoluteUri)"""
        ($link | ConvertTo-Json -Compress) | Should -Be """$($link.AbsoluteUri)"""
        (@{ Link = $link } | ConvertTo-Json -Compress) | Should -Be "{""Link"":""$($link.AbsoluteUri)""}"
        & { param([string] $FilePath) $FilePath } -FilePath $link | Should -Be $link.AbsoluteUri -Because 'Start-Process converts it to text'
        & { param([uri] $Uri) $Uri.Host } -Uri $link | Should -Be '127.0.0.1' -Because 'Invoke-WebRequest uses it as a Uri'
    }

    It 'shows the URL after other output too' {
        $link = Get-NemoSessionLink
        $shown = Get-NemoSession | ForEach-Object { $_; $link } | Out-String -Width 200
        $shown | Should -BeLike "*$($link.AbsoluteUri)*"
        $shown | Should -Not -BeLike '*AbsolutePath*'
    }

    It 'creates no link with -WhatIf' {
        $count = (Get-Claim).Count
        Get-NemoSessionLink -WhatIf | Should -BeNullOrEmpty
        (Get-Claim).Count | Should -Be $count
    }

    It 'reports an unknown session as one error' {
        Get-NemoSessionLink -Session 'nope' -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure.Count | Should -Be 1
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoSessionNotFound,*'
    }

    Context 'With -Show' -Skip:($PSVersionTable.PSEdition -ne 'Core' -or -not $IsLinux) {
        BeforeAll {
            # A program that opens files and records its arguments and the file's mode. Only the user may read the page.
            $folder = New-TestFolder
            Set-Content -LiteralPath "$folder/xdg-open" -Value @"
#!/bin/sh
printf '%s\n' "`$@" > '$folder/arguments'
cat "`$1" > '$folder/page'
stat -c '%a %F' "`$1" "`$(dirname "`$1")" > '$folder/modes'
touch '$folder/opened'
"@
            chmod +x "$folder/xdg-open"
            $saved = @{ PATH = $env:PATH; TMPDIR = $env:TMPDIR }
            $env:TMPDIR = (New-Item -ItemType Directory -Path "$folder/temp dir").FullName
        }

        AfterEach { $env:PATH = $saved.PATH }

        AfterAll {
            foreach ($name in $saved.Keys) { [Environment]::SetEnvironmentVariable($name, $saved[$name]) }
            Remove-Item -LiteralPath $folder -Recurse -Force
        }

        It 'opens a page with the link that other users cannot read' {
            $env:PATH = "${folder}:$($saved.PATH)"
            $link = Get-NemoSessionLink -Show
            Wait-Until { Test-Path -LiteralPath "$folder/opened" }

            $arguments = @(Get-Content -LiteralPath "$folder/arguments")
            $arguments | Should -HaveCount 1
            $arguments[0] | Should -BeLike "$folder/temp dir/*/*.html"
            $claim = $link.Query -replace '^\?ct='
            $claim.Length | Should -BeGreaterThan 8
            "$arguments" | Should -Not -BeLike "*$claim*"
            # PowerShell loads the other payload only on Windows, where temporary files are private.
            if ($env:NEMO_PAYLOAD -ne 'netstandard2.0') { Get-Content -LiteralPath "$folder/modes" | Should -Contain '700 directory' }
            $page = Get-Content -LiteralPath "$folder/page" -Raw
            $address = [System.Net.WebUtility]::HtmlEncode($link.AbsoluteUri)
            $page | Should -BeLike "*<meta http-equiv=""refresh"" content=""0; url=$address"">*"
            $page | Should -BeLike "*<a href=""$address"">*"
        }

        It 'returns the link and leaves no page if there is no browser' {
            $env:PATH = New-TestFolder
            Remove-Item -Path "$env:TMPDIR/*" -Recurse
            $link = Get-NemoSessionLink -Show -ErrorVariable failure -ErrorAction SilentlyContinue
            $link | Should -BeOfType [uri]
            $failure.Count | Should -Be 1
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoBrowserNotOpened,*'
            $failure[0].TargetObject | Should -Be (Get-NemoSession).SessionId
            "$($failure[0])" | Should -BeLike "*$((Get-NemoSession).SessionId)*"
            "$($failure[0])" | Should -BeLike '*xdg-open*'
            ($failure[0] | Format-List -Property * -Force | Out-String -Width 400) | Should -Not -Match 'claim'
            Get-ChildItem -LiteralPath $env:TMPDIR | Should -BeNullOrEmpty
        }
    }
}
