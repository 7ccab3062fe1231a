# Every error of the module is caused for real. Also tests how errors, warnings and messages behave.
BeforeDiscovery {
    # One row for each way to cause an error. Arrange prepares the situation, Act calls the cmdlet once. Target is a script that returns the
    # expected TargetObject; without it, the error has no target. Next is a regular expression for a command, parameter, variable or value
    # that the recommended action must name, InMessage one for the message. No test depends on a phrase. IsTerminating: the cmdlet ends.
    $failures = @(
        @{ Id = 'NemoServiceFailure'; Cmdlet = 'Get-NemoState'; Next = '-Debug'
            Arrange = { $emulator.AddFault('GET /api/state/*: status 418') }
            Act = { Get-NemoState }; Target = { $session.SessionId } }
        @{ Id = 'NemoInvalidArgument'; Cmdlet = 'Connect-Nemo'; Next = 'for-video-free'; IsTerminating = $true
            Act = { Connect-Nemo -Skill 'no-such-skill' }; Target = { 'no-such-skill' } }
        @{ Id = 'NemoAuthenticationFailed'; Cmdlet = 'Connect-Nemo'; Next = 'Connect-Nemo -Token'; IsTerminating = $true
            Act = { Connect-Nemo -Token 'nmv_usr_wrong' -ApiUrl $emulator.Url }; Target = { [uri] $emulator.Url } }
        @{ Id = 'NemoSessionNotFound'; Cmdlet = 'Get-NemoState'; Next = 'New-NemoSession'
            Act = { Get-NemoState -Session 'unknown' }; Target = { 'unknown' } }
        @{ Id = 'NemoExportNotFound'; Cmdlet = 'Get-NemoExport'; Next = '\bID\b'
            Act = { Get-NemoExport -Id 'render_0_unknown' }; Target = { 'render_0_unknown' } }
        @{ Id = 'NemoOutOfCredits'; Cmdlet = 'Invoke-NemoEdit'; Next = 'register\?bind=anon_'; IsTerminating = $true
            Arrange = { $emulator.AddFault('POST /run_sse: code 2001') }
            Act = { Invoke-NemoEdit -Message 'title "x"' }; Target = { $session.SessionId } }
        @{ Id = 'NemoUnsupportedFile'; Cmdlet = 'Send-NemoUpload'; Next = '\.?mp4'
            Act = { Send-NemoUpload -LiteralPath $PSCommandPath }; Target = { $PSCommandPath } }
        @{ Id = 'NemoFileTooLarge'; Cmdlet = 'Send-NemoUpload'; Next = 'Compress'
            Arrange = { $emulator.AddFault('POST /api/upload-video/*: code 4002') }
            Act = { Send-NemoUpload -LiteralPath $clip }; Target = { $clip } }
        @{ Id = 'NemoFileAccess'; Cmdlet = 'Wait-NemoExport'; Next = 'folder'
            Arrange = { $export = New-FinishedExport; Set-Content -LiteralPath "$folder/blocked" -Value 'x' }
            Act = { Wait-NemoExport -Id $export.Id -Destination "$folder/blocked" }; Target = { $export.Id } }
        @{ Id = 'NemoFileInUse'; Cmdlet = 'Send-NemoUpload'; Next = 'Wait'
            Arrange = {
                New-TestClip -Path "$folder/open.mp4" -Length 1KB
                $open = [System.IO.File]::Open("$folder/open.mp4", 'Open', 'Write', 'None')
            }
            Act = { try { Send-NemoUpload -LiteralPath "$folder/open.mp4" } finally { $open.Dispose() } }; Target = { "$folder/open.mp4" } }
        @{ Id = 'NemoUntrustedFolder'; Cmdlet = 'Connect-Nemo'; Next = 'chmod'; IsTerminating = $true
            Skip = if ($env:OS -eq 'Windows_NT' -or $env:NEMO_PAYLOAD -eq 'netstandard2.0') { 'only the payload for Unix checks file modes' }
            Arrange = { $shared = New-Item -ItemType Directory -Path "$folder/shared"; & chmod o+w $shared; $env:NEMO_HOME, $saved = $shared.FullName, $env:NEMO_HOME }
            Act = { try { Connect-Nemo } finally { $env:NEMO_HOME = $saved } } }
        @{ Id = 'NemoFileNotFound'; Cmdlet = 'Send-NemoUpload'
            Act = { Send-NemoUpload -Path "$folder/nothing.mp4" }; Target = { "$folder/nothing.mp4" } }
        @{ Id = 'NemoNotAFolder'; Cmdlet = 'Wait-NemoExport'; IsTerminating = $true
            Act = { Wait-NemoExport -Id 'render_0_x' -Destination 'Env:PATH' }; Target = { 'Env:PATH' } }
        @{ Id = 'NemoNotAFile'; Cmdlet = 'Send-NemoUpload'; Next = 'Get-ChildItem'
            Act = { Send-NemoUpload -LiteralPath $folder }; Target = { $folder } }
        @{ Id = 'NemoExportBlocked'; Cmdlet = 'Start-NemoExport'; IsTerminating = $true
            Arrange = { $emulator.AddFault('POST /api/render/proxy/lambda: status 402') }
            Act = { Start-NemoExport }; Target = { $session.SessionId } }
        # The pause is longer than the timeout of the call, so the call doesn't wait.
        @{ Id = 'NemoRateLimited'; Cmdlet = 'New-NemoSession'; Next = '\b28\b'
            Arrange = { $emulator.AddFault('POST /api/tasks/*: status 429 retry-after 99999') }
            Act = { New-NemoSession -Name 'limited' }; Target = { 'limited' } }
        @{ Id = 'NemoTimelineNotReady'; Cmdlet = 'Start-NemoExport'; Next = 'Send-NemoUpload'
            Arrange = { $empty = New-NemoSession -Name 'empty' }
            Act = { Start-NemoExport -Session $empty }; Target = { $empty.SessionId } }
        @{ Id = 'NemoExportFailed'; Cmdlet = 'Wait-NemoExport'; Next = 'Start-NemoExport'
            Arrange = { $emulator.AddFault('POST /api/render/proxy/lambda: fail render "no font"'); $export = Start-NemoExport }
            Act = { Wait-NemoExport -Id $export.Id }; TargetId = { $export.Id } }
        @{ Id = 'NemoExportFinished'; Cmdlet = 'Stop-NemoExport'; Next = 'Wait-NemoExport'
            Arrange = { $export = New-FinishedExport }
            Act = { Stop-NemoExport -Id $export.Id }; Target = { $export.Id } }
        @{ Id = 'NemoNoExport'; Cmdlet = 'Invoke-Nemo'; Next = 'Start-NemoExport'
            Act = { Invoke-Nemo 'is the export done?' }; Target = { $session.SessionId } }
        # The export is finished, but it wasn't polled since.
        @{ Id = 'NemoNoExportInProgress'; Cmdlet = 'Invoke-Nemo'; Next = 'Get-NemoExport'
            Arrange = { $null = Start-NemoExport }
            Act = { Invoke-Nemo 'cancel the export' }; Target = { $session.SessionId } }
        @{ Id = 'NemoConnectionFailed'; Cmdlet = 'Connect-Nemo'; Next = 'API'; IsTerminating = $true
            Act = { Connect-Nemo -ApiUrl 'http://127.0.0.1:9' -Token 'nmv_usr_any' -Option $option }; Target = { [uri] 'http://127.0.0.1:9' } }
        @{ Id = 'NemoConnectionLost'; Cmdlet = 'Get-NemoState'; InMessage = '127\.0\.0\.1'
            Arrange = { $emulator.AddFault('GET /api/state/*: reset x*') }
            Act = { Get-NemoState }; Target = { $session.SessionId } }
        # No input causes a permanent bug, so the test damages the connection.
        @{ Id = 'NemoUnexpectedFailure'; Cmdlet = 'Get-NemoState'; Next = 'InnerException'
            Arrange = {
                $damaged = Connect-Nemo -Token $secret -PassThru 6> $null
                $field = [System.Reflection.BindingFlags] 'Instance, NonPublic'
                $client = $damaged.GetType().GetProperty('Client', $field).GetValue($damaged)
                $transport = $client.GetType().GetField('_transport', $field).GetValue($client)
                $transport.GetType().GetField('<origin>P', $field).SetValue($transport, $null)
            }
            Act = { Get-NemoState -Session 'any' -Connection $damaged }; Target = { 'any' } }
        @{ Id = 'NemoTimeout'; Cmdlet = 'Wait-NemoExport'; InMessage = '0\.05'
            Arrange = { $export = New-UnfinishedExport }
            Act = { Wait-NemoExport -Id $export.Id -TimeoutSec 0.05 }; Target = { $export.Id } }
        @{ Id = 'NemoInvalidResponse'; Cmdlet = 'Get-NemoCredit'; Next = 'API'
            Arrange = { $emulator.AddFault('GET /api/credits/*: answer 200 text/html <html>hello</html> x4') }
            Act = { Get-NemoCredit } }
        @{ Id = 'NemoEditFailed'; Cmdlet = 'Invoke-NemoEdit'; Next = 'Get-NemoState'
            Arrange = { $emulator.AddFault('POST /run_sse: error event "the model is down" after 1 events') }
            Act = { Invoke-NemoEdit -Message 'title "x"' }; Target = { $session.SessionId } }
        @{ Id = 'NemoAwaitingInput'; Cmdlet = 'Invoke-NemoEdit'; Next = 'Invoke-NemoEdit'
            Arrange = {
                $question = '{"type":"tool_call","name":"ask_question","args":{"questions":[{"prompt":"Which?","options":[{"label":"Both"}]}]}}'
                $emulator.AddFault("POST /run_sse: raw lines data: $question after 0 events")
            }
            Act = { Invoke-NemoEdit -Message 'title "x"' }; Target = { $session.SessionId }; InMessage = 'Which\?' }
        @{ Id = 'NemoEditUnchanged'; Cmdlet = 'Invoke-NemoEdit'; Next = 'rephrase the message'
            Act = { Invoke-NemoEdit -Message 'hello' -FailIfUnchanged }; Target = { $session.SessionId } }
        @{ Id = 'NemoNoSession'; Cmdlet = 'Get-NemoState'; Next = 'New-NemoSession'; IsTerminating = $true
            Arrange = { $fresh = Connect-Nemo -NoCache -PassThru -WarningAction SilentlyContinue 6> $null }
            Act = { Get-NemoState -Connection $fresh } }
        @{ Id = 'NemoNoConnection'; Cmdlet = 'Disconnect-Nemo'; Next = 'Connect-Nemo'
            Arrange = { Disconnect-Nemo }
            Act = { Disconnect-Nemo } }
        @{ Id = 'NemoNotConnected'; Cmdlet = 'Get-NemoCredit'; Next = 'Connect-Nemo'; IsTerminating = $true
            Arrange = { try { Connect-Nemo -Skill 'none' } catch { } }
            Act = { Get-NemoCredit } }
        @{ Id = 'NemoAmbiguousSession'; Cmdlet = 'Get-NemoState'; Next = 'Get-NemoSession -All'; IsTerminating = $true
            Arrange = { $null = 'twin', 'twin' | New-NemoSession }
            Act = { Get-NemoState -Session 'twi?' }; Target = { 'twi?' } }
        @{ Id = 'NemoConnectionClosed'; Cmdlet = 'Get-NemoCredit'; Next = 'Connect-Nemo'; IsTerminating = $true
            Arrange = { $closed = Connect-Nemo -PassThru 6> $null; Disconnect-Nemo -Connection $closed }
            Act = { Get-NemoCredit -Connection $closed }; Target = { $closed } }
        @{ Id = 'NemoNoConnectionInRunspace'; Cmdlet = 'Get-NemoCredit'; Next = '-Connection \$using:'; IsTerminating = $true
            Act = {
                $background = Start-Background -Script 'try { Get-NemoCredit -ErrorAction SilentlyContinue } catch { throw $_ }'
                try { $background.Shell.EndInvoke($background.Invocation) } catch { throw $_.Exception.InnerException.ErrorRecord } finally { Stop-Background $background }
            } }
        @{ Id = 'NemoPathInsteadOfId'; Cmdlet = 'Wait-NemoExport'; Next = '-Destination'; IsTerminating = $true
            Act = { Wait-NemoExport ./out }; Target = { './out' } }
        @{ Id = 'NemoSessionAndSessionPerFile'; Cmdlet = 'Send-NemoUpload'; InMessage = '-Session\b.*-SessionPerFile'; IsTerminating = $true
            Act = { Send-NemoUpload -LiteralPath $clip -Session $session -SessionPerFile } }
        @{ Id = 'NemoThrottleLimitWithoutSessionPerFile'; Cmdlet = 'Send-NemoUpload'; Next = '-SessionPerFile'; IsTerminating = $true
            Act = { Send-NemoUpload -LiteralPath $clip -ThrottleLimit 2 } }
        @{ Id = 'NemoNoSessionInInput'; Cmdlet = 'Get-NemoState'; Next = 'Send-NemoUpload'
            Act = { [pscustomobject] @{ Color = 'red' } | Get-NemoState }; TargetText = '@{Color=red}' }
        @{ Id = 'NemoNoExportInInput'; Cmdlet = 'Wait-NemoExport'; Next = 'Start-NemoExport'
            Act = { $session | Wait-NemoExport }; Target = { $session } }
        @{ Id = 'NemoNoTimelineInInput'; Cmdlet = 'Export-NemoTimeline'; Next = 'Get-NemoState'
            Act = { $session | Export-NemoTimeline -Path "$folder/a.svg" }; Target = { $session } }
        @{ Id = 'NemoNoResultInInput'; Cmdlet = 'Export-NemoReport'; Next = 'New-NemoVideo'
            Act = { $session | Export-NemoReport -Path "$folder/a.html" }; Target = { $session } }
        @{ Id = 'NemoUnsupportedPicture'; Cmdlet = 'Export-NemoTimeline'; Next = '\.svg'; IsTerminating = $true
            Act = { Get-NemoState | Export-NemoTimeline -Path "$folder/a.png" }; Target = { "$folder/a.png" } }
        @{ Id = 'NemoNoMessageInInput'; Cmdlet = 'Invoke-NemoEdit'; Next = '-Message'
            Arrange = { $result = Invoke-NemoEdit -Message 'title "x"' -ResultOnly }
            Act = { $result | Invoke-NemoEdit }; Target = { $result } }
        @{ Id = 'NemoNoPathInInput'; Cmdlet = 'New-NemoVideo'; Next = 'Get-ChildItem'
            Act = { $session | New-NemoVideo 'x' -Destination ./out }; Target = { $session } }
        @{ Id = 'NemoShardsWithoutToken'; Cmdlet = 'New-NemoVideo'; Next = 'Connect-Nemo -Token'; IsTerminating = $true
            Act = { 0, 1 | ForEach-Object { New-NemoVideo 'x' -Destination ./out -LiteralPath $clip -ShardIndex $_ -ShardCount 2 } } }
        @{ Id = 'NemoSessionAndInput'; Cmdlet = 'Start-NemoExport'; InMessage = '-Session\b'; IsTerminating = $true
            Act = { $session | Start-NemoExport -Session $session } }
        @{ Id = 'NemoIdAndInput'; Cmdlet = 'Wait-NemoExport'; Next = '-Destination'; IsTerminating = $true
            Act = { 'render_1' | Wait-NemoExport ./out } }
        @{ Id = 'NemoAmbiguousRequest'; Cmdlet = 'Invoke-Nemo'; Next = '-Force'
            Act = { Invoke-Nemo 'reduce the size before I download it' }; Target = { 'reduce the size before I download it' } }
        @{ Id = 'NemoNoFileNamed'; Cmdlet = 'Invoke-Nemo'; Next = '-Path'
            Act = { Invoke-Nemo 'upload' }; Target = { 'upload' } }
        @{ Id = 'NemoUnclearPath'; Cmdlet = 'Invoke-Nemo'; Next = '-Path'
            Act = { Invoke-Nemo 'upload ./in but not ./in/a.mp4' }; Target = { 'upload ./in but not ./in/a.mp4' } }
        # On other systems, a browser would open.
        @{ Id = 'NemoBrowserNotOpened'; Cmdlet = 'Get-NemoSessionLink'; InMessage = 'xdg-open'
            Skip = if ($PSVersionTable.PSEdition -ne 'Core' -or -not $IsLinux) { 'a browser would open here' }
            Arrange = { $env:PATH = $folder }
            Act = { Get-NemoSessionLink -Show }; NotInMessage = 'claim'; Target = { $session.SessionId } }
        @{ Id = 'NemoEmptyArgument'; Cmdlet = 'Invoke-NemoEdit'; Next = '-Session'; IsTerminating = $true
            Act = { Invoke-NemoEdit -Message 'x' -Session '' } }
        @{ Id = 'NemoProxyCredentialWithoutProxy'; Cmdlet = 'Connect-Nemo'; Next = '-Proxy'; IsTerminating = $true
            Act = { Connect-Nemo -ProxyCredential ([pscredential]::new('user', (ConvertTo-SecureString -String 'x' -AsPlainText -Force))) } }
    )
    # The category of each ID is that of its entry in the help.
    $categories = @{}
    switch -Regex -File "$PSScriptRoot/../../src/NemoVideo.PowerShell/Errors/errors.md" {
        '^### (?<Id>\w+) \((?<Category>\w+)\)$' { $categories[$Matches.Id] = $Matches.Category }
    }
    $failures | ForEach-Object { $_.Category = $categories[$_.Id] }
    $caused = @(@{ Caused = $failures.Id; Described = $categories.Keys })
}

