BeforeAll {
    . $PSScriptRoot/common.ps1
    $emulator = Start-NemoEmulator -ArgumentList '--no-ffmpeg', '--token', 'nmv_usr_secret_of_the_user'
    Set-NemoEnvironment -ApiUrl $emulator.Url
    Import-Module -Name (Get-NemoModulePath) -Force

    function Get-TokenRequest { @($emulator.GetRequests() | Where-Object { $_.path -eq '/api/auth/anonymous-token' }) }
}

AfterAll {
    Disconnect-Nemo -ErrorAction Ignore
    Stop-NemoEmulator -Emulator $emulator
    Restore-NemoEnvironment
}

Describe 'Connect-Nemo' {
    AfterEach {
        Disconnect-Nemo -ErrorAction Ignore
        $env:NEMO_TOKEN = $null
    }

    Context 'Without a token' {
        It 'caches a free token for the next process' {
            (Connect-Nemo -PassThru 6> $null).TokenSource | Should -Be 'Free'
            $tokenRequests = (Get-TokenRequest).Count
            Disconnect-Nemo
            (Connect-Nemo -PassThru 6> $null).TokenSource | Should -Be 'Cache'
            Invoke-NewPowerShell "Import-Module '$(Get-NemoModulePath)'; (Connect-Nemo -PassThru 6> `$null).TokenSource; (Get-NemoCredit).Available" |
                Should -Be @('Cache', '100')
            (Get-TokenRequest).Count | Should -Be $tokenRequests
        }

        It 'protects the cached token from other users of the computer' {
            if ($IsWindows -or $PSEdition -eq 'Desktop') { Set-ItResult -Skipped -Because 'Windows encrypts it with DPAPI instead of using file modes' }
            if ($env:NEMO_PAYLOAD -eq 'netstandard2.0') { Set-ItResult -Skipped -Because 'only the payload for Unix sets file modes' }
            Connect-Nemo 6> $null
            $file = Get-ChildItem -LiteralPath (Join-Path -Path $env:NEMO_HOME -ChildPath 'tokens') -Filter '*.token'
            @($file).Count | Should -Be 1
            $file.UnixMode | Should -Be '-rw-------'
            (Get-Item -LiteralPath (Join-Path -Path $env:NEMO_HOME -ChildPath 'tokens')).UnixMode | Should -Be 'drwx------'
        }

        It 'writes no file with -NoCache' {
            $place = $env:NEMO_HOME
            $env:NEMO_HOME = New-TestFolder
            try {
                (Connect-Nemo -NoCache -PassThru 6> $null).TokenSource | Should -Be 'Free'
                Get-ChildItem -LiteralPath $env:NEMO_HOME -Recurse | Should -BeNullOrEmpty
            } finally {
                Remove-Item -LiteralPath $env:NEMO_HOME -Recurse
                $env:NEMO_HOME = $place
            }
        }
    }

    Context 'With a token' {
        It 'accepts a SecureString' {
            $secret = ConvertTo-SecureString -String 'nmv_usr_secret_of_the_user' -AsPlainText -Force
            (Connect-Nemo -Token $secret -PassThru 6> $null).TokenSource | Should -Be 'Given'
            (Get-NemoCredit).Available | Should -BeGreaterThan 0
        }

        It 'accepts plain text' {
            Connect-Nemo -Token 'nmv_usr_secret_of_the_user' 6> $null
            (Get-NemoCredit).Available | Should -BeGreaterThan 0
        }

        It 'accepts the output of Get-Secret: <Form>' -ForEach @(
            @{ Form = 'a SecureString'; Script = { Connect-Nemo -Token (Get-Secret NemoToken) 6> $null } }
            @{ Form = 'text'; Script = { Connect-Nemo -Token (Get-Secret NemoToken -AsPlainText) 6> $null } }
            @{ Form = 'text for NEMO_TOKEN'; Script = { $env:NEMO_TOKEN = Get-Secret NemoToken -AsPlainText; Connect-Nemo 6> $null } }
        ) {
            # As Microsoft.PowerShell.SecretManagement returns a secret of `Set-Secret NemoToken '...'`: wrapped in a pipeline object.
            function Get-Secret {
                param([string] $Name, [switch] $AsPlainText)
                $secret = ConvertTo-SecureString -String 'nmv_usr_secret_of_the_user' -AsPlainText -Force
                Write-Output -InputObject $(if ($AsPlainText) { [System.Net.NetworkCredential]::new('', $secret).Password } else { $secret })
            }
            & $Script
            (Get-NemoConnection).TokenSource | Should -BeIn 'Given', 'Environment'
            (Get-NemoCredit).Available | Should -BeGreaterThan 0
            Get-ChildItem -LiteralPath $env:NEMO_HOME -Recurse -File | Select-String -SimpleMatch 'secret_of_the_user' | Should -BeNullOrEmpty
        }

        It 'reads the token from NEMO_TOKEN' {
            $env:NEMO_TOKEN = 'nmv_usr_secret_of_the_user'
            (Connect-Nemo -PassThru 6> $null).TokenSource | Should -Be 'Environment'
            (Get-NemoCredit).Available | Should -BeGreaterThan 0
        }

        It 'does not send NEMO_TOKEN to an http URL on the command line, and writes a warning' {
            $env:NEMO_TOKEN = 'nmv_usr_of_the_real_service'
            $env:NEMO_API_URL = $null
            try {
                $nemo = Connect-Nemo -ApiUrl $emulator.Url -NoCache -PassThru -WarningVariable warnings 3> $null 6> $null
            } finally {
                $env:NEMO_API_URL = $emulator.Url
            }

            $nemo.TokenSource | Should -Be 'Free'
            "$warnings" | Should -BeLike "The token in the environment variable NEMO_TOKEN wasn't used, because *"
        }

        It 'reports an empty -Token and uses no other token' {
            { Connect-Nemo -Token '' } | Should -Throw -ErrorId 'NemoEmptyArgument,*'
            Get-NemoConnection | Should -BeNullOrEmpty
        }

        It 'never replaces a token of the user' {
            $tokenRequests = (Get-TokenRequest).Count
            { Connect-Nemo -Token 'nmv_usr_wrong' 6> $null } | Should -Throw -ErrorId 'NemoAuthenticationFailed,NemoVideo.PowerShell.Commands.ConnectNemoCommand'
            Get-NemoConnection | Should -BeNullOrEmpty -Because 'the connection is ready only if the service accepts the token'
            (Get-TokenRequest).Count | Should -Be $tokenRequests
        }

        It 'does not show the token in any output' {
            # In a variable, as a user should do it: PowerShell records the command line itself.
            $token = 'nmv_usr_secret_of_the_user'
            $nemo = Connect-Nemo -Token $token -PassThru -Verbose 4>&1 6>&1
            Get-NemoCredit -Verbose -OutVariable credit 4>&1 | Out-String | Should -Not -Match 'secret_of_the_user'
            "$($nemo | Format-List -Property * | Out-String)$($nemo | ConvertTo-Json -Depth 4 -WarningAction SilentlyContinue)" |
                Should -Not -Match 'secret_of_the_user'
        }
    }

    Context 'With a skill' {
        BeforeAll {
            # The headers of the last request, as the emulator received them.
            function Get-SentSkill {
                $null = Get-NemoCredit
                $headers = $emulator.GetRequests()[-1].headers
                $headers.'X-Skill-Source', $headers.'X-Skill-Version', $headers.'X-Skill-Platform'
            }
        }

        AfterEach {
            $env:SKILL_SOURCE = $null
        }

        It 'sends for-video-free by default' {
            (Connect-Nemo -PassThru 6> $null).Skill | Should -Be 'for-video-free'
            Get-SentSkill | Should -Be 'for-video-free', '1.0.0', 'unknown'
        }

        It 'sends the built-in skill that -Skill names: <_>' -ForEach 'video-generation-4k', 'for-video-free', 'maker-free-best', 'video-editing-with-4k' {
            (Connect-Nemo -Skill $_.ToUpperInvariant() -PassThru 6> $null).Skill | Should -BeExactly $_
            Get-SentSkill | Should -Be $_, '1.0.0', 'unknown'
        }

        It 'shows version, platform, resolution and typical time of <Skill>' -ForEach @(
            @{ Skill = 'for-video-free'; Resolution = '1080p'; Time = '30-60 seconds for a 30-second clip' }
            @{ Skill = 'maker-free-best'; Resolution = '1080p'; Time = '30-60 seconds for a 30-second clip' }
            @{ Skill = 'video-editing-with-4k'; Resolution = '4K'; Time = '1-3 minutes for a 30-second clip' }
            @{ Skill = 'video-generation-4k'; Resolution = '4K'; Time = '2-4 minutes for a 30-second clip' }
        ) {
            $nemo = Connect-Nemo -Skill $Skill -PassThru 6> $null
            $nemo.SkillVersion, $nemo.SkillPlatform, $nemo.Resolution, $nemo.TypicalTime | Should -Be '1.0.0', 'unknown', $Resolution, $Time
            $shown = Get-NemoConnection | Out-String
            foreach ($line in 'SkillVersion   : 1.0.0', 'SkillPlatform  : unknown', "Resolution     : $Resolution", "TypicalTime    : $Time") {
                $shown | Should -Match "(?m)^$([regex]::Escape($line))\r?$"
            }
        }

        It 'reads the skill from the file of -SkillPath' {
            $file = Join-Path -Path $TestDrive -ChildPath 'my [skill].md'
            Set-Content -LiteralPath $file -Value '---', 'name: clip-maker', 'version: 2.3.1', 'metadata: { tags: [a, b] }', '---', '# Clip maker'
            Push-Location -LiteralPath $TestDrive
            try {
                (Connect-Nemo -SkillPath './my [skill].md' -PassThru 6> $null).Skill | Should -Be 'clip-maker'
            } finally {
                Pop-Location
            }
            Get-SentSkill | Should -Be 'clip-maker', '2.3.1', 'unknown'
            Connect-Nemo -SkillPath TestDrive:/'my [skill].md' 6> $null
            Get-SentSkill | Should -Be 'clip-maker', '2.3.1', 'unknown'
        }

        It 'sends the platform of SKILL_SOURCE' {
            $env:SKILL_SOURCE = 'clawhub'
            Connect-Nemo -Skill maker-free-best 6> $null
            Get-SentSkill | Should -Be 'maker-free-best', '1.0.0', 'clawhub'
            (Get-NemoConnection).SkillPlatform | Should -Be 'clawhub'
        }

        It 'completes the names of the skills' {
            $found = (TabExpansion2 -inputScript 'Connect-Nemo -Skill video').CompletionMatches
            $found.CompletionText | Should -Be 'video-editing-with-4k', 'video-generation-4k'
            (TabExpansion2 -inputScript 'Connect-Nemo -Skill ').CompletionMatches | Should -HaveCount 4
        }

        It 'refuses an unknown skill, lists the built-in ones, and sends no request' {
            $sent = $emulator.GetRequests().Count
            $failure = try { Connect-Nemo -Skill 'for-video-fre' 6> $null } catch { $_ }
            $failure.FullyQualifiedErrorId | Should -Be 'NemoInvalidArgument,NemoVideo.PowerShell.Commands.ConnectNemoCommand'
            $failure.CategoryInfo.Category | Should -Be 'InvalidArgument'
            $failure.TargetObject | Should -Be 'for-video-fre'
            $failure.ErrorDetails.RecommendedAction | Should -Match 'for-video-free.*maker-free-best.*video-editing-with-4k.*video-generation-4k'
            $emulator.GetRequests().Count | Should -Be $sent
        }

        It 'refuses <What> as -SkillPath' -ForEach @(
            @{ What = 'a file without front matter'; Path = 'TestDrive:/plain.md'; Id = 'NemoInvalidArgument' }
            @{ What = 'a missing file'; Path = 'TestDrive:/nothing.md'; Id = 'NemoFileAccess' }
            @{ What = 'a folder'; Path = 'TestDrive:/'; Id = 'NemoFileAccess' }
            @{ What = 'an environment variable'; Path = 'Env:/PATH'; Id = 'NemoNotAFile' }
            @{ What = 'a path on an unknown drive'; Path = 'nodrive:/SKILL.md'; Id = 'NemoNotAFile' }
        ) {
            Set-Content -LiteralPath TestDrive:/plain.md -Value '# Clip maker'
            $failure = try { Connect-Nemo -SkillPath $Path 6> $null } catch { $_ }
            $failure.FullyQualifiedErrorId | Should -BeLike "$Id,*"
            $failure.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
            Get-NemoConnection | Should -BeNullOrEmpty
        }

        It 'refuses -Skill and -SkillPath together' {
            { Connect-Nemo -Skill maker-free-best -SkillPath TestDrive:/plain.md } | Should -Throw -ErrorId 'AmbiguousParameterSet,*'
        }
    }

    Context 'With an API URL' {
        It 'refuses a URL to which the token must not be sent' {
            { Connect-Nemo -ApiUrl 'http://example.com' } | Should -Throw -ErrorId 'NemoInvalidArgument,*'
        }

        It 'refuses -<Name> <Address>, which is not an absolute http or https URL' -ForEach @(
            foreach ($name in 'ApiUrl', 'WebUrl', 'Proxy') {
                foreach ($address in '127.0.0.1:5090', 'ftp://127.0.0.1:5090') { @{ Name = $name; Address = $address } }
            }
        ) {
            $argument = @{ $Name = $Address }
            { Connect-Nemo @argument } | Should -Throw -ErrorId 'NemoInvalidArgument,*' -ExpectedMessage "*-$Name*"
        }

        It 'refuses -ProxyCredential without -Proxy' {
            $credential = [pscredential]::new('user', (ConvertTo-SecureString -String 'x' -AsPlainText -Force))
            { Connect-Nemo -ProxyCredential $credential } | Should -Throw -ErrorId 'NemoProxyCredentialWithoutProxy,*'
        }

        It 'does not connect if the service has nothing at the URL' {
            $failure = try { Connect-Nemo -ApiUrl "$($emulator.Url.TrimEnd('/'))/typo/" -Token 'nmv_usr_any' 6> $null } catch { $_ }
            $failure.FullyQualifiedErrorId | Should -BeLike 'NemoServiceFailure,*'
            "$($failure.TargetObject)" | Should -BeLike '*/typo*'
            $failure.ErrorDetails.RecommendedAction | Should -Match '^(?=.*-ApiUrl)(?=.*NEMO_API_URL)'
            Get-NemoConnection | Should -BeNullOrEmpty
        }

        It 'reports NemoConnectionFailed with a recommended action if no server listens' {
            try {
                Connect-Nemo -ApiUrl 'http://127.0.0.1:9' -NoCache -Option @{ RetryDelaySec = 0.01 } 6> $null
            } catch {
                $failure = $_
            }
            $failure.FullyQualifiedErrorId | Should -BeLike 'NemoConnectionFailed,*'
            $failure.CategoryInfo.Category | Should -Be 'ConnectionError'
            $failure.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        }
    }

    Context 'Output streams' {
        It 'writes two status lines to the information stream and no output' {
            $output = Connect-Nemo -InformationVariable status 6> $null
            $output | Should -BeNullOrEmpty
            $status | Should -HaveCount 2
            $status.Tags | Should -Contain 'PSHOST'
        }

        It 'does not connect with -WhatIf' {
            Connect-Nemo -NoCache -WhatIf
            Get-NemoConnection | Should -BeNullOrEmpty
        }

        It 'writes only method, path, status and time of each request with -Verbose' {
            Connect-Nemo 6> $null
            $lines = Get-NemoCredit -Verbose 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }
            "$lines" | Should -Match '^GET /api/credits/balance/simple -> 200 \(\d+ ms\)$'
        }

        It 'writes the error response of the service with -Debug, without a prompt' {
            Connect-Nemo 6> $null
            $emulator.AddFault('GET /api/credits/balance/simple: status 418')
            $lines = Get-NemoCredit -Debug -ErrorAction SilentlyContinue 5>&1 | ForEach-Object { "$_" }
            "$lines" | Should -Match 'GET /api/credits/balance/simple -> 418'
            "$lines" | Should -Match '-> 418[^{]*\{'
        }

        It 'refuses the option <Name> = <Value>' -ForEach @(
            @{ Name = 'RetryCount'; Value = -1 }
            @{ Name = 'StatePollCount'; Value = 0 }
            @{ Name = 'RequestTimeoutSec'; Value = -5 }
            @{ Name = 'RequestTimeoutSec'; Value = [double]::NaN }
            @{ Name = 'StreamTimeoutSec'; Value = 1e300 }
            @{ Name = 'RenderPollIntervalSec'; Value = 0 }
        ) {
            { Connect-Nemo -Option @{ $Name = $Value } } | Should -Throw -ErrorId 'NemoInvalidArgument,*'
        }

        It 'accepts RetryCount = 0' {
            Connect-Nemo -Option @{ RetryCount = 0 } 6> $null
            (Get-NemoCredit).Available | Should -Be 100
        }

        It 'names an unknown option and those that exist' {
            { Connect-Nemo -Option @{ Sparkle = 1 } -WhatIf } | Should -Throw '*Sparkle*StreamTimeoutSec*'
        }
    }
}

