# How file names and URLs are shown: no name controls the terminal or starts a new line, and no URL shows a password or a
# signature.
BeforeDiscovery {
    # Clears the screen and renames the window, starts a new line, returns to the start of the line, reverses the text direction.
    $names = @(
        @{ Kind = 'escape sequences'; Name = "a$([char] 27)[2J$([char] 27)]0;owned$([char] 7)$([char] 0x9b)1Ab" }
        @{ Kind = 'a line break'; Name = "a`nFORGED: all files are deleted" }
    )
}

BeforeAll {
    . $PSScriptRoot/common.ps1
    $emulator = Start-NemoEmulator -ArgumentList '--no-ffmpeg', '--credits', '1000000', '--silent-rate', '0'
    Set-NemoEnvironment -ApiUrl $emulator.Url
    Import-Module -Name (Get-NemoModulePath) -Force
    $option = @{ StatePollIntervalSec = 0.02; StatePollCount = 1; RenderPollIntervalSec = 0.02; RetryDelaySec = 0.001; RetryCount = 0; RecoveryDelaySec = 0.02; RecoveryIntervalSec = 0.02 }
    $null = Connect-Nemo -Option $option 6> $null
    $clip = Get-SampleClip -Name 'sunset.mp4'

    # A runspace without a host, so that its output doesn't reach this one.
    $state = [System.Management.Automation.Runspaces.InitialSessionState]::CreateDefault()
    $state.ImportPSModule([string[]] (Get-NemoModulePath))
    $runspace = [runspacefactory]::CreateRunspace($state)
    $runspace.Open()

    # Runs a script there with every stream enabled, and returns what a host would show: the streams, the output in its default views,
    # and the errors in both views. Secrets are passed as variables, because an error repeats the command line.
    function Get-Displayed {
        param([string] $Script, [hashtable] $With = @{})
        $pipeline = [powershell]::Create()
        $pipeline.Runspace = $runspace
        try {
            $leading = 'param($With) foreach ($key in $With.Keys) { Set-Variable -Name $key -Value $With[$key] }; $InformationPreference = $VerbosePreference = $DebugPreference = "Continue"; '
            $null = $pipeline.AddScript("$leading`n$Script").AddArgument($With)
            $thrown = $null
            $output = try { $pipeline.Invoke() } catch { $thrown = $_.Exception.InnerException.ErrorRecord }
            $streams = $pipeline.Streams
            foreach ($record in @($streams.Verbose) + @($streams.Debug) + @($streams.Warning) + @($streams.Information)) { "$record" }
            foreach ($record in $streams.Progress) { $record.Activity, $record.StatusDescription }
            $output | Out-String -Width 400 -Stream
            $output | Format-List | Out-String -Width 400 -Stream
            # After an object of another type, PowerShell lists the default properties.
            @([pscustomobject] @{ First = 1 }) + @($output) | Out-String -Width 400 -Stream
            @(Get-Item -LiteralPath $PSHOME) + @($output) | Out-String -Width 400 -Stream
            $output | Format-Wide | Out-String -Width 400 -Stream
            foreach ($failure in @($streams.Error) + @($thrown | Where-Object { $_ })) {
                foreach ($ErrorView in 'NormalView', 'ConciseView') { $failure | Out-String -Width 400 -Stream }
                "$failure", "$($failure.CategoryInfo)", $failure.CategoryInfo.TargetName, $failure.ErrorDetails.RecommendedAction
            }
        } finally {
            $pipeline.Dispose()
        }
    }

    # Runs a script in a new PowerShell process and returns what the terminal shows, including text that goes straight to the host.
    function Get-Printed {
        param([string] $Script, [hashtable] $With = @{})
        $file = Join-Path -Path $TestDrive -ChildPath "$([guid]::NewGuid()).clixml"
        $With | Export-Clixml -LiteralPath $file
        Invoke-NewPowerShell ("Import-Module '$(Get-NemoModulePath)'; `$With = Import-Clixml -LiteralPath '$file'; foreach (`$key in `$With.Keys) { Set-Variable -Name `$key -Value `$With[`$key] }`n`$ErrorActionPreference = `$VerbosePreference = 'Continue'`n$Script")
    }

    $null = Get-Displayed 'Connect-Nemo -Option $option' @{ option = $option }

    function Assert-NoControlCharacter {
        param([string[]] $Shown)
        @($Shown).Count | Should -BeGreaterThan 0
        foreach ($line in $Shown) {
            # PowerShell's own colors are not part of the file name.
            $line -replace '\e\[[0-9;]*m' | Should -Not -Match '[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]'
            $line | Should -Not -Match '^\s*FORGED'
        }
    }
}