BeforeAll {
    . $PSScriptRoot/common.ps1
    $secret = 'nmv_usr_secret_of_the_user'
    $emulator = Start-NemoEmulator -ArgumentList '--no-ffmpeg', '--credits', '1000000', '--silent-rate', '0', '--token', $secret
    Set-NemoEnvironment -ApiUrl $emulator.Url
    Import-Module -Name (Get-NemoModulePath) -Force
    $option = @{ RetryDelaySec = 0.001; RetryCount = 1; RenderPollIntervalSec = 0.02; StatePollIntervalSec = 0.02; StatePollCount = 2 }
    $registered = Connect-Nemo -Token $secret -Option $option -PassThru 6> $null
    $clip = Get-SampleClip -Name 'sunset.mp4'
    $path = $env:PATH

    function New-FinishedExport { Start-NemoExport | Wait-NemoExport }

    # Returns an export that the service always reports as in progress.
    function New-UnfinishedExport {
        $export = Start-NemoExport
        $emulator.AddFault("GET /api/render/proxy/lambda/$($export.Id): answer 200 {""id"":""$($export.Id)"",""status"":""processing"",""progress"":40} x*")
        $export
    }

    function Get-SentCount { $emulator.GetRequests().Count }
}

AfterAll {
    $env:PATH = $path
    Disconnect-Nemo -ErrorAction Ignore
    Stop-NemoEmulator -Emulator $emulator
    Restore-NemoEnvironment
}

