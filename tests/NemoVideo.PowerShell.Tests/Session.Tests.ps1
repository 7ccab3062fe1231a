BeforeAll {
    . $PSScriptRoot/common.ps1
    $emulator = Start-NemoEmulator -ArgumentList '--no-ffmpeg', '--credits', '1000'
    Set-NemoEnvironment -ApiUrl $emulator.Url
    Import-Module -Name (Get-NemoModulePath) -Force
    Connect-Nemo 6> $null
}

AfterAll {
    Disconnect-Nemo -ErrorAction Ignore
    Stop-NemoEmulator -Emulator $emulator
    Restore-NemoEnvironment
}

Describe 'New-NemoSession' {
    It 'makes a session with name and language, and makes it the current one' {
        $session = New-NemoSession -Name 'Grüße' -Language 'zh-CN'
        $session.Name | Should -Be 'Grüße'
        (Get-NemoSession).SessionId | Should -Be $session.SessionId
        $body = @($emulator.GetRequests() | Where-Object { $_.path -like '*/with-session/*' })[-1].body | ConvertFrom-Json
        $body.task_name | Should -Be 'Grüße'
        $body.language | Should -Be 'zh-CN'
    }

    It 'gives ids as texts, however long a number they are' {
        (New-NemoSession -Name 'x').TaskId | Should -BeOfType [string]
    }

    It 'takes names and languages from rows, an empty language too' {
        ("Name,Language`nrow 1,`nrow 2,ja" | ConvertFrom-Csv | New-NemoSession).Language | Should -Be @($null, 'ja')
    }

    It 'takes names from the pipeline' {
        ('one', 'two' | New-NemoSession).Name | Should -Be @('one', 'two')
    }

    It 'warns where the journal was damaged, and goes on' {
        $null = New-NemoSession -Name 'before'
        Get-ChildItem -Path "$env:NEMO_HOME/journal" -Filter '*.jsonl' | Add-Content -Value 'no line of ours'
        Connect-Nemo 6> $null
        (New-NemoSession -Name 'after').Name | Should -Be 'after'
        (Get-NemoSession -All -WarningVariable told -WarningAction SilentlyContinue).Name | Select-Object -Last 2 | Should -Be @('before', 'after')
        "$told" | Should -BeLike "The journal '*' was damaged. It is kept as '*'; *"
        $null = Get-NemoSession -All -WarningVariable told
        $told | Should -BeNullOrEmpty
    }

    It 'makes nothing with -WhatIf' {
        $count = $emulator.GetRequests().Count
        New-NemoSession -Name 'x' -WhatIf | Should -BeNullOrEmpty
        $emulator.GetRequests().Count | Should -Be $count
    }

    It 'refuses a blank name' {
        $count = $emulator.GetRequests().Count
        { New-NemoSession -Name '  ' } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
        $emulator.GetRequests().Count | Should -Be $count
    }

    It 'refuses a language that is no code' {
        { New-NemoSession -Name 'x' -Language 'plain English' } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
    }
}