Describe 'Connect-Nemo failure' {
    BeforeEach {
        $requests = { $emulator.GetRequests().Count }
        Connect-Nemo 6> $null
        $older = Get-NemoConnection
        $session = New-NemoSession -Name 'Holiday'
    }

    AfterEach {
        $emulator.ClearFaults()
        Disconnect-Nemo -ErrorAction Ignore
    }

    It 'leaves no connection, so that cmdlets fail before they send a request: <Name>' -ForEach @(
        @{ Name = 'a token that the service rejects'; Script = { Connect-Nemo -Token 'nmv_usr_wrong' 6> $null } }
        @{ Name = 'a URL without a server'; Script = { Connect-Nemo -ApiUrl 'http://127.0.0.1:9' -Token 'nmv_usr_any' -Option @{ RetryCount = 0 } 6> $null } }
        @{ Name = 'an empty token'; Script = { Connect-Nemo -Token '' } }
        @{ Name = '-Token $null'; Script = { Connect-Nemo -Token $null } }
        @{ Name = '-ApiUrl $null'; Script = { Connect-Nemo -ApiUrl $null } }
        @{ Name = 'an empty -ApiUrl'; Script = { Connect-Nemo -ApiUrl '' } }
        @{ Name = 'a relative -ApiUrl'; Script = { Connect-Nemo -ApiUrl '127.0.0.1:5090' } }
        @{ Name = '-Skill $null'; Script = { Connect-Nemo -Skill $null } }
        @{ Name = '-SkillPath $null'; Script = { Connect-Nemo -SkillPath $null } }
        @{ Name = '-Option $null'; Script = { Connect-Nemo -Option $null } }
        @{ Name = 'an unknown skill'; Script = { Connect-Nemo -Skill 'none' } }
        @{ Name = 'a missing skill file'; Script = { Connect-Nemo -SkillPath './none.md' } }
        @{ Name = 'an option out of its range'; Script = { Connect-Nemo -Option @{ RetryCount = -1 } } }
        @{ Name = '-ProxyCredential without -Proxy'; Script = { Connect-Nemo -ProxyCredential ([pscredential]::new('user', (ConvertTo-SecureString -String 'x' -AsPlainText -Force))) } }
    ) {
        $Script | Should -Throw
        Get-NemoConnection | Should -BeNullOrEmpty
        $sent = & $requests
        foreach ($cmdlet in
            { Get-NemoCredit }, { New-NemoSession }, { Get-NemoSession }, { Get-NemoSession -All }, { Get-NemoSession -Id 'x' },
            { Set-NemoSession -Session 'x' }, { Get-NemoSessionLink }, { Get-NemoSessionLink -Session 'x' }, { Get-NemoState }, { Get-NemoState -Session 'x' },
            { Send-NemoUpload -LiteralPath (Get-SampleClip -Name 'sunset.mp4') }, { Invoke-NemoEdit -Message 'x' }, { Invoke-NemoEdit -Message 'x' -Session 'x' },
            { Start-NemoExport }, { Start-NemoExport -Session 'x' }, { Get-NemoExport }, { Get-NemoExport -Id 'x' }, { Wait-NemoExport -Id 'x' },
            { Stop-NemoExport -Id 'x' }, { Save-NemoExport -Id 'x' }, { Invoke-Nemo 'credits' }, { Invoke-Nemo 'add a title' },
            { New-NemoVideo 'x' -Destination "$TestDrive/out" -LiteralPath (Get-SampleClip -Name 'sunset.mp4') }) {
            $cmdlet | Should -Throw -ErrorId 'NemoNotConnected,*' -Because "$cmdlet"
        }
        & $requests | Should -Be $sent
    }

    It 'leaves older connections open for -Connection' {
        { Connect-Nemo -Token 'nmv_usr_wrong' 6> $null } | Should -Throw
        (Get-NemoCredit -Connection $older).Available | Should -BeGreaterThan 0
        $older.IsOpen | Should -BeTrue
        (Get-NemoSession -Connection $older).SessionId | Should -Be $session.SessionId
        { Get-NemoCredit } | Should -Throw -ErrorId 'NemoNotConnected,*' -Because 'a connection of -Connection does not become the default'
    }

    It 'is followed by a successful Connect-Nemo that keeps the current session' {
        { Connect-Nemo -Token 'nmv_usr_wrong' 6> $null } | Should -Throw
        Connect-Nemo 6> $null
        (Get-NemoSession).SessionId | Should -Be $session.SessionId
    }

    It 'is cleared by Disconnect-Nemo, after which the first cmdlet connects by itself' {
        { Connect-Nemo -Token 'nmv_usr_wrong' 6> $null } | Should -Throw
        Disconnect-Nemo -WhatIf
        { Get-NemoCredit } | Should -Throw -ErrorId 'NemoNotConnected,*'
        Disconnect-Nemo -ErrorVariable failure
        $failure | Should -BeNullOrEmpty
        Get-NemoSession | Should -BeNullOrEmpty
        (Get-NemoCredit 6> $null).Available | Should -BeGreaterThan 0 -Because 'the first cmdlet connects by itself'
        $older.IsOpen | Should -BeTrue -Because 'it is no longer the connection of this runspace'
    }

    It 'does not occur with -WhatIf' {
        { Connect-Nemo -Token '' -WhatIf } | Should -Throw -ErrorId 'NemoEmptyArgument,*'
        Connect-Nemo -Token 'nmv_usr_wrong' -WhatIf
        Get-NemoConnection | Should -Be $older
        (Get-NemoSession).SessionId | Should -Be $session.SessionId
    }

    It 'occurs if -WarningAction Stop ends the cmdlet' {
        { Connect-Nemo -Token 'nmv_usr_secret_of_the_user' -WarningAction Stop 6> $null } | Should -Throw
        { Get-NemoCredit } | Should -Throw -ErrorId 'NemoNotConnected,*'
    }

    It 'does not occur if Select-Object -First ends the pipeline' {
        (Connect-Nemo -PassThru 6> $null | Select-Object -First 1).IsOpen | Should -BeTrue
        (Get-NemoCredit).Available | Should -BeGreaterThan 0
    }

    It 'occurs if the pipeline is stopped' {
        Disconnect-Nemo
        $emulator.AddFault('GET /api/credits/*: hold before answer')
        $tokenRequests = @($emulator.GetRequests() | Where-Object path -like '/api/credits/*').Count
        $background = Start-Background -Script 'Connect-Nemo'
        try {
            Wait-Until { @($emulator.GetRequests() | Where-Object path -like '/api/credits/*').Count -gt $tokenRequests }
            $background.Shell.Stop()
            $background.Shell.Commands.Clear()
            $null = $background.Shell.AddScript('try { Get-NemoCredit } catch { $_.FullyQualifiedErrorId }')
            $background.Shell.Invoke() | Should -BeLike 'NemoNotConnected,*'
        } finally {
            $emulator.Release()
            Stop-Background $background
        }
    }

    It 'does not occur if a cmdlet''s own connection attempt fails' {
        Disconnect-Nemo
        $emulator.AddFault('GET /api/credits/*: status 401')
        $env:NEMO_TOKEN = 'nmv_usr_secret_of_the_user'
        try {
            { Get-NemoCredit 6> $null } | Should -Throw -ErrorId 'NemoAuthenticationFailed,*'
            (Get-NemoCredit 6> $null).Available | Should -BeGreaterThan 0
        } finally {
            $env:NEMO_TOKEN = $null
        }
    }

    It 'prevents other runspaces from connecting by themselves' {
        Disconnect-Nemo
        { Connect-Nemo -Token 'nmv_usr_wrong' 6> $null } | Should -Throw
        $background = Start-Background -Script 'Get-NemoCredit'
        try {
            $null = $background.Shell.EndInvoke($background.Invocation)
            $background.Shell.Streams.Error.FullyQualifiedErrorId | Should -BeLike 'NemoNoConnectionInRunspace,*'
        } finally {
            Stop-Background $background
        }
    }
}

