BeforeAll {
    . $PSScriptRoot/common.ps1
    $emulator = Start-NemoEmulator -ArgumentList '--no-ffmpeg', '--credits', '1000'
    Set-NemoEnvironment -ApiUrl $emulator.Url
    Import-Module -Name (Get-NemoModulePath) -Force
    $null = Connect-Nemo 6> $null
    $first = New-NemoSession -Name 'Grüße aus Rom'
    $null = Send-NemoUpload -LiteralPath (Get-SampleClip -Name 'sunset.mp4')
    $export = Start-NemoExport | Wait-NemoExport -PollIntervalSec 0.05
    $second = New-NemoSession -Name 'harbour'

    function Get-Completion {
        param([string] $Line)
        (TabExpansion2 -inputScript $Line -cursorColumn $Line.Length).CompletionMatches
    }
}

AfterAll {
    Disconnect-Nemo -ErrorAction Ignore
    Stop-NemoEmulator -Emulator $emulator
    Restore-NemoEnvironment
}

Describe 'Completion' {
    It 'offers the sessions of the connection by name, newest first, for ''<_>''' -ForEach @(
        'Get-NemoState -Session ', 'Invoke-NemoEdit -Session ', 'Set-NemoSession ', 'Get-NemoSession ', 'Get-NemoSessionLink -Session ',
        'Get-NemoState ', 'Get-NemoSessionLink '
    ) {
        $found = Get-Completion $_
        $found.ListItemText | Should -Be @('harbour', 'Grüße aus Rom')
        $found.CompletionText | Should -Be @($second.SessionId, $first.SessionId)
        $found[1].ToolTip | Should -BeLike "*Grüße aus Rom*$($first.SessionId)*"
    }

    It 'finds a session by the beginning of its name or ID' {
        foreach ($line in 'Get-NemoState -Session grü', 'Get-NemoState grü', "Set-NemoSession 'Grüße aus", 'Invoke-NemoEdit "x" -Session "grüße aus R') {
            (Get-Completion $line).CompletionText | Should -Be $first.SessionId -Because $line
        }
        (Get-Completion "Get-NemoState -Session $($second.SessionId.Substring(0, 8))").CompletionText | Should -Be $second.SessionId
        Get-Completion 'Get-NemoState -Session "nope' | Where-Object ResultType -eq 'ParameterValue' | Should -BeNullOrEmpty
    }

    It 'offers the exports of the connection with their status for ''<_>''' -ForEach @(
        'Get-NemoExport -Id ', 'Wait-NemoExport ', 'Stop-NemoExport ', 'Save-NemoExport -Id '
    ) {
        $found = Get-Completion $_
        $found.CompletionText | Should -Be $export.Id
        $found.ListItemText | Should -Be "$($export.Id) (Completed)"
        $found.ToolTip | Should -BeLike 'Grüße aus Rom: Completed'
    }

    It 'uses the connection that -Connection names' {
        $line = 'Get-NemoState -Connection $other -Session '
        $other = $null
        (Get-Completion $line).Count | Should -Be 2
    }

    It 'offers languages by code or English name, those of the service first' {
        (Get-Completion 'New-NemoSession -Language ')[0..2].CompletionText | Should -Be @('en', 'zh-CN', 'ja')
        (Get-Completion 'New-NemoSession -Language Germ').CompletionText | Should -Be 'de'
    }

    It 'offers qualities, formats and skills' {
        (Get-Completion 'Start-NemoExport -Quality ').CompletionText | Sort-Object | Should -Be @('high', 'low', 'medium')
        (Get-Completion 'Start-NemoExport -Format ').CompletionText | Should -Be 'mp4'
        (Get-Completion 'Connect-Nemo -Skill v').CompletionText | Should -Be @('video-editing-with-4k', 'video-generation-4k')
    }

    It 'offers nothing and doesn''t fail without a connection' {
        $count = $emulator.GetRequests().Count
        Disconnect-Nemo
        try {
            Get-Completion 'Get-NemoState -Session ' | Where-Object ResultType -eq 'ParameterValue' | Should -BeNullOrEmpty
            Get-Completion 'Wait-NemoExport -Id ' | Where-Object ResultType -eq 'ParameterValue' | Should -BeNullOrEmpty
        } finally {
            $null = Connect-Nemo 6> $null
        }
        @($emulator.GetRequests() | Where-Object path -like '/api/state*').Count | Should -BeLessOrEqual $count
    }

    It 'offers the sessions of other processes' {
        $id = Invoke-NewPowerShell "Import-Module '$(Get-NemoModulePath)'; (New-NemoSession -Name 'Oslo trip' 6> `$null).SessionId"
        (Get-Completion 'Get-NemoState -Session osl').CompletionText | Should -Be $id
        (Get-Completion 'Get-NemoState -Session ').ListItemText | Should -Be @('Oslo trip', 'harbour', 'Grüße aus Rom')
    }

    It 'quotes the ID <_>, which PowerShell would otherwise read as a number or a parameter' -ForEach '1e3', '0x1F', '1kb', '42', '-Force', '1e-3' {
        $emulator.AddFault("POST /api/tasks/*: answer 200 {""code"":0,""data"":{""session_id"":""$_"",""task_id"":""t""}}")
        $null = New-NemoSession -Name "quoted $_" -ErrorAction SilentlyContinue
        (Get-Completion "Get-NemoState -Session 'quoted $_").CompletionText | Should -Be "'$_'"
    }
}