Describe 'Get-NemoSession' {
    It 'gives one by its id, also one that was not made here' {
        $id = Invoke-NewPowerShell "Import-Module '$(Get-NemoModulePath)'; Connect-Nemo 6> `$null; (New-NemoSession -Name 'elsewhere').SessionId"
        $session = Get-NemoSession -Id $id
        $session.SessionId | Should -Be $id
        $session.Name | Should -Be 'elsewhere'
    }

    It 'gives all that were made over the connection' {
        $names = 'all 1', 'all 2'
        $null = $names | New-NemoSession
        (Get-NemoSession -All).Name | Where-Object { $_ -like 'all *' } | Should -Be $names -Because 'they come in the order they were made'
    }

    It 'takes anything that has a session' {
        $made = New-NemoSession -Name 'made'
        ([pscustomobject] @{ SessionId = $made.SessionId; Id = 'another' } | Get-NemoSession).Name | Should -Be 'made'
    }

    It 'reports an id that the service does not know as one error' {
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

    It 'makes a session the current one: <_>' -ForEach 'object', 'id', 'pipeline' {
        $null = Set-NemoSession -Session $second
        switch ($_) {
            'object' { Set-NemoSession -Session $first | Should -BeNullOrEmpty }
            'id' { Set-NemoSession -Session $first.SessionId }
            'pipeline' { $first | Set-NemoSession }
        }
        (Get-NemoSession).SessionId | Should -Be $first.SessionId
    }

    It 'gives the session with -PassThru' {
        (Set-NemoSession -Session $first -PassThru).Name | Should -Be 'first'
    }

    It 'keeps the current one where the service does not know the other' {
        Set-NemoSession -Session $first
        Set-NemoSession -Session 'unknown' -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoSessionNotFound,*'
        (Get-NemoSession).SessionId | Should -Be $first.SessionId
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

    BeforeEach {
        Set-NemoSession -Session $current
    }

    It 'is found, whatever the case: <_>' -ForEach @(
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

    It 'gets a link' {
        $null = Get-NemoSessionLink 'grüße aus rom'
        @($emulator.GetRequests() | Where-Object path -eq '/api/auth/claim-token')[-1].body | Should -BeLike "*$($named.SessionId)*"
    }

    It 'goes on with the next input where several have the name' {
        $sent = (Get-StateRequest).Count
        $found = 'twin', $named.SessionId | Get-NemoState -ErrorVariable failure -ErrorAction SilentlyContinue
        $found.SessionId | Should -Be $named.SessionId
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'NemoAmbiguousSession,NemoVideo.PowerShell.Commands.GetNemoStateCommand'
        (Get-StateRequest).Count | Should -Be ($sent + 1)
    }

    It 'is refused where several have the name, with the ids to choose from: <_>' -ForEach @(
        'Get-NemoState twin', 'Invoke-NemoEdit "x" -Session twin', 'Start-NemoExport -Session twin', 'Invoke-Nemo "show the state" -Session twin',
        'Send-NemoUpload -LiteralPath (Get-SampleClip -Name sunset.mp4) -Session twin', 'Get-NemoSession twin -ErrorAction Stop',
        'Set-NemoSession twin -ErrorAction Stop', '[pscustomobject] @{ Session = "twin"; Message = "x" } | Invoke-NemoEdit -ErrorAction Stop',
        '[pscustomobject] @{ Session = "twin"; Path = (Get-SampleClip -Name sunset.mp4) } | Send-NemoUpload -ErrorAction Stop',
        '[pscustomobject] @{ Session = "twin"; LiteralPath = (Get-SampleClip -Name sunset.mp4) } | Invoke-Nemo "add a title"'
    ) {
        $sent = $emulator.GetRequests().Count
        $caught = try { & ([scriptblock]::Create($_)) } catch { $_ }
        $caught.FullyQualifiedErrorId | Should -BeLike 'NemoAmbiguousSession,*'
        "$caught" | Should -BeLike "*$($twins[0].SessionId)*$($twins[1].SessionId)*"
        $emulator.GetRequests().Count | Should -Be $sent
    }

    It 'is an id where no session has the name' {
        Get-NemoState 'unknown' -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoSessionNotFound,*'
        $failure[0].ErrorDetails.RecommendedAction | Should -BeLike 'Check the id*New-NemoSession*'
    }

    It 'is looked for on the connection that is named' {
        $other = Connect-Nemo -NoCache -PassThru -WarningAction SilentlyContinue 6> $null
        Connect-Nemo 6> $null
        Get-NemoState 'current' -Connection $other -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoSessionNotFound,*'
        Disconnect-Nemo -Connection $other
    }
}

Describe 'Get-NemoState' {
    BeforeAll {
        $session = New-NemoSession -Name 'state'
        $null = Send-NemoUpload -LiteralPath (Get-SampleClip -Name 'harbour.mp4')
        $null = Invoke-NemoEdit -Message 'title "Urban Dreams", music "Lo-fi"'
    }

    It 'gives the timeline in one line' {
        (Get-NemoState).Summary | Should -Match '^Timeline \(3 tracks\): 1\. Video: harbour \(0-6s\) 2\. .+ 3\. .+$'
        (Get-NemoState).Summary | Should -BeLike '*Title: "Urban Dreams" (0-3s)*'
        (Get-NemoState).Summary | Should -BeLike '*BGM: Lo-fi (0-6s, 35%)*'
    }

    It 'gives tracks and segments as objects' {
        $video = (Get-NemoState).Tracks | Where-Object Kind -eq 'Video'
        $video.Segments[0].Name | Should -Be 'harbour'
        $video.Segments[0].Duration | Should -Be ([timespan] '00:00:06')
        (Get-NemoState).IsReady | Should -BeTrue
    }

    It 'gives the draft as it came and as plain objects' {
        $state = Get-NemoState
        $state.DraftJson | Should -BeLike '*29.970*'
        $state.Draft.t.Count | Should -Be 3
        ($state | ConvertTo-Json -Depth 8) | Should -Not -Match 'ValueKind'
    }

    It 'takes sessions from the pipeline, in whatever object they come' {
        ($session | Get-NemoState).SessionId | Should -Be $session.SessionId
        ($session.SessionId | Get-NemoState).SessionId | Should -Be $session.SessionId
        ([pscustomobject] @{ SessionId = $session.SessionId } | Get-NemoState).SessionId | Should -Be $session.SessionId
    }

    It 'makes no session where there is none' {
        $count = $emulator.GetRequests().Count
        $nemo = Get-NemoConnection
        $background = Start-Background -Variable @{ nemo = $nemo } -Script 'Get-NemoState -Connection $nemo'
        try {
            $null = $background.Shell.EndInvoke($background.Invocation)
            $background.Shell.Streams.Error.FullyQualifiedErrorId | Should -BeLike 'NemoNoSession,*'
        } finally {
            Stop-Background $background
        }
        $emulator.GetRequests().Count | Should -Be $count
    }
}

Describe 'Get-NemoCredit' {
    It 'gives what is left, what is held, and both together' {
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

    It 'gives the page of the current session, and no token that can call the service' {
        $link = Get-NemoSessionLink
        $link | Should -BeOfType [uri]
        $link.AbsoluteUri | Should -Match '/workspace/claim\?ct=clm_\w+$'
        $link.GetLeftPart([System.UriPartial]::Authority) | Should -Be $emulator.Url.TrimEnd('/')
        (Invoke-WebRequest -Uri $link -UseBasicParsing).Content | Should -Match '<h1>linked</h1>'
        (Get-Claim)[-1].body | ConvertFrom-Json | ForEach-Object session_id | Should -Be $session.SessionId
    }

    It 'takes sessions from the pipeline, in whatever object they come' {
        @($session, $session.SessionId | Get-NemoSessionLink).Count | Should -Be 2
    }

    It 'prints as its address, a line a link, also among others' {
        $links = $session, $session | Get-NemoSessionLink
        @(($links | Out-String).Trim() -split '\r?\n') | Should -Be $links.AbsoluteUri
        ($session, $links[0] | Out-String -Width 200) | Should -Match ([regex]::Escape($links[0].AbsoluteUri))
    }

    It 'leaves the addresses of others as they are' {
        $null = Get-NemoSessionLink
        ([uri] 'https://example.org/' | Out-String) | Should -Match 'AbsolutePath'
    }

    It 'is a Uri to whoever takes it' {
        $link = Get-NemoSessionLink
        $link.GetType() | Should -Be ([uri])
        "$link" | Should -Be $link.AbsoluteUri
        ConvertTo-Json -InputObject $link -Compress | Should -Be """$($link.AbsoluteUri)"""
        ($link | ConvertTo-Json -Compress) | Should -Be """$($link.AbsoluteUri)"""
        (@{ Link = $link } | ConvertTo-Json -Compress) | Should -Be "{""Link"":""$($link.AbsoluteUri)""}"
        & { param([string] $FilePath) $FilePath } -FilePath $link | Should -Be $link.AbsoluteUri -Because 'Start-Process takes it as a text'
        & { param([uri] $Uri) $Uri.Host } -Uri $link | Should -Be '127.0.0.1' -Because 'Invoke-WebRequest takes it as a Uri'
    }

    It 'prints as its address behind other output, too' {
        $link = Get-NemoSessionLink
        $shown = Get-NemoSession | ForEach-Object { $_; $link } | Out-String -Width 200
        $shown | Should -BeLike "*$($link.AbsoluteUri)*"
        $shown | Should -Not -BeLike '*AbsolutePath*'
    }

    It 'comes back from a file as a Uri that prints as its address' {
        $link = Get-NemoSessionLink
        $file = Join-Path -Path (New-TestFolder) -ChildPath 'link.xml'
        $link | Export-Clixml -LiteralPath $file
        $back = Import-Clixml -LiteralPath $file
        $back | Should -BeOfType [uri]
        $back | Should -Be $link
        ($back | Out-String).Trim() | Should -Be $link.AbsoluteUri
    }

    It 'makes none with -WhatIf' {
        $count = (Get-Claim).Count
        Get-NemoSessionLink -WhatIf | Should -BeNullOrEmpty
        (Get-Claim).Count | Should -Be $count
    }

    It 'reports a session that the service does not know as one error' {
        Get-NemoSessionLink -Session 'nope' -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failure.Count | Should -Be 1
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoSessionNotFound,*'
    }

    Context 'with -Show' -Skip:($PSVersionTable.PSEdition -ne 'Core' -or -not $IsLinux) {
        BeforeAll {
            # A program that opens files, and keeps what it was given. The page is for its user alone: its modes are kept as well.
            $folder = New-TestFolder
            $opener = Join-Path -Path $folder -ChildPath 'xdg-open'
            Set-Content -LiteralPath $opener -Value @"
#!/bin/sh
printf '%s\n' "`$@" > '$folder/arguments'
env > '$folder/environment'
cat "`$1" > '$folder/page'
stat -c '%a %F' "`$1" "`$(dirname "`$1")" > '$folder/modes'
touch '$folder/opened'
"@
            chmod +x $opener
            $saved = @{ PATH = $env:PATH; TMPDIR = $env:TMPDIR; NEMO_TOKEN = $env:NEMO_TOKEN }
            $env:TMPDIR = (New-Item -ItemType Directory -Path "$folder/temp dir").FullName
            $env:NEMO_TOKEN = 'nmv_usr_bearer_of_the_user'
        }

        AfterEach { $env:PATH = $saved.PATH }

        AfterAll {
            foreach ($name in $saved.Keys) { [Environment]::SetEnvironmentVariable($name, $saved[$name]) }
            Remove-Item -LiteralPath $folder -Recurse -Force
        }

        It 'opens a page that leads to it, and shows other users neither the link nor a token' {
            $env:PATH = "${folder}:$($saved.PATH)"
            $link = Get-NemoSessionLink -Show
            Wait-Until { Test-Path -LiteralPath "$folder/opened" }

            $arguments = @(Get-Content -LiteralPath "$folder/arguments")
            $arguments | Should -HaveCount 1
            $arguments[0] | Should -BeLike "$folder/temp dir/*/*.html"
            $claim = $link.Query -replace '^\?ct='
            $claim.Length | Should -BeGreaterThan 8
            "$arguments" | Should -Not -BeLike "*$claim*"
            $environment = Get-Content -LiteralPath "$folder/environment" -Raw
            $environment | Should -Match '(?m)^PATH='
            $environment | Should -Not -BeLike "*$claim*"
            $environment | Should -Not -Match 'NEMO_|nmv_usr_'
            Get-Content -LiteralPath "$folder/modes" | Should -Be @('600 regular file', '700 directory')
            $page = Get-Content -LiteralPath "$folder/page" -Raw
            $address = [System.Net.WebUtility]::HtmlEncode($link.AbsoluteUri)
            $page | Should -BeLike "*<meta http-equiv=""refresh"" content=""0; url=$address"">*"
            $page | Should -BeLike "*<a href=""$address"">*"
            $page | Should -Not -Match 'nmv_usr_'
        }

        It 'starts no program of that name from the current folder' {
            $env:PATH = New-TestFolder
            Remove-Item -LiteralPath "$folder/opened" -ErrorAction Ignore
            $lines = Invoke-NewPowerShell "
                [System.IO.Directory]::SetCurrentDirectory('$folder')
                `$env:NEMO_TOKEN = `$null
                Import-Module '$(Get-NemoModulePath)'
                `$ErrorActionPreference = 'SilentlyContinue'
                `$null = New-NemoSession
                `$link = Get-NemoSessionLink -Show -ErrorVariable failure
                `$failure[0].FullyQualifiedErrorId
            "
            $lines[-1] | Should -BeLike 'NemoBrowserNotOpened,*'
            Test-Path -LiteralPath "$folder/opened" | Should -BeFalse
        }

        It 'gives it all the same where there is no browser, and leaves no page' {
            $env:PATH = New-TestFolder
            Remove-Item -Path "$env:TMPDIR/*" -Recurse
            $link = Get-NemoSessionLink -Show -ErrorVariable failure -ErrorAction SilentlyContinue
            $link | Should -BeOfType [uri]
            $failure.Count | Should -Be 1
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoBrowserNotOpened,*'
            $failure[0].TargetObject | Should -Be (Get-NemoSession).SessionId
            "$($failure[0])" | Should -Be "$((Get-NemoSession).SessionId): No browser could be opened: xdg-open was not found on the PATH."
            ($failure[0] | Format-List -Property * -Force | Out-String -Width 400) | Should -Not -Match 'claim'
            Get-ChildItem -LiteralPath $env:TMPDIR | Should -BeNullOrEmpty
        }
    }
}