Describe 'Connecting again' {
    BeforeEach {
        Connect-Nemo 6> $null
        # Earlier tests created sessions that this computer knows.
        Remove-Item -LiteralPath (Join-Path -Path $env:NEMO_HOME -ChildPath 'history') -Recurse -Force -ErrorAction Ignore
        $session = New-NemoSession -Name 'Holiday'
        $null = Send-NemoUpload -LiteralPath (Get-SampleClip -Name 'sunset.mp4')
        $export = Start-NemoExport
    }

    AfterEach {
        Disconnect-Nemo -ErrorAction Ignore
    }

    It 'as the same user keeps the session and the exports without a warning' {
        Connect-Nemo -Skill 'maker-free-best' -Option @{ RetryCount = 1 } -WarningVariable warning 6> $null
        $warning | Should -BeNullOrEmpty
        (Get-NemoSession).SessionId | Should -Be $session.SessionId
        (Get-NemoSession -All).SessionId | Should -Be $session.SessionId
        (Get-NemoExport).Id | Should -Be $export.Id
        $made = @($emulator.GetRequests() | Where-Object path -like '*/with-session/*').Count
        (Invoke-NemoEdit -Message 'title "x"' -ResultOnly).SessionId | Should -Be $session.SessionId
        @($emulator.GetRequests() | Where-Object path -like '*/with-session/*').Count | Should -Be $made
    }

    It 'as another user leaves the current session, with one warning that names it and New-NemoSession' {
        Connect-Nemo -Token 'nmv_usr_secret_of_the_user' -WarningVariable warning -WarningAction SilentlyContinue 6> $null
        $warning | Should -HaveCount 1
        "$warning" | Should -Match '^[^\n]*Holiday[^\n]*New-NemoSession[^\n]*\.$'
        Get-NemoSession | Should -BeNullOrEmpty
        Get-NemoSession -All | Should -BeNullOrEmpty
        Get-NemoExport | Should -BeNullOrEmpty
    }

    It 'as the first user, after another user, restores the session' {
        Connect-Nemo -Token 'nmv_usr_secret_of_the_user' -WarningAction SilentlyContinue 6> $null
        Connect-Nemo -WarningVariable warning 6> $null
        $warning | Should -BeNullOrEmpty -Because 'there is no previous session'
        (Get-NemoSession).SessionId | Should -Be $session.SessionId
        (Get-NemoExport).Id | Should -Be $export.Id
    }

    It 'at another API URL leaves the current session, with one warning' {
        $other = Start-NemoEmulator -ArgumentList '--no-ffmpeg'
        try {
            Connect-Nemo -ApiUrl $other.Url -WarningVariable warning -WarningAction SilentlyContinue 6> $null
            $warning | Should -HaveCount 1
            Get-NemoSession | Should -BeNullOrEmpty
        } finally {
            Stop-NemoEmulator -Emulator $other
        }
    }

    It 'as another user writes no warning if there is no current session' {
        Disconnect-Nemo
        Connect-Nemo 6> $null
        Connect-Nemo -Token 'nmv_usr_secret_of_the_user' -WarningVariable warning 6> $null
        $warning | Should -BeNullOrEmpty
    }

    It 'after Disconnect-Nemo starts without a current session' {
        Disconnect-Nemo
        Connect-Nemo -WarningVariable warning 6> $null
        $warning | Should -BeNullOrEmpty
        Get-NemoSession | Should -BeNullOrEmpty
        (Get-NemoSession -All).SessionId | Should -Be $session.SessionId -Because 'the history has it'
    }

    It 'starts without a current session if the previous connection was closed by -Connection' {
        $before = Get-NemoConnection
        Connect-Nemo -Token 'nmv_usr_secret_of_the_user' -WarningAction SilentlyContinue 6> $null
        Disconnect-Nemo -Connection $before
        (Get-NemoCredit).Available | Should -BeGreaterThan 0
        Connect-Nemo 6> $null
        Get-NemoSession | Should -BeNullOrEmpty
        (Get-NemoSession -All).SessionId | Should -Be $session.SessionId -Because 'the history has it'
    }
}