Describe 'Errors' {
    BeforeEach {
        # Pester sets Stop, which would make a non-terminating error terminate.
        $ErrorActionPreference = 'Continue'
        $emulator.Reset()
        $null = Connect-Nemo -Option $option 6> $null
        $session = New-NemoSession -Name 'errors'
        $null = Send-NemoUpload -LiteralPath $clip
        $folder = New-TestFolder
    }

    AfterEach {
        $env:PATH = $path
        Remove-Item -LiteralPath $folder -Recurse -Force
    }

    It 'are all caused in this file' -ForEach $caused {
        $Described | Sort-Object | Should -Be @($Caused | Sort-Object -Unique)
    }

    It '<Id> of <Cmdlet> has a message, a target and a recommended action' -ForEach $failures {
        if ($Skip) { Set-ItResult -Skipped -Because $Skip }
        if ($Arrange) { . $Arrange }

        $thrown = $null
        $records = @(try { & $Act 2>&1 6> $null | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] } } catch { $thrown = $_ })
        $env:PATH = $path

        [bool] $thrown | Should -Be ([bool] $IsTerminating) -Because "it is $(if ($IsTerminating) { 'terminating' } else { 'not terminating' })"
        $all = @($records) + @($thrown | Where-Object { $_ })
        $all.Count | Should -Be 1 -Because 'a failure causes one error'
        $failure = $all[0]

        $failure.FullyQualifiedErrorId | Should -BeExactly "$Id,NemoVideo.PowerShell.Commands.$($Cmdlet.Replace('-', ''))Command"
        "$($failure.CategoryInfo.Category)" | Should -BeExactly $Category
        $failure.InvocationInfo.MyCommand.Name | Should -BeExactly $Cmdlet
        $failure.Exception.GetType().BaseType.Name, $failure.Exception.GetType().Name | Should -Contain 'NemoException'
        "$failure" | Should -Match '^\S[^\n]*[^\s.]\.$' -Because 'the message is a sentence that ends with a period'
        $failure.ErrorDetails.RecommendedAction | Should -Match '^[A-Z][^\n]*[^\s.]\.$' -Because 'the recommended action is a sentence that ends with a period'
        if ($Next) { $failure.ErrorDetails.RecommendedAction | Should -Match $Next }
        if ($InMessage) { "$failure" | Should -Match $InMessage }

        if ($NotInMessage) { "$failure" | Should -Not -Match $NotInMessage }

        if ($Target) { $failure.TargetObject | Should -Be (. $Target) }
        elseif ($TargetId) { $failure.TargetObject.Id | Should -Be (. $TargetId) }
        elseif ($TargetText) { "$($failure.TargetObject)" | Should -BeLike $TargetText }
        else { $failure.TargetObject | Should -BeNullOrEmpty }

        # A path is named by its file name at least.
        $name = if ($TargetId) { $failure.TargetObject.Id } elseif ($failure.TargetObject -is [string]) { ($failure.TargetObject -split '[/\\]')[-1] }
        if ($name) { "$failure" | Should -BeLike "*$([WildcardPattern]::Escape($name))*" -Because 'the message names the target' }
    }
}

