# How file names, URLs and texts of the service are shown: none of them controls the terminal or starts a new line, and no URL shows a
# password or a signature.
BeforeAll {
    . $PSScriptRoot/common.ps1
    $emulator = Start-TestEnvironment
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
            $output | Format-Wide | Out-String -Width 400 -Stream
            foreach ($failure in @($streams.Error) + @($thrown | Where-Object { $_ })) {
                foreach ($ErrorView in 'NormalView', 'ConciseView') { $failure | Out-String -Width 400 -Stream }
                "$failure", "$($failure.CategoryInfo)", $failure.CategoryInfo.TargetName, "$($failure.TargetObject)", $failure.ErrorDetails.RecommendedAction
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

    # PowerShell's own colors are not part of a name.
    function Assert-NoControlCharacter {
        param([string[]] $Shown)
        $text = $Shown -join "`n" -replace '\e\[[0-9;]*m'
        $text | Should -Not -Match '[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]|\r(?!\n)'
    }
}

AfterAll {
    $runspace.Dispose()
    Stop-TestEnvironment $emulator
}

Describe 'A file name with control characters' -Skip:($env:OS -eq 'Windows_NT') {
    BeforeAll {
        $folder = New-TestFolder
        # Clears the screen, renames the window, and starts a new line.
        $name = "a$([char] 27)[2J$([char] 27)]0;owned$([char] 7)$([char] 0x9b)1Ab`nFORGED: all files are deleted"
        $file = "$folder/$name.mp4"
        Copy-Item -LiteralPath $clip -Destination $file
        $bad = "$folder/$name.txt"
        [System.IO.File]::WriteAllText($bad, 'no video')
    }

    AfterAll { Remove-Item -LiteralPath $folder -Recurse -Force }

    It 'is shown without them with -WhatIf and in an error' {
        $shown = Get-Printed 'Send-NemoUpload -LiteralPath $file -WhatIf -SessionPerFile; Send-NemoUpload -LiteralPath $bad' @{ file = $file; bad = $bad }
        $shown[0] | Should -Match '^What if: '
        Assert-NoControlCharacter $shown
        $shown | Should -Not -Match '^\s*FORGED'
    }

    It 'is unchanged in the target of the error' {
        Send-NemoUpload -LiteralPath $bad -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].TargetObject | Should -BeExactly $bad
    }
}