AfterAll {
    $runspace.Dispose()
    Disconnect-Nemo -ErrorAction Ignore
    Stop-NemoEmulator -Emulator $emulator
    Restore-NemoEnvironment
}

Describe 'A file name with <Kind>' -ForEach $names -Skip:($env:OS -eq 'Windows_NT') {
    BeforeAll {
        $folder = New-TestFolder
        $file = "$folder/$Name.mp4"
        Copy-Item -LiteralPath $clip -Destination $file
        $bad = "$folder/$Name.txt"
        [System.IO.File]::WriteAllText($bad, 'no video')
        $with = @{ file = $file; bad = $bad }
    }

    AfterAll { Remove-Item -LiteralPath $folder -Recurse -Force }

    It 'is shown without control characters with -WhatIf and in an error' {
        $shown = Get-Printed 'Send-NemoUpload -LiteralPath $file -WhatIf -SessionPerFile; Send-NemoUpload -LiteralPath $bad' $with
        $shown[0] | Should -Match '^What if: '
        $shown[1] | Should -Match '^What if: .*\b1\b'
        Assert-NoControlCharacter $shown
    }

    It 'is unchanged in the target of the error' {
        Send-NemoUpload -LiteralPath $bad -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].TargetObject | Should -BeExactly $bad
    }

    It 'finds the session of that name' {
        $made = New-NemoSession -Name "$Name only"
        (Get-NemoState -Session "$Name only").SessionId | Should -Be $made.SessionId
    }
}

