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
        It 'gets a free one, and the next process uses the same' {
            (Connect-Nemo -PassThru 6> $null).TokenSource | Should -Be 'Free'
            $asked = (Get-TokenRequest).Count
            Disconnect-Nemo
            (Connect-Nemo -PassThru 6> $null).TokenSource | Should -Be 'Cache'
            Invoke-NewPowerShell "Import-Module '$(Get-NemoModulePath)'; (Connect-Nemo -PassThru 6> `$null).TokenSource; (Get-NemoCredit).Available" |
                Should -Be @('Cache', '100')
            (Get-TokenRequest).Count | Should -Be $asked
        }

        It 'keeps the token from other users of the computer' {
            if ($IsWindows -or $PSEdition -eq 'Desktop') { Set-ItResult -Skipped -Because 'Windows seals it with DPAPI instead of file modes' }
            Connect-Nemo 6> $null
            $file = Get-ChildItem -LiteralPath (Join-Path -Path $env:NEMO_HOME -ChildPath 'tokens') -Filter '*.token'
            @($file).Count | Should -Be 1
            $file.UnixMode | Should -Be '-rw-------'
            (Get-Item -LiteralPath (Join-Path -Path $env:NEMO_HOME -ChildPath 'tokens')).UnixMode | Should -Be 'drwx------'
        }

        It 'leaves no trace with -NoCache' {
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
        It 'takes a SecureString' {
            $secret = ConvertTo-SecureString -String 'nmv_usr_secret_of_the_user' -AsPlainText -Force
            (Connect-Nemo -Token $secret -PassThru 6> $null).TokenSource | Should -Be 'Given'
            (Get-NemoCredit).Available | Should -BeGreaterThan 0
        }

        It 'takes plain text' {
            Connect-Nemo -Token 'nmv_usr_secret_of_the_user' 6> $null
            (Get-NemoCredit).Available | Should -BeGreaterThan 0
        }

        It 'takes what Get-Secret gives: <Form>' -ForEach @(
            @{ Form = 'a SecureString'; Script = { Connect-Nemo -Token (Get-Secret NemoToken) 6> $null } }
            @{ Form = 'text'; Script = { Connect-Nemo -Token (Get-Secret NemoToken -AsPlainText) 6> $null } }
            @{ Form = 'text for NEMO_TOKEN'; Script = { $env:NEMO_TOKEN = Get-Secret NemoToken -AsPlainText; Connect-Nemo 6> $null } }
        ) {
            # As Microsoft.PowerShell.SecretManagement gives what `Set-Secret NemoToken '...'` has stored: in an object of the pipeline's own.
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

        It 'takes NEMO_TOKEN' {
            $env:NEMO_TOKEN = 'nmv_usr_secret_of_the_user'
            (Connect-Nemo -PassThru 6> $null).TokenSource | Should -Be 'Environment'
            (Get-NemoCredit).Available | Should -BeGreaterThan 0
        }

        It 'refuses an empty one instead of taking another' {
            { Connect-Nemo -Token '' } | Should -Throw -ErrorId 'NemoEmptyArgument,*'
            Get-NemoConnection | Should -BeNullOrEmpty
        }

        It 'never replaces a token that the user gave' {
            $asked = (Get-TokenRequest).Count
            { Connect-Nemo -Token 'nmv_usr_wrong' 6> $null } | Should -Throw -ErrorId 'NemoAuthenticationFailed,NemoVideo.PowerShell.Commands.ConnectNemoCommand'
            Get-NemoConnection | Should -BeNullOrEmpty -Because 'ready is said only of a token that the service takes'
            (Get-TokenRequest).Count | Should -Be $asked
        }

        It 'shows the token nowhere' {
            # In a variable, as one should: what is typed on the line, PowerShell itself keeps in its records of it.
            $token = 'nmv_usr_secret_of_the_user'
            $nemo = Connect-Nemo -Token $token -PassThru -Verbose 4>&1 6>&1
            Get-NemoCredit -Verbose -OutVariable credit 4>&1 | Out-String | Should -Not -Match 'secret_of_the_user'
            "$($nemo | Format-List -Property * | Out-String)$($nemo | ConvertTo-Json -Depth 4 -WarningAction SilentlyContinue)" |
                Should -Not -Match 'secret_of_the_user'
        }
    }

    Context 'The skill' {
        BeforeAll {
            # The headers of the last request, as they came over the wire.
            function Get-SentSkill {
                $null = Get-NemoCredit
                $headers = $emulator.GetRequests()[-1].headers
                $headers.'X-Skill-Source', $headers.'X-Skill-Version', $headers.'X-Skill-Platform'
            }
        }

        AfterEach {
            $env:SKILL_SOURCE = $null
        }

        It 'is for-video-free where none is named' {
            (Connect-Nemo -PassThru 6> $null).Skill | Should -Be 'for-video-free'
            Get-SentSkill | Should -Be 'for-video-free', '1.0.0', 'unknown'
        }

        It 'is the built-in one that -Skill names: <_>' -ForEach 'video-generation-4k', 'for-video-free', 'maker-free-best', 'video-editing-with-4k' {
            (Connect-Nemo -Skill $_.ToUpperInvariant() -PassThru 6> $null).Skill | Should -BeExactly $_
            Get-SentSkill | Should -Be $_, '1.0.0', 'unknown'
        }

        It 'is the one of the file that -SkillPath names' {
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

        It 'tells the platform that SKILL_SOURCE names' {
            $env:SKILL_SOURCE = 'clawhub'
            Connect-Nemo -Skill maker-free-best 6> $null
            Get-SentSkill | Should -Be 'maker-free-best', '1.0.0', 'clawhub'
        }

        It 'completes the names, and says what they make' {
            $found = (TabExpansion2 -inputScript 'Connect-Nemo -Skill video').CompletionMatches
            $found.CompletionText | Should -Be 'video-editing-with-4k', 'video-generation-4k'
            $found[1].ToolTip | Should -Be '4K, in 2 to 4 minutes'
            (TabExpansion2 -inputScript 'Connect-Nemo -Skill ').CompletionMatches | Should -HaveCount 4
        }

        It 'refuses a name that there is none of, and lists those that are' {
            $sent = $emulator.GetRequests().Count
            $failure = try { Connect-Nemo -Skill 'for-video-fre' 6> $null } catch { $_ }
            $failure.FullyQualifiedErrorId | Should -Be 'NemoInvalidArgument,NemoVideo.PowerShell.Commands.ConnectNemoCommand'
            $failure.CategoryInfo.Category | Should -Be 'InvalidArgument'
            $failure.TargetObject | Should -Be 'for-video-fre'
            $failure.ErrorDetails.RecommendedAction | Should -Match 'for-video-free.*maker-free-best.*video-editing-with-4k.*video-generation-4k'
            $emulator.GetRequests().Count | Should -Be $sent
        }

        It 'refuses <What>' -ForEach @(
            @{ What = 'a file without front matter'; Path = 'TestDrive:/plain.md'; Id = 'NemoInvalidArgument' }
            @{ What = 'a file that is not there'; Path = 'TestDrive:/nothing.md'; Id = 'NemoFileAccess' }
            @{ What = 'a folder'; Path = 'TestDrive:/'; Id = 'NemoFileAccess' }
            @{ What = 'what is no file at all'; Path = 'Env:/PATH'; Id = 'NemoNotAFile' }
            @{ What = 'a drive that there is none of'; Path = 'nodrive:/SKILL.md'; Id = 'NemoNotAFile' }
        ) {
            Set-Content -LiteralPath TestDrive:/plain.md -Value '# Clip maker'
            $failure = try { Connect-Nemo -SkillPath $Path 6> $null } catch { $_ }
            $failure.FullyQualifiedErrorId | Should -BeLike "$Id,*"
            $failure.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
            Get-NemoConnection | Should -BeNullOrEmpty
        }

        It 'is named in one way only' {
            { Connect-Nemo -Skill maker-free-best -SkillPath TestDrive:/plain.md } | Should -Throw -ErrorId 'AmbiguousParameterSet,*'
        }
    }

    Context 'The address' {
        It 'refuses an address that a token may not be sent to' {
            { Connect-Nemo -ApiUrl 'http://example.com' } | Should -Throw -ErrorId 'NemoInvalidArgument,*'
        }

        It 'refuses what is no whole address: -<Name> <Address>' -ForEach @(
            foreach ($name in 'ApiUrl', 'WebUrl', 'Proxy') {
                foreach ($address in '127.0.0.1:5090', 'ftp://127.0.0.1:5090') { @{ Name = $name; Address = $address } }
            }
        ) {
            $argument = @{ $Name = $Address }
            { Connect-Nemo @argument } | Should -Throw -ErrorId 'NemoInvalidArgument,*' -ExpectedMessage "-$Name is not a whole address of http or https."
        }

        It 'does not ignore credentials for a proxy that is not named' {
            $credential = [pscredential]::new('user', (ConvertTo-SecureString -String 'x' -AsPlainText -Force))
            { Connect-Nemo -ProxyCredential $credential } | Should -Throw -ErrorId 'NemoProxyCredentialWithoutProxy,*'
        }

        It 'does not take an address for the service where nothing is' {
            $failure = try { Connect-Nemo -ApiUrl "$($emulator.Url.TrimEnd('/'))/typo/" -Token 'nmv_usr_any' 6> $null } catch { $_ }
            $failure.FullyQualifiedErrorId | Should -BeLike 'NemoServiceFailure,*'
            "$failure" | Should -BeLike 'The service has nothing at the address that was asked for*'
            $failure.ErrorDetails.RecommendedAction | Should -Match '-ApiUrl, or NEMO_API_URL'
            Get-NemoConnection | Should -BeNullOrEmpty
        }

        It 'says what to do where nobody answers' {
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

    Context 'Streams' {
        It 'tells that it is ready, and emits nothing' {
            $output = Connect-Nemo -InformationVariable told 6> $null
            $output | Should -BeNullOrEmpty
            $told | Should -Be @('Setting things up...', 'Connected and ready.')
            $told.Tags | Should -Contain 'PSHOST'
        }

        It 'does nothing with -WhatIf' {
            Connect-Nemo -NoCache -WhatIf
            Get-NemoConnection | Should -BeNullOrEmpty
        }

        It 'tells each request with -Verbose, and no more of it than method, path, status and time' {
            Connect-Nemo 6> $null
            $lines = Get-NemoCredit -Verbose 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }
            "$lines" | Should -Match '^GET /api/credits/balance/simple -> 200 \(\d+ ms\)$'
        }

        It 'shows the whole answer of the service with -Debug, and asks nothing' {
            Connect-Nemo 6> $null
            $emulator.AddFault('GET /api/credits/balance/simple: status 418')
            $lines = Get-NemoCredit -Debug -ErrorAction SilentlyContinue 5>&1 | ForEach-Object { "$_" }
            "$lines" | Should -Match 'GET /api/credits/balance/simple -> 418'
            "$lines" | Should -Match 'The service answered: \{'
        }

        It 'refuses <Name> = <Value>' -ForEach @(
            @{ Name = 'RetryCount'; Value = -1 }
            @{ Name = 'RetryCount'; Value = 1.5 }
            @{ Name = 'MaxStreamBytes'; Value = 0.5 }
            @{ Name = 'StatePollCount'; Value = 0 }
            @{ Name = 'RequestTimeoutSec'; Value = -5 }
            @{ Name = 'RequestTimeoutSec'; Value = [double]::NaN }
            @{ Name = 'StreamTimeoutSec'; Value = 1e300 }
            @{ Name = 'RenderPollIntervalSec'; Value = 0 }
        ) {
            { Connect-Nemo -Option @{ $Name = $Value } } | Should -Throw -ErrorId 'NemoInvalidArgument,*'
        }

        It 'can do without repeating reads' {
            Connect-Nemo -Option @{ RetryCount = 0 } 6> $null
            (Get-NemoCredit).Available | Should -Be 100
        }

        It 'refuses an option that does not exist in one sentence, with the one that was meant' -ForEach @(
            @{ Given = @{ Sparkle = 1 }; Says = "There is no option 'Sparkle'." }
            @{ Given = @{ StreamTimeout = 300 }; Says = "There is no option 'StreamTimeout'; did you mean StreamTimeoutSec?" }
            @{ Given = @{ RetryCount = 1; Retry = 1 }; Says = "There is no option 'Retry'; did you mean RetryCount or RetryDelaySec?" }
        ) {
            $failure = try { Connect-Nemo -Option $Given -WhatIf } catch { $_ }
            $failure.FullyQualifiedErrorId | Should -BeLike 'NemoInvalidArgument,*'
            "$failure" | Should -BeLike $Says
        }
    }
}

Describe 'A Connect-Nemo that fails' {
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

    It 'leaves no connection behind, and cmdlets refuse before anything is sent: <Name>' -ForEach @(
        @{ Name = 'a token that is refused'; Script = { Connect-Nemo -Token 'nmv_usr_wrong' 6> $null } }
        @{ Name = 'an address where nobody listens'; Script = { Connect-Nemo -ApiUrl 'http://127.0.0.1:9' -Token 'nmv_usr_any' -Option @{ RetryCount = 0 } 6> $null } }
        @{ Name = 'an empty token'; Script = { Connect-Nemo -Token '' } }
        @{ Name = 'a token in a variable that is not set'; Script = { Connect-Nemo -Token $null } }
        @{ Name = 'an address in a variable that is not set'; Script = { Connect-Nemo -ApiUrl $null } }
        @{ Name = 'an empty address'; Script = { Connect-Nemo -ApiUrl '' } }
        @{ Name = 'what is no whole address'; Script = { Connect-Nemo -ApiUrl '127.0.0.1:5090' } }
        @{ Name = 'a skill in a variable that is not set'; Script = { Connect-Nemo -Skill $null } }
        @{ Name = 'a skill file in a variable that is not set'; Script = { Connect-Nemo -SkillPath $null } }
        @{ Name = 'options in a variable that is not set'; Script = { Connect-Nemo -Option $null } }
        @{ Name = 'a skill that there is none of'; Script = { Connect-Nemo -Skill 'none' } }
        @{ Name = 'a skill file that is not there'; Script = { Connect-Nemo -SkillPath './none.md' } }
        @{ Name = 'a hashtable for a token'; Script = { Connect-Nemo -Token @{ Token = 'nmv_usr_any' } } }
        @{ Name = 'an option out of its range'; Script = { Connect-Nemo -Option @{ RetryCount = -1 } } }
        @{ Name = 'a proxy credential alone'; Script = { Connect-Nemo -ProxyCredential ([pscredential]::new('user', (ConvertTo-SecureString -String 'x' -AsPlainText -Force))) } }
    ) {
        $Script | Should -Throw
        Get-NemoConnection | Should -BeNullOrEmpty
        $sent = & $requests
        foreach ($cmdlet in
            { Get-NemoCredit }, { New-NemoSession }, { Get-NemoSession }, { Get-NemoSession -All }, { Get-NemoSession -Id 'x' },
            { Set-NemoSession -Session 'x' }, { Get-NemoSessionLink }, { Get-NemoSessionLink -Session 'x' }, { Get-NemoState }, { Get-NemoState -Session 'x' },
            { Send-NemoUpload -LiteralPath (Get-SampleClip -Name 'sunset.mp4') }, { Invoke-NemoEdit -Message 'x' }, { Invoke-NemoEdit -Message 'x' -Session 'x' },
            { Start-NemoExport }, { Start-NemoExport -Session 'x' }, { Get-NemoExport }, { Get-NemoExport -Id 'x' }, { Wait-NemoExport -Id 'x' },
            { Stop-NemoExport -Id 'x' }, { Save-NemoExport -Id 'x' }, { Invoke-Nemo 'credits' }, { Invoke-Nemo 'add a title' }) {
            $cmdlet | Should -Throw -ErrorId 'NemoNotConnected,*' -Because "$cmdlet"
        }
        & $requests | Should -Be $sent
    }

    It 'leaves -Connection as it is' {
        { Connect-Nemo -Token 'nmv_usr_wrong' 6> $null } | Should -Throw
        (Get-NemoCredit -Connection $older).Available | Should -BeGreaterThan 0
        $older.IsOpen | Should -BeTrue
        (Get-NemoSession -Connection $older).SessionId | Should -Be $session.SessionId
        { Get-NemoCredit } | Should -Throw -ErrorId 'NemoNotConnected,*' -Because 'a connection that is named does not become the default one'
    }

    It 'is made good by the next that succeeds, with what was made before' {
        { Connect-Nemo -Token 'nmv_usr_wrong' 6> $null } | Should -Throw
        Connect-Nemo 6> $null
        (Get-NemoSession).SessionId | Should -Be $session.SessionId
    }

    It 'is forgotten by Disconnect-Nemo, after which all is as at the start' {
        { Connect-Nemo -Token 'nmv_usr_wrong' 6> $null } | Should -Throw
        Disconnect-Nemo -WhatIf
        { Get-NemoCredit } | Should -Throw -ErrorId 'NemoNotConnected,*'
        Disconnect-Nemo -ErrorVariable failure
        $failure | Should -BeNullOrEmpty
        Get-NemoSession | Should -BeNullOrEmpty
        (Get-NemoCredit 6> $null).Available | Should -BeGreaterThan 0 -Because 'the first cmdlet connects by itself'
        $older.IsOpen | Should -BeTrue -Because 'it is not the one of this runspace any more'
    }

    It 'is not what -WhatIf does' {
        { Connect-Nemo -Token '' -WhatIf } | Should -Throw -ErrorId 'NemoEmptyArgument,*'
        Connect-Nemo -Token 'nmv_usr_wrong' -WhatIf
        Get-NemoConnection | Should -Be $older
        (Get-NemoSession).SessionId | Should -Be $session.SessionId
    }

    It 'is one that its own warning ended, too' {
        { Connect-Nemo -Token 'nmv_usr_secret_of_the_user' -WarningAction Stop 6> $null } | Should -Throw
        { Get-NemoCredit } | Should -Throw -ErrorId 'NemoNotConnected,*'
    }

    It 'is not one whose output was cut off' {
        (Connect-Nemo -PassThru 6> $null | Select-Object -First 1).IsOpen | Should -BeTrue
        (Get-NemoCredit).Available | Should -BeGreaterThan 0
    }

    It 'is one that was stopped, too' {
        Disconnect-Nemo
        $emulator.AddFault('GET /api/credits/*: hold before answer')
        $asked = @($emulator.GetRequests() | Where-Object path -like '/api/credits/*').Count
        $background = Start-Background -Script 'Connect-Nemo'
        try {
            Wait-Until { @($emulator.GetRequests() | Where-Object path -like '/api/credits/*').Count -gt $asked }
            $background.Shell.Stop()
            $background.Shell.Commands.Clear()
            $null = $background.Shell.AddScript('try { Get-NemoCredit } catch { $_.FullyQualifiedErrorId }')
            $background.Shell.Invoke() | Should -BeLike 'NemoNotConnected,*'
        } finally {
            $emulator.Release()
            Stop-Background $background
        }
    }

    It 'is not the connection that a cmdlet makes by itself' {
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

    It 'keeps other runspaces from connecting by themselves' {
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

Describe 'A secret in an object that is no secret' {
    It 'is repeated nowhere: <Name>' -ForEach @(
        @{ Name = 'an object'; Value = '[pscustomobject] @{ Token = $mark }' }
        @{ Name = 'a hashtable'; Value = '@{ Token = $mark }' }
        @{ Name = 'an array of one'; Value = ', @($mark)' }
        @{ Name = 'an array'; Value = '@($mark, $mark)' }
        @{ Name = 'an object that shows it as its text'; Value = '[System.Text.StringBuilder]::new($mark)' }
        @{ Name = 'an address'; Value = '[uri] "urn:$mark"' }
        @{ Name = 'a credential'; Value = '[pscredential]::new($mark, (ConvertTo-SecureString -String $mark -AsPlainText -Force))' }
    ) {
        $transcript = "$TestDrive/$([guid]::NewGuid()).txt"
        $lines = Invoke-NewPowerShell @"
`$ErrorActionPreference = 'Continue'
`$mark = 'nmv_usr_' + 'mark_of_the_user'
Import-Module '$(Get-NemoModulePath)'
`$null = Start-Transcript -LiteralPath '$transcript'
`$value = $Value
`$acts = @(
    { Connect-Nemo -Token `$value }
    { Connect-Nemo -Option `$value }
    { Connect-Nemo -Option @{ RetryCount = `$value } }
    { Connect-Nemo -Option @{ RetryCount = `$mark } }
    { Disconnect-Nemo -Connection `$value }
    { Get-NemoCredit -Connection `$value }
    # PowerShell would ask for the password of a name, and takes a credential as it is.
    if (`$value -isnot [pscredential]) { { Connect-Nemo -Proxy 'http://127.0.0.1:9' -ProxyCredential `$value } }
)
foreach (`$act in `$acts) { try { & `$act } catch { `$_ | Out-String -Width 400 } }
foreach (`$record in `$Error) {
    `$record | Format-List -Property * -Force | Out-String -Width 400
    for (`$exception = `$record.Exception; `$exception; `$exception = `$exception.InnerException) {
        `$exception.ToString()
        `$exception.ErrorRecord | Format-List -Property * -Force | Out-String -Width 400
    }
}
`$Error | ConvertTo-Json -Depth 2 -WarningAction SilentlyContinue
`$null = Stop-Transcript
"errors: `$(`$Error.Count) of `$(`$acts.Count)"
"@
        $lines[-1] | Should -Match '^errors: (\d) of \1$'
        "$lines" | Should -Match '-Token is neither a SecureString nor a text\.'
        "$lines" | Should -Not -Match 'mark_of_the_user'
        Get-Content -LiteralPath $transcript -Raw | Should -Not -Match 'mark_of_the_user'
    }
}

Describe 'Connecting again' {
    BeforeEach {
        Connect-Nemo 6> $null
        # Made by earlier tests, and known to this computer.
        Remove-Item -LiteralPath (Join-Path -Path $env:NEMO_HOME -ChildPath 'journal') -Recurse -Force -ErrorAction Ignore
        $session = New-NemoSession -Name 'Holiday'
        $null = Send-NemoUpload -LiteralPath (Get-SampleClip -Name 'sunset.mp4')
        $export = Start-NemoExport
    }

    AfterEach {
        Disconnect-Nemo -ErrorAction Ignore
    }

    It 'as the same user keeps the session, and what was made, without a word' {
        Connect-Nemo -Skill 'maker-free-best' -Option @{ RetryCount = 1 } -WarningVariable warning 6> $null
        $warning | Should -BeNullOrEmpty
        (Get-NemoSession).SessionId | Should -Be $session.SessionId
        (Get-NemoSession -All).SessionId | Should -Be $session.SessionId
        (Get-NemoExport).Id | Should -Be $export.Id
        $made = @($emulator.GetRequests() | Where-Object path -like '*/with-session/*').Count
        (Invoke-NemoEdit -Message 'title "x"' -ResultOnly).SessionId | Should -Be $session.SessionId
        @($emulator.GetRequests() | Where-Object path -like '*/with-session/*').Count | Should -Be $made
    }

    It 'as another user leaves the session behind, and says so in one line' {
        Connect-Nemo -Token 'nmv_usr_secret_of_the_user' -WarningVariable warning -WarningAction SilentlyContinue 6> $null
        $warning | Should -HaveCount 1
        "$warning" | Should -Match "^The session 'Holiday' belongs to the connection before[^\n]*New-NemoSession\.$"
        Get-NemoSession | Should -BeNullOrEmpty
        Get-NemoSession -All | Should -BeNullOrEmpty
        Get-NemoExport | Should -BeNullOrEmpty
    }

    It 'as before, after another user, finds the session again' {
        Connect-Nemo -Token 'nmv_usr_secret_of_the_user' -WarningAction SilentlyContinue 6> $null
        Connect-Nemo -WarningVariable warning 6> $null
        $warning | Should -BeNullOrEmpty -Because 'no session is left behind'
        (Get-NemoSession).SessionId | Should -Be $session.SessionId
        (Get-NemoExport).Id | Should -Be $export.Id
    }

    It 'at another API leaves the session behind' {
        $other = Start-NemoEmulator -ArgumentList '--no-ffmpeg'
        try {
            Connect-Nemo -ApiUrl $other.Url -WarningVariable warning -WarningAction SilentlyContinue 6> $null
            $warning | Should -HaveCount 1
            Get-NemoSession | Should -BeNullOrEmpty
        } finally {
            Stop-NemoEmulator -Emulator $other
        }
    }

    It 'as another user says nothing where no session was current' {
        Disconnect-Nemo
        Connect-Nemo 6> $null
        Connect-Nemo -Token 'nmv_usr_secret_of_the_user' -WarningVariable warning 6> $null
        $warning | Should -BeNullOrEmpty
    }

    It 'after Disconnect-Nemo begins anew' {
        Disconnect-Nemo
        Connect-Nemo -WarningVariable warning 6> $null
        $warning | Should -BeNullOrEmpty
        Get-NemoSession | Should -BeNullOrEmpty
        (Get-NemoSession -All).SessionId | Should -Be $session.SessionId -Because 'the journal knows it'
    }

    It 'begins anew after the connection before was closed by its object' {
        $before = Get-NemoConnection
        Connect-Nemo -Token 'nmv_usr_secret_of_the_user' -WarningAction SilentlyContinue 6> $null
        Disconnect-Nemo -Connection $before
        (Get-NemoCredit).Available | Should -BeGreaterThan 0
        Connect-Nemo 6> $null
        Get-NemoSession | Should -BeNullOrEmpty
        (Get-NemoSession -All).SessionId | Should -Be $session.SessionId -Because 'the journal knows it'
    }
}

Describe 'Disconnect-Nemo -RemoveCache' {
    BeforeAll {
        function Get-KeptToken { @(Get-ChildItem -Path (Join-Path -Path $env:NEMO_HOME -ChildPath 'tokens') -Filter '*.token' -File -ErrorAction Ignore) }
    }

    It 'deletes the kept free token, and nothing with -WhatIf' {
        # Of a home of its own: the service gives the next free token in 7 days.
        $saved = $env:NEMO_HOME
        $env:NEMO_HOME = New-TestFolder
        try {
            Connect-Nemo 6> $null
            Disconnect-Nemo -RemoveCache -WhatIf
            Get-KeptToken | Should -HaveCount 1
            (Get-NemoConnection).IsOpen | Should -BeTrue
            Disconnect-Nemo -RemoveCache
            Get-KeptToken | Should -HaveCount 0
            Get-NemoConnection | Should -BeNullOrEmpty
        } finally {
            Remove-Item -LiteralPath $env:NEMO_HOME -Recurse -Force
            $env:NEMO_HOME = $saved
        }
    }

    It 'deletes it without a connection as well, <Name>' -ForEach @(
        @{ Name = 'in a new process'; Before = { } }
        @{ Name = 'where Connect-Nemo has failed'; Before = { $emulator.AddFault('POST /api/auth/*: status 500 x*'); try { Connect-Nemo -ErrorAction Stop } catch { $null = $_ } } }
        @{ Name = 'where others can read it'; Before = { if (-not $IsWindows) { chmod 644 (Get-KeptToken).FullName }; try { Connect-Nemo -ErrorAction Stop } catch { $null = $_ } } }
    ) {
        $saved = $env:NEMO_HOME
        $env:NEMO_HOME = New-TestFolder
        try {
            Connect-Nemo 6> $null
            Disconnect-Nemo
            & $Before
            Get-KeptToken | Should -HaveCount 1
            Disconnect-Nemo -RemoveCache -ErrorVariable failure
            $failure | Should -BeNullOrEmpty
            Get-KeptToken | Should -HaveCount 0
        } finally {
            $emulator.ClearFaults()
            Disconnect-Nemo -ErrorAction Ignore
            Remove-Item -LiteralPath $env:NEMO_HOME -Recurse -Force
            $env:NEMO_HOME = $saved
        }
    }

    It 'has nothing to delete with a token of the user''s own' {
        Connect-Nemo -Token 'nmv_usr_secret_of_the_user' 6> $null
        $kept = (Get-KeptToken).Count
        Disconnect-Nemo -RemoveCache -ErrorVariable failure
        $failure | Should -BeNullOrEmpty
        (Get-KeptToken).Count | Should -Be $kept
    }
}

Describe 'The connection of a runspace' {
    BeforeAll {
        $nemo = Connect-Nemo -PassThru 6> $null
    }

    It 'is the one that Get-NemoConnection gives' {
        Get-NemoConnection | Should -Be $nemo
    }

    It 'is made by the first cmdlet that needs one' {
        $lines = Invoke-NewPowerShell "Import-Module '$(Get-NemoModulePath)'; (New-NemoSession -Name 'first').Name"
        $lines | Should -Be @('Setting things up...', 'Connected and ready.', 'first')
    }

    It 'is made by the first that asks what this computer has started: <_>' -ForEach 'Get-NemoSession -All', 'Get-NemoExport' {
        $null = Invoke-NewPowerShell "Import-Module '$(Get-NemoModulePath)'; `$null = Send-NemoUpload '$(Get-SampleClip -Name 'sunset.mp4')'; Start-NemoExport"
        # A script that forgets Connect-Nemo must not end well with nothing.
        @(Invoke-NewPowerShell "Import-Module '$(Get-NemoModulePath)'; ($_ 6> `$null).Count")[-1] | Should -BeGreaterThan 0
    }

    It 'is not made where nothing is asked of the service' {
        $requests = $emulator.GetRequests().Count
        Invoke-NewPowerShell "Import-Module '$(Get-NemoModulePath)'; Get-NemoSession; Start-NemoExport -Session x -WhatIf; Send-NemoUpload '$(Get-SampleClip -Name 'sunset.mp4')' -WhatIf; Invoke-NemoEdit 'x' -WhatIf" |
            Where-Object { $_ -notlike 'What if:*' } | Should -BeNullOrEmpty
        $emulator.GetRequests().Count | Should -Be $requests
    }

    It 'is not made behind the back of another runspace' {
        $background = Start-Background -Script 'Get-NemoCredit'
        try {
            $null = $background.Shell.EndInvoke($background.Invocation)
            $background.Shell.Streams.Error.FullyQualifiedErrorId | Should -BeLike 'NemoNoConnectionInRunspace,*'
            $background.Shell.Streams.Error[0].ErrorDetails.RecommendedAction | Should -BeLike '*-Connection $using:nemo*'
        } finally {
            Stop-Background $background
        }
    }

    It 'can be handed to other runspaces' {
        $background = Start-Background -Variable @{ nemo = $nemo } -Script 'Get-NemoCredit -Connection $nemo'
        try {
            $null = $background.Shell.EndInvoke($background.Invocation)
            $background.Output[0].Available | Should -BeGreaterThan 0
        } finally {
            Stop-Background $background
        }
    }

    It 'keeps a current session for each runspace' {
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

    It 'is closed by Disconnect-Nemo, for all who have it' {
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

    It 'is closed by Disconnect-Nemo under what still runs' {
        $other = Connect-Nemo -NoCache -PassThru 6> $null
        $session = New-NemoSession -Name 'closed' -Connection $other
        $null = Send-NemoUpload -LiteralPath (Get-SampleClip -Name 'sunset.mp4') -Connection $other
        $emulator.AddFault('POST /run_sse: hold after 1 events')
        $background = Start-Background -Variable @{ nemo = $other; id = $session.SessionId } -Script 'Invoke-NemoEdit "title ""x""" -Session $id -Connection $nemo'
        try {
            Wait-Until { $background.Output.Count -ge 1 } -Because 'the edit must be under way'
            Disconnect-Nemo -Connection $other
            $null = $background.Shell.EndInvoke($background.Invocation)
            $background.Shell.Streams.Error[0].FullyQualifiedErrorId | Should -BeLike 'NemoConnectionClosed,*'
            $background.Output[-1].Status | Should -Be 'Failed'
            Wait-Until { @(Get-SentMessage $emulator)[-1].state -eq 'aborted' } -Because 'the server must see the end of the connection'
        } finally {
            Stop-Background $background
        }
    }
}