Describe 'A text of the service with control characters' {
    BeforeEach {
        $emulator.Reset()
        $null = Connect-Nemo -Option $option 6> $null
        $null = New-NemoSession -Name 'calm'
    }

    It 'does not control the terminal or begin a line in <Kind>' -ForEach @(
        @{ Kind = 'a timeline'; Script = { Get-NemoState | Out-String -Width 4000; Get-NemoState | Format-Table -Property Name, Summary | Out-String -Width 4000 }
            Fault = 'GET /api/state/*: answer 200 {"code":0,"data":{"session_id":"NAME","task_name":"NAME","state":{"draft":{"t":[{"tt":7,"m":{"name":"NAME"},"sg":[{"d":1000,"text":"NAME"}]}]}}}} x*' }
        @{ Kind = 'an export and its error'; Script = { Get-NemoExport -Id render_1 | Format-List | Out-String -Width 4000; Wait-NemoExport -Id render_1 2>&1 | Out-String -Width 4000 }
            Fault = 'GET /api/render/*: answer 200 {"id":"NAME","status":"failed","error":"NAME"} x*' }
        @{ Kind = 'a tool call'; Script = { Invoke-NemoEdit 'title "x"' 2>&1 | Out-String -Width 4000 }; IsLine = $true
            Fault = 'POST /run_sse: raw lines data: {"type":"tool_call","id":"NAME","name":"NAME","args":{"a":"b"}} after 1 events' }
        @{ Kind = 'an error event'; Script = { Invoke-NemoEdit 'title "x"' 2>&1 | Out-String -Width 4000 }; IsLine = $true
            Fault = 'POST /run_sse: raw lines data: {"type":"error","code":"NAME","message":"NAME"} after 1 events' }
        @{ Kind = 'the reason for a failure'; Script = { Get-NemoCredit -Debug *>&1 | Out-String -Width 4000 }
            Fault = 'GET /api/credits/*: answer 400 {"code":7,"message":"NAME"} x*' }
    ) {
        # JSON. Each of the characters ends a line in some program, or controls the terminal.
        $name = 'hidden\u001b[2J\u009b1A\u0007\r\n> forged\n! forged\u0085forged\u2028forged\u2029forged\tx\u202egpj\u2066\b'
        if ($IsLine) { $name = $name.Replace('\', '\\') }
        $emulator.AddFault($Fault.Replace('NAME', $name))
        $ErrorActionPreference = 'Continue'
        $shown = & $Script
        $shown -join '' | Should -Match 'hidden.*forged' -Because 'the text must be shown'
        Assert-NoControlCharacter $shown
        # The view of an error wraps its paragraph and marks each line.
        $shown -join "`n" -replace '\e\[[0-9;]*m' -replace '\r?\n +\| ', ' ' -split '\r\n|[\n\r\u0085\u2028\u2029]' |
            Where-Object { $_ -match 'forged' -and $_ -notmatch 'hidden' } | Should -BeNullOrEmpty
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
        @{ Script = 'Send-NemoUpload -Url $secret'; Fault = 'POST /api/upload-video/*: code 4001' }
        @{ Script = 'Invoke-NemoEdit "hello $secret"' }
        @{ Script = 'Connect-Nemo -ApiUrl $secret'; Expect = 'NemoInvalidArgument' }
        @{ Script = 'Connect-Nemo -ApiUrl "https://nemo.invalid/" -Token "nmv_usr_x" -Proxy $proxy -Option @{ RetryCount = 0 }'; Expect = 'http://127\.0\.0\.1:9' }
    ) {
        $with = @{ secret = $secret; proxy = 'http://anna:hunter2@127.0.0.1:9/?SIG'; option = $option }
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

    It 'in a text of the service is not shown in <Kind>' -ForEach @(
        @{ Kind = 'an export'; Script = 'Get-NemoExport -Id r; Wait-NemoExport -Id r'; Fault = 'GET /api/render/proxy/lambda/*: answer 200 {"id":"r","status":"failed","error":"URL"} x*' }
        @{ Kind = 'an upload'; Script = 'Send-NemoUpload -LiteralPath $clip'; Fault = 'POST /api/upload-video/*: answer 200 {"code":0,"data":{"files":[{"filename":"URL","file_type":"video","hash":"h"}]}}' }
        @{ Kind = 'a timeline'; Script = '($state = Get-NemoState -Session s); $state.Tracks; $state.Tracks.Segments'; Fault = 'GET /api/state/*: answer 200 {"data":{"task_name":"URL","state":{"draft":{"t":[{"tt":0,"name":"URL","sg":[{"d":9000,"name":"URL"}]}]}}}} x*' }
        @{ Kind = 'events'; Script = 'Invoke-NemoEdit -Message m'; Fault = 'POST /run_sse: flood 200 1 text/event-stream <<data: {"type":"error","code":"E URL","message":"URL"}\n\ndata: {"type":"tool_call","name":"URL"}\n\ndata: {"type":"tool_result","name":"URL"}\n\ndata: {"type":"odd","a":"URL"}\n\n>>' }
        @{ Kind = 'a debug message with escaped slashes'; Script = 'Get-NemoState -Session s'; Fault = 'GET /api/state/*: answer 400 {"code":9,"u":"ESCAPED"} x*' }
    ) {
        $null = Get-Displayed 'Connect-Nemo -Option $option; New-NemoSession -Name "texts"' @{ option = $option }
        $emulator.AddFault($Fault.Replace('URL', $secret).Replace('ESCAPED', $secret.Replace('/', '\/')))
        Assert-NoSecret (Get-Displayed $Script @{ clip = $clip })
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
    }
}