Describe 'A secret in a URL' {
    BeforeAll {
        $secret = 'https://anna:hunter2@cdn.invalid/films/beach.mp4?sv=1&sig=abcSIGdef&Signature=xyzSIG#fragSIG'
        function Assert-NoSecret {
            param([string[]] $Shown, [string] $Expect = 'https:\\?/\\?/cdn\.invalid\\?/films\\?/beach\.mp4\?…')
            "$Shown" | Should -Match $Expect
            "$Shown" | Should -Not -Match 'hunter2|anna|SIG'
        }
    }

    BeforeEach {
        $emulator.Reset()
        $null = Connect-Nemo -Option $option 6> $null
    }

    It 'is not shown by <Script>' -ForEach @(
        @{ Script = 'Send-NemoUpload -Url $secret -SessionPerFile'; Fault = 'POST /api/upload-video/*: code 4001' }
        @{ Script = 'Send-NemoUpload -Url $secret'; Fault = 'POST /api/upload-video/*: status 500 x*' }
        @{ Script = 'Invoke-Nemo "upload $secret"'; Fault = 'POST /api/upload-video/*: code 4001' }
        @{ Script = 'Invoke-NemoEdit "hello $secret"' }
        @{ Script = 'Wait-NemoExport $secret' }
        @{ Script = 'Connect-Nemo -ApiUrl $secret'; Expect = 'NemoInvalidArgument' }
        @{ Script = 'Connect-Nemo -Proxy $bare'; Expect = 'NemoInvalidArgument' }
        @{ Script = 'Connect-Nemo -ApiUrl "https://nemo.invalid/" -Token "nmv_usr_x" -Proxy $proxy -Option @{ RetryCount = 0 }'; Expect = 'http://127\.0\.0\.1:9' }
    ) {
        $with = @{
            secret = $secret; bare = 'anna:hunter2@proxy:8080'
            proxy = 'http://anna:hunter2@127.0.0.1:9/?SIG'; option = $option
        }
        $null = Get-Displayed 'Connect-Nemo -Option $option; New-NemoSession -Name "addresses"' $with
        if ($Fault) { $emulator.AddFault($Fault) }
        $shown = Get-Displayed $Script $with
        if ($Expect) { Assert-NoSecret $shown $Expect } else { Assert-NoSecret $shown }
    }

    It 'is not shown with -WhatIf and -Verbose' {
        $shown = Get-Printed 'Send-NemoUpload -Url $secret -WhatIf; Invoke-Nemo "upload $secret" -WhatIf; Invoke-NemoEdit "add $secret" -WhatIf' @{ secret = $secret }
        @($shown -match '^What if: Performing').Count | Should -Be 3
        Assert-NoSecret $shown
    }

    It 'is not in the error''s target or any property that Format-List shows' {
        $null = New-NemoSession -Name 'target'
        $emulator.AddFault('POST /api/upload-video/*: code 4001')
        Send-NemoUpload -Url $secret -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].TargetObject | Should -Be 'https://cdn.invalid/films/beach.mp4?…'
        ($failure[0] | Format-List -Property * -Force | Out-String -Width 400) | Should -Not -Match 'hunter2|anna|SIG'
    }

    It 'in a text of the service is not shown in <Kind>' -ForEach @(
        @{ Kind = 'an export'; Script = 'Get-NemoExport -Id r; Wait-NemoExport -Id r'; Fault = 'GET /api/render/proxy/lambda/*: answer 200 {"id":"r","status":"failed","error":"URL"} x*' }
        @{ Kind = 'an upload'; Script = 'Send-NemoUpload -LiteralPath $clip'; Fault = 'POST /api/upload-video/*: answer 200 {"code":0,"data":{"files":[{"filename":"URL","file_type":"video","hash":"h"}]}}' }
        @{ Kind = 'a session'; Script = 'Get-NemoSession s'; Fault = 'GET /api/state/*: answer 200 {"data":{"task_name":"URL","state":{}}} x*' }
        @{ Kind = 'a timeline'; Script = '($state = Get-NemoState -Session s); $state.Tracks; $state.Tracks.Segments'; Fault = 'GET /api/state/*: answer 200 {"data":{"task_name":"URL","state":{"draft":{"t":[{"tt":0,"name":"URL","sg":[{"d":9000,"name":"URL"}]}]}}}} x*' }
        @{ Kind = 'events'; Script = 'Invoke-NemoEdit -Message m'; Fault = 'POST /run_sse: flood 200 1 text/event-stream <<data: {"type":"error","code":"E URL","message":"URL"}\n\ndata: {"type":"tool_call","name":"URL"}\n\ndata: {"type":"tool_result","name":"URL"}\n\ndata: {"type":"odd","a":"URL"}\n\n>>' }
        @{ Kind = 'an unknown event with escaped slashes'; Script = 'Invoke-NemoEdit -Message m'; Fault = 'POST /run_sse: flood 200 1 text/event-stream <<data: {"type":"odd","a":"ESCAPED"}\n\n>>' }
        @{ Kind = 'a debug message with escaped slashes'; Script = 'Get-NemoState -Session s'; Fault = 'GET /api/state/*: answer 400 {"code":9,"u":"ESCAPED"} x*' }
    ) {
        $null = Get-Displayed 'Connect-Nemo -Option $option; New-NemoSession -Name "texts"' @{ option = $option }
        $emulator.AddFault($Fault.Replace('URL', $secret).Replace('ESCAPED', $secret.Replace('/', '\/')))
        $shown = Get-Displayed $Script @{ clip = $clip }
        Assert-NoSecret $shown
    }

    It 'in the name of a session is not shown, and the name finds the session' {
        $made = New-NemoSession -Name $secret
        (Get-NemoState -Session $secret).SessionId | Should -Be $made.SessionId
        Assert-NoSecret (Get-Displayed 'New-NemoSession -Name $secret; Get-NemoSession' @{ secret = $secret })
    }

    It 'is sent to the service unchanged' {
        $null = New-NemoSession -Name 'sent'
        $null = Send-NemoUpload -Url $secret -ErrorAction SilentlyContinue
        $sent = @($emulator.GetRequests() | Where-Object { $_.method -eq 'POST' -and $_.path -like '/api/upload-video/*' })[-1]
        $sent.body | Should -Match 'anna:hunter2@cdn\.invalid/films/beach\.mp4\?sv=1(&|\\u0026)sig=abcSIGdef'
    }

    It 'is in the Url property but in no default view' {
        $null = New-NemoSession -Name 'signed'
        $emulator.AddFault('POST /api/upload-video/*: answer 200 {"code":0,"data":{"files":[{"filename":"b.mp4","file_type":"video","hash":"h","cdn_url":"https://cdn.invalid/b.mp4?Signature=abcSIGdef"}]}}')
        $upload = Send-NemoUpload -LiteralPath $clip
        "$($upload.Url)" | Should -Match 'SIG'
        $shown = $upload | Format-List | Out-String -Width 400
        $shown | Should -Match 'https://cdn\.invalid/b\.mp4\?…'
        $shown | Should -Not -Match 'SIG'
        [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($upload)) | Format-List | Out-String -Width 400 |
            Should -Match 'https://cdn\.invalid/b\.mp4\?…'
    }
}