Describe 'Disconnect-Nemo -RemoveCache' {
    BeforeAll {
        function Get-CachedToken { @(Get-ChildItem -Path (Join-Path -Path $env:NEMO_HOME -ChildPath 'tokens') -Filter '*.token' -File -ErrorAction Ignore) }
    }

    It 'deletes the cached free token, but not with -WhatIf' {
        # In a separate data folder, because the service issues a client's next free token only after 7 days.
        $saved = $env:NEMO_HOME
        $env:NEMO_HOME = New-TestFolder
        try {
            Connect-Nemo 6> $null
            Disconnect-Nemo -RemoveCache -WhatIf
            Get-CachedToken | Should -HaveCount 1
            (Get-NemoConnection).IsOpen | Should -BeTrue
            Disconnect-Nemo -RemoveCache
            Get-CachedToken | Should -HaveCount 0
            Get-NemoConnection | Should -BeNullOrEmpty
        } finally {
            Remove-Item -LiteralPath $env:NEMO_HOME -Recurse -Force
            $env:NEMO_HOME = $saved
        }
    }

    It 'deletes the cached token without a connection <Name>' -ForEach @(
        @{ Name = 'in a new process'; Before = { } }
        @{ Name = 'after Connect-Nemo failed'; Before = { $emulator.AddFault('POST /api/auth/*: status 500 x*'); try { Connect-Nemo -ErrorAction Stop } catch { $null = $_ } } }
    ) {
        $saved = $env:NEMO_HOME
        $env:NEMO_HOME = New-TestFolder
        try {
            Connect-Nemo 6> $null
            Disconnect-Nemo
            & $Before
            Get-CachedToken | Should -HaveCount 1
            Disconnect-Nemo -RemoveCache -ErrorVariable failure
            $failure | Should -BeNullOrEmpty
            Get-CachedToken | Should -HaveCount 0
        } finally {
            $emulator.ClearFaults()
            Disconnect-Nemo -ErrorAction Ignore
            Remove-Item -LiteralPath $env:NEMO_HOME -Recurse -Force
            $env:NEMO_HOME = $saved
        }
    }

    It 'deletes nothing and succeeds with a token of the user' {
        Connect-Nemo -Token 'nmv_usr_secret_of_the_user' 6> $null
        $cached = (Get-CachedToken).Count
        Disconnect-Nemo -RemoveCache -ErrorVariable failure
        $failure | Should -BeNullOrEmpty
        (Get-CachedToken).Count | Should -Be $cached
    }
}