Describe 'A non-terminating error' {
    BeforeAll {
        $null = Connect-Nemo -Option $option 6> $null
        $session = New-NemoSession -Name 'errors'
    }

    BeforeEach {
        $ErrorActionPreference = 'Continue'
        $emulator.Reset()
    }

    It 'ends the cmdlet with -ErrorAction Stop and can be caught' {
        $sent = Get-SentCount
        $caught = try { 'unknown', $session.SessionId | Get-NemoState -ErrorAction Stop } catch { $_ }
        $caught.FullyQualifiedErrorId | Should -Be 'NemoSessionNotFound,NemoVideo.PowerShell.Commands.GetNemoStateCommand'
        $caught.TargetObject | Should -Be 'unknown'
        Get-SentCount | Should -Be ($sent + 1) -Because 'no request is sent for the second input'
    }

    It 'is written instead of a terminating error after the first success, and no more requests are sent' {
        $null = Send-NemoUpload -LiteralPath $clip -Session $session
        $other = New-NemoSession -Name 'other'
        $emulator.AddFault("POST /api/render/proxy/lambda: answer 200 {""id"":""render_0_a"",""status"":""pending""}`nPOST /api/render/proxy/lambda: status 402")
        $null = Send-NemoUpload -LiteralPath $clip -Session $other
        $begun = $session, $other, 'third' | Start-NemoExport -ErrorVariable failures -ErrorAction SilentlyContinue
        @($begun).Count | Should -Be 1
        @($failures).Count | Should -Be 1
        $failures.FullyQualifiedErrorId | Sort-Object -Unique | Should -Be 'NemoExportBlocked,NemoVideo.PowerShell.Commands.StartNemoExportCommand'
        @($emulator.GetRequests() | Where-Object { $_.path -eq '/api/state/nemo_agent/me/third/latest' -or $_.path -like '*third*' }).Count | Should -Be 0
    }

    It 'closes the stream of an edit with -ErrorAction Stop' {
        $emulator.AddFault('POST /run_sse: raw frame {"type":"error","message":"no"} after 1 events')
        { Invoke-NemoEdit -Message 'title "x"' -Session $session -ErrorAction Stop } | Should -Throw -ErrorId 'NemoEditFailed,*'
        Wait-Until { @(Get-SentMessage $emulator)[-1].state -ne 'open' }
    }
}

