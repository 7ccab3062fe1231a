BeforeAll {
    . $PSScriptRoot/common.ps1
    $emulator = Start-TestEnvironment '--no-ffmpeg', '--token', 'nmv_usr_secret_of_the_user'

    function Get-TokenRequest { @($emulator.GetRequests() | Where-Object { $_.path -eq '/api/auth/anonymous-token' }) }
}

AfterAll { Stop-TestEnvironment $emulator }

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
    }

    Context 'With a token' {
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

        It 'never replaces a token of the user' {
            $tokenRequests = (Get-TokenRequest).Count
            { Connect-Nemo -Token 'nmv_usr_wrong' 6> $null } | Should -Throw -ErrorId 'NemoAuthenticationFailed,NemoVideo.PowerShell.Commands.ConnectNemoCommand'
            Get-NemoConnection | Should -BeNullOrEmpty -Because 'the connection is ready only if the service accepts the token'
            (Get-TokenRequest).Count | Should -Be $tokenRequests
        }
    }

    Context 'With a skill' {
        It 'reads the skill from the file of -SkillPath' {
            $file = Join-Path -Path $TestDrive -ChildPath 'my [skill].md'
            Set-Content -LiteralPath $file -Value '---', 'name: clip-maker', 'version: 2.3.1', 'metadata: { tags: [a, b] }', '---', '# Clip maker'
            Push-Location -LiteralPath $TestDrive
            try {
                (Connect-Nemo -SkillPath './my [skill].md' -PassThru 6> $null).Skill | Should -Be 'clip-maker'
            } finally {
                Pop-Location
            }
            Disconnect-Nemo
            Connect-Nemo -SkillPath TestDrive:/'my [skill].md' 6> $null
            $null = Get-NemoCredit
            $headers = $emulator.GetRequests()[-1].headers
            $headers.'X-Skill-Source', $headers.'X-Skill-Version', $headers.'X-Skill-Platform' | Should -Be 'clip-maker', '2.3.1', 'unknown'
        }

        It 'refuses <What> as -SkillPath' -ForEach @(
            @{ What = 'a file without front matter'; Path = 'TestDrive:/plain.md'; Id = 'NemoInvalidArgument' }
            @{ What = 'a folder'; Path = 'TestDrive:/'; Id = 'NemoFileAccess' }
            @{ What = 'an environment variable'; Path = 'Env:/PATH'; Id = 'NemoNotAFile' }
        ) {
            Set-Content -LiteralPath TestDrive:/plain.md -Value '# Clip maker'
            $failure = try { Connect-Nemo -SkillPath $Path 6> $null } catch { $_ }
            $failure.FullyQualifiedErrorId | Should -BeLike "$Id,*"
            $failure.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
            Get-NemoConnection | Should -BeNullOrEmpty
        }
    }

    Context 'With an API URL' {
        It 'refuses -<Name> <Address>, which is not an absolute http or https URL' -ForEach @(
            @{ Name = 'ApiUrl'; Address = '127.0.0.1:5090' }
            @{ Name = 'WebUrl'; Address = 'ftp://127.0.0.1:5090' }
            @{ Name = 'Proxy'; Address = '127.0.0.1:5090' }
        ) {
            $argument = @{ $Name = $Address }
            { Connect-Nemo @argument } | Should -Throw -ErrorId 'NemoInvalidArgument,*' -ExpectedMessage "*-$Name*"
        }

        It 'does not connect if the service has nothing at the URL' {
            $failure = try { Connect-Nemo -ApiUrl "$($emulator.Url.TrimEnd('/'))/typo/" -Token 'nmv_usr_any' 6> $null } catch { $_ }
            $failure.FullyQualifiedErrorId | Should -BeLike 'NemoServiceFailure,*'
            "$($failure.TargetObject)" | Should -BeLike '*/typo*'
            $failure.ErrorDetails.RecommendedAction | Should -Match '^(?=.*-ApiUrl)(?=.*NEMO_API_URL)'
            Get-NemoConnection | Should -BeNullOrEmpty
        }
    }

    Context 'Output streams' {
        It 'writes two status lines to the information stream and no output' {
            $output = Connect-Nemo -InformationVariable status 6> $null
            $output | Should -BeNullOrEmpty
            $status | Should -HaveCount 2
            $status.Tags | Should -Contain 'PSHOST'
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
            @{ Name = 'RequestTimeoutSec'; Value = [double]::NaN }
            @{ Name = 'RenderPollIntervalSec'; Value = 0 }
        ) {
            { Connect-Nemo -Option @{ $Name = $Value } } | Should -Throw -ErrorId 'NemoInvalidArgument,*'
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
        Stop-Background
        $env:NEMO_TOKEN = $null
        $emulator.ClearFaults()
        Disconnect-Nemo -ErrorAction Ignore
    }

    It 'leaves no connection, so that cmdlets fail before they send a request: <Name>' -ForEach @(
        @{ Name = 'a token that the service rejects'; Script = { Connect-Nemo -Token 'nmv_usr_wrong' 6> $null } }
        @{ Name = 'a URL without a server'; Script = { Connect-Nemo -ApiUrl 'http://127.0.0.1:9' -Token 'nmv_usr_any' -Option @{ RetryCount = 0 } 6> $null } }
        @{ Name = '-Token $null'; Script = { Connect-Nemo -Token $null } }
        @{ Name = '-ApiUrl $null'; Script = { Connect-Nemo -ApiUrl $null } }
        @{ Name = '-Option $null'; Script = { Connect-Nemo -Option $null } }
        @{ Name = 'an unknown option'; Script = { Connect-Nemo -Option @{ Sparkle = 1 } } }
        @{ Name = 'an unknown skill'; Script = { Connect-Nemo -Skill 'none' } }
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
            { Stop-NemoExport -Id 'x' }, { Invoke-Nemo 'credits' }, { Invoke-Nemo 'add a title' },
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

    It 'occurs if the pipeline is stopped' {
        Disconnect-Nemo
        $emulator.AddFault('GET /api/credits/*: hold before answer')
        $tokenRequests = @($emulator.GetRequests() | Where-Object path -like '/api/credits/*').Count
        $background = Start-Background -Script 'Connect-Nemo'
        Wait-Until { @($emulator.GetRequests() | Where-Object path -like '/api/credits/*').Count -gt $tokenRequests }
        $background.Shell.Stop()
        $background.Shell.Commands.Clear()
        $null = $background.Shell.AddScript('try { Get-NemoCredit } catch { $_.FullyQualifiedErrorId }')
        $background.Shell.Invoke() | Should -BeLike 'NemoNotConnected,*'
    }

    It 'does not occur if a cmdlet''s own connection attempt fails' {
        Disconnect-Nemo
        $emulator.AddFault('GET /api/credits/*: status 401')
        $env:NEMO_TOKEN = 'nmv_usr_secret_of_the_user'
        { Get-NemoCredit 6> $null } | Should -Throw -ErrorId 'NemoAuthenticationFailed,*'
        (Get-NemoCredit 6> $null).Available | Should -BeGreaterThan 0
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

    AfterEach { Disconnect-Nemo -ErrorAction Ignore }

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

    It 'after Disconnect-Nemo starts without a current session' {
        Disconnect-Nemo
        Connect-Nemo -WarningVariable warning 6> $null
        $warning | Should -BeNullOrEmpty
        Get-NemoSession | Should -BeNullOrEmpty
        (Get-NemoSession -All).SessionId | Should -Be $session.SessionId -Because 'the history has it'
    }
}

Describe 'Disconnect-Nemo -RemoveCache' {
    BeforeAll {
        function Get-CachedToken { @(Get-ChildItem -Path (Join-Path -Path $env:NEMO_HOME -ChildPath 'tokens') -Filter '*.token' -File -ErrorAction Ignore) }
    }

    BeforeEach {
        # In a separate data folder, because the service issues a client's next free token only after 7 days.
        $saved = $env:NEMO_HOME
        $env:NEMO_HOME = New-TestFolder
        Connect-Nemo 6> $null
        Get-CachedToken | Should -HaveCount 1
    }

    AfterEach {
        $emulator.ClearFaults()
        Disconnect-Nemo -ErrorAction Ignore
        Remove-Item -LiteralPath $env:NEMO_HOME -Recurse -Force
        $env:NEMO_HOME = $saved
    }

    It 'deletes the cached free token, but not with -WhatIf' {
        Disconnect-Nemo -RemoveCache -WhatIf
        Get-CachedToken | Should -HaveCount 1
        (Get-NemoConnection).IsOpen | Should -BeTrue
        Disconnect-Nemo -RemoveCache
        Get-CachedToken | Should -HaveCount 0
        Get-NemoConnection | Should -BeNullOrEmpty
    }

    It 'deletes the cached token without a connection <Name>' -ForEach @(
        @{ Name = 'in a new process'; Before = { } }
        @{ Name = 'after Connect-Nemo failed'; Before = { $emulator.AddFault('POST /api/auth/*: status 500 x*'); try { Connect-Nemo -ErrorAction Stop } catch { $null = $_ } } }
    ) {
        Disconnect-Nemo
        & $Before
        Get-CachedToken | Should -HaveCount 1
        Disconnect-Nemo -RemoveCache -ErrorVariable failure
        $failure | Should -BeNullOrEmpty
        Get-CachedToken | Should -HaveCount 0
    }

    It 'deletes nothing and succeeds with a token of the user' {
        Connect-Nemo -Token 'nmv_usr_secret_of_the_user' -WarningAction SilentlyContinue 6> $null
        Disconnect-Nemo -RemoveCache -ErrorVariable failure
        $failure | Should -BeNullOrEmpty
        Get-CachedToken | Should -HaveCount 1
    }
}

Describe 'The connection of a runspace' {
    BeforeAll { $null = Connect-Nemo 6> $null }

    AfterEach { Stop-Background }

    It 'is opened by the first cmdlet that needs it' {
        $lines = Invoke-NewPowerShell "Import-Module '$(Get-NemoModulePath)'; (New-NemoSession -Name 'first').Name"
        $lines | Should -HaveCount 3 -Because 'two status lines come first'
        $lines[-1] | Should -Be 'first'
    }

    It 'is opened by the first cmdlet that lists what this computer started' {
        $null = Invoke-NewPowerShell "Import-Module '$(Get-NemoModulePath)'; `$null = Send-NemoUpload '$(Get-SampleClip -Name 'sunset.mp4')'; Start-NemoExport"
        # Without a connection, the script would succeed with an empty list.
        @(Invoke-NewPowerShell "Import-Module '$(Get-NemoModulePath)'; (Get-NemoExport 6> `$null).Count")[-1] | Should -BeGreaterThan 0
    }

    It 'is not opened if no request is needed' {
        $requests = $emulator.GetRequests().Count
        Invoke-NewPowerShell "Import-Module '$(Get-NemoModulePath)'; Get-NemoSession; Start-NemoExport -Session x -WhatIf; Send-NemoUpload '$(Get-SampleClip -Name 'sunset.mp4')' -WhatIf; Invoke-NemoEdit 'x' -WhatIf" |
            Where-Object { $_ -notlike 'What if:*' } | Should -BeNullOrEmpty
        $emulator.GetRequests().Count | Should -Be $requests
    }

    It 'is not opened automatically in another runspace' {
        $background = Start-Background -Script 'Get-NemoCredit'
        Wait-Background $background
        $background.Shell.Streams.Error.FullyQualifiedErrorId | Should -BeLike 'NemoNoConnectionInRunspace,*'
        $background.Shell.Streams.Error[0].ErrorDetails.RecommendedAction | Should -BeLike '*-Connection $using:nemo*'
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
        Wait-Until { $background.Output.Count -ge 1 } -Because 'the edit must be in progress'
        Disconnect-Nemo -Connection $other
        Wait-Background $background
        $background.Shell.Streams.Error[0].FullyQualifiedErrorId | Should -BeLike 'NemoConnectionClosed,*'
        $background.Output[-1].Status | Should -Be 'Unknown'
        Wait-Until { @(Get-SentMessage $emulator)[-1].state -eq 'aborted' } -Because 'the server must see the end of the connection'
    }
}