Describe 'The connection of a runspace' {
    BeforeAll {
        $nemo = Connect-Nemo -PassThru 6> $null
    }

    It 'is returned by Get-NemoConnection' {
        Get-NemoConnection | Should -Be $nemo
    }

    It 'is opened by the first cmdlet that needs it' {
        $lines = Invoke-NewPowerShell "Import-Module '$(Get-NemoModulePath)'; (New-NemoSession -Name 'first').Name"
        $lines | Should -HaveCount 3 -Because 'two status lines come first'
        $lines[-1] | Should -Be 'first'
    }

    It 'is opened by the first cmdlet that lists what this computer started: <_>' -ForEach 'Get-NemoSession -All', 'Get-NemoExport' {
        $null = Invoke-NewPowerShell "Import-Module '$(Get-NemoModulePath)'; `$null = Send-NemoUpload '$(Get-SampleClip -Name 'sunset.mp4')'; Start-NemoExport"
        # Without a connection, the script would succeed with an empty list.
        @(Invoke-NewPowerShell "Import-Module '$(Get-NemoModulePath)'; ($_ 6> `$null).Count")[-1] | Should -BeGreaterThan 0
    }

    It 'is not opened if no request is needed' {
        $requests = $emulator.GetRequests().Count
        Invoke-NewPowerShell "Import-Module '$(Get-NemoModulePath)'; Get-NemoSession; Start-NemoExport -Session x -WhatIf; Send-NemoUpload '$(Get-SampleClip -Name 'sunset.mp4')' -WhatIf; Invoke-NemoEdit 'x' -WhatIf" |
            Where-Object { $_ -notlike 'What if:*' } | Should -BeNullOrEmpty
        $emulator.GetRequests().Count | Should -Be $requests
    }

    It 'is not opened automatically in another runspace' {
        $background = Start-Background -Script 'Get-NemoCredit'
        try {
            $null = $background.Shell.EndInvoke($background.Invocation)
            $background.Shell.Streams.Error.FullyQualifiedErrorId | Should -BeLike 'NemoNoConnectionInRunspace,*'
            $background.Shell.Streams.Error[0].ErrorDetails.RecommendedAction | Should -BeLike '*-Connection $using:nemo*'
        } finally {
            Stop-Background $background
        }
    }

    It 'can be passed to other runspaces' {
        $background = Start-Background -Variable @{ nemo = $nemo } -Script 'Get-NemoCredit -Connection $nemo'
        try {
            $null = $background.Shell.EndInvoke($background.Invocation)
            $background.Output[0].Available | Should -BeGreaterThan 0
        } finally {
            Stop-Background $background
        }
    }

    It 'has a current session for each runspace' {
        $mine = New-NemoSession -Name 'mine'
        $background = Start-Background -Variable @{ nemo = $nemo } -Script 'New-NemoSession -Name theirs -Connection $nemo; Get-NemoSession -Connection $nemo'
        try {
            $null = $background.Shell.EndInvoke($background.Invocation)
            $background.Output.Name | Should -Be @('theirs', 'theirs')
        } finally {
            Stop-Background $background
        }
        (Get-NemoSession).SessionId | Should -Be $mine.SessionId
    }

    It 'is closed by Disconnect-Nemo for all who use it' {
        $other = Connect-Nemo -PassThru 6> $null
        Disconnect-Nemo
        Get-NemoConnection | Should -BeNullOrEmpty
        $other.IsOpen | Should -BeFalse
        foreach ($script in
            { Get-NemoCredit -Connection $other }, { Get-NemoState -Connection $other -Session 'x' }, { Start-NemoExport -Connection $other -Session 'x' },
            { Get-NemoExport -Connection $other -Id 'x' }, { Get-NemoSession -Connection $other -Id 'x' }, { New-NemoSession -Connection $other }) {
            $script | Should -Throw -ErrorId 'NemoConnectionClosed,*' -Because "$script"
        }
        Disconnect-Nemo -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoNoConnection,*'
    }

    It 'is closed by Disconnect-Nemo while an edit runs' {
        $other = Connect-Nemo -NoCache -PassThru 6> $null
        $session = New-NemoSession -Name 'closed' -Connection $other
        $null = Send-NemoUpload -LiteralPath (Get-SampleClip -Name 'sunset.mp4') -Connection $other
        $emulator.AddFault('POST /run_sse: hold after 1 events')
        $background = Start-Background -Variable @{ nemo = $other; id = $session.SessionId } -Script 'Invoke-NemoEdit "title ""x""" -Session $id -Connection $nemo'
        try {
            Wait-Until { $background.Output.Count -ge 1 } -Because 'the edit must be in progress'
            Disconnect-Nemo -Connection $other
            $null = $background.Shell.EndInvoke($background.Invocation)
            $background.Shell.Streams.Error[0].FullyQualifiedErrorId | Should -BeLike 'NemoConnectionClosed,*'
            $background.Output[-1].Status | Should -Be 'Unknown'
            Wait-Until { @(Get-SentMessage $emulator)[-1].state -eq 'aborted' } -Because 'the server must see the end of the connection'
        } finally {
            Stop-Background $background
        }
    }
}