Describe 'A terminating error' {
    BeforeEach {
        $ErrorActionPreference = 'Continue'
        $emulator.Reset()
    }

    It 'cannot be suppressed with -ErrorAction <_>' -ForEach 'SilentlyContinue', 'Ignore' {
        { Connect-Nemo -Skill 'none' -ErrorAction $_ } | Should -Throw -ErrorId 'NemoInvalidArgument,NemoVideo.PowerShell.Commands.ConnectNemoCommand'
    }

    It 'is caught by its ID, because scripts cannot name its type' -Skip:($PSVersionTable.PSEdition -ne 'Core') {
        $typed = [scriptblock]::Create("try { Connect-Nemo -Skill 'none' } catch [NemoVideo.Client.Errors.NemoException] { 'typed' } catch { 'any' }")
        $typed | Should -Throw -ErrorId 'TypeNotFound'
        $caught = try { Connect-Nemo -Skill 'none' } catch { switch -Wildcard ($_.FullyQualifiedErrorId) { 'NemoInvalidArgument,*' { 'by id' } } }
        $caught | Should -Be 'by id'
    }
}

Describe 'Verbose, debug and warning output' {
    BeforeAll {
        # The token of this connection is known, so that the output can be searched for it.
        $null = Connect-Nemo -Token $secret -Option $option 6> $null
        $session = New-NemoSession -Name 'verbose'
        $folder = New-TestFolder
        function Invoke-MainJob {
            param([string] $Message, [hashtable] $With)
            # Before PowerShell 7.6, -Debug asks for confirmation like -Confirm.
            $PSDefaultParameterValues = @{ '*-Nemo*:Confirm' = $false }
            $null = Send-NemoUpload -LiteralPath $clip @With
            $null = Invoke-NemoEdit -Message $Message @With
            $null = Start-NemoExport @With | Wait-NemoExport -Destination $folder -Force @With
            $null = Get-NemoCredit @With
            $null = Get-NemoSessionLink @With
        }
    }

    AfterAll {
        Remove-Item -LiteralPath $folder -Recurse -Force
    }

    BeforeEach {
        $ErrorActionPreference = 'Continue'
        $emulator.Reset()
    }

    It 'has one line for each request with -<Switch>: method, path, status and milliseconds' -ForEach @(
        @{ Switch = 'Verbose'; Type = [System.Management.Automation.VerboseRecord] }
        @{ Switch = 'Debug'; Type = [System.Management.Automation.DebugRecord] }
    ) {
        $sent = Get-SentCount
        $output = @(Invoke-MainJob 'add a title that says "Whispered"' @{ $Switch = $true } 2>&1 4>&1 5>&1)
        $output | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] } | Should -BeNullOrEmpty
        $lines = @($output | Where-Object { $_ -is $Type } | ForEach-Object { "$_" })
        # With -Verbose, ShouldProcess writes its own message, and the skill has a tip.
        $requests = @($lines | Where-Object { $_ -notlike 'Performing the operation *' -and $_ -notlike 'Tip: *' })
        $requests | ForEach-Object { $_ | Should -Match '^(GET|POST) /[^? ]+ -> \d{3} \(\d+ ms\)$' }
        $requests.Count | Should -Be ((Get-SentCount) - $sent) -Because 'each request has one line'
    }

    It 'contains no token, header or body with -<_>' -ForEach 'Verbose', 'Debug' {
        $lines = Invoke-MainJob 'add a title that says "Whispered"' @{ $_ = $true } 4>&1 5>&1 6>&1 |
            Where-Object { "$_" -notlike 'Performing the operation *' } | Out-String -Width 500
        $lines.Length | Should -BeGreaterThan 100
        $lines | Should -Not -Match 'secret_of_the_user|Bearer|Authorization|X-Skill|Content-|claim\?ct|"draft"|Whispered'
    }

    It 'contains no token if the service repeats it in an error response with -Debug' {
        $emulator.AddFault("GET /api/credits/*: answer 400 {""error"":""bad token $secret""}")
        $all = Get-NemoCredit -Debug -Verbose 2>&1 4>&1 5>&1
        ($all | Out-String -Width 500) | Should -Match 'bad token'
        ($all | ForEach-Object { "$_"; $_.Exception; $_.ErrorDetails.RecommendedAction } | Out-String -Width 500) | Should -Not -Match 'secret_of_the_user'
    }

    It 'names a session by its name and ID' {
        $named = New-NemoSession -Name 'Rome'
        Start-NemoExport -Session 'Rome' -ErrorAction SilentlyContinue -ErrorVariable failure
        foreach ($fact in 'Rome', $named.SessionId) { "$($failure[0])" | Should -BeLike "*$fact*" }
        $failure[0].TargetObject | Should -Be $named.SessionId
    }

    It 'has a line for a request without a response' {
        $emulator.AddFault('GET /api/credits/*: reset x2')
        $lines = Get-NemoCredit -Verbose -ErrorAction SilentlyContinue 4>&1 | ForEach-Object { "$_" }
        $lines[0] | Should -Match '^GET /api/credits/balance/simple -> [^\d(]+ \(\d+ ms\)$'
        $lines[1] | Should -Match '\b1\b'
        $lines[2] | Should -Match '^GET /api/credits/balance/simple -> [^\d(]+ \(\d+ ms\)$'
        $lines | Should -HaveCount 3
    }

    It 'is empty without -Verbose and -Debug' {
        Invoke-MainJob 'add a title that says "Quiet"' @{} 3>&1 4>&1 5>&1 6>&1 | Should -BeNullOrEmpty
    }

    It 'is one warning that names Get-NemoState if an edit survived a lost connection' {
        $null = Send-NemoUpload -LiteralPath $clip -Session $session
        $null = Connect-Nemo -Token $secret -Option ($option + @{ RecoveryDelaySec = 0.02; RecoveryIntervalSec = 0.02 }) 6> $null
        $emulator.AddFault('POST /run_sse: drop after 4 events')
        $result = Invoke-NemoEdit -Message 'title "survived"' -Session $session -ResultOnly -WarningVariable warning -WarningAction SilentlyContinue
        $result.Status | Should -Be 'Succeeded'
        $warning | Should -HaveCount 1
        "$warning" | Should -BeLike '*Get-NemoState*'
    }

    It 'ends the cmdlet with -WarningAction Stop' {
        { Invoke-NemoEdit -Message 'hello' -Session $session -WarningAction Stop } | Should -Throw
        Wait-Until { @(Get-SentMessage $emulator)[-1].state -ne 'open' }
    }
}
