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
        'Get-NemoExport -Id ', 'Wait-NemoExport ', 'Stop-NemoExport '
    ) {
        $found = Get-Completion $_
        $found.CompletionText | Should -Be $export.Id
        $found.ListItemText | Should -Be "$($export.Id) (Completed)"
        $found.ToolTip | Should -BeLike 'Grüße aus Rom: Completed'
    }

    It 'offers the languages that the service documents' {
        (Get-Completion 'New-NemoSession -Language ').CompletionText | Should -Be @('en', 'zh-CN', 'ja')
    }

    It 'offers qualities and skills' {
        (Get-Completion 'Start-NemoExport -Quality ').CompletionText | Sort-Object | Should -Be @('high', 'low', 'medium')
        (Get-Completion 'Connect-Nemo -Skill v').CompletionText | Should -Be @('video-editing-with-4k', 'video-generation-4k')
    }

    It 'offers the sessions of other processes' {
        $id = Invoke-NewPowerShell "Import-Module '$(Get-NemoModulePath)'; (New-NemoSession -Name 'Oslo trip' 6> `$null).SessionId"
        (Get-Completion 'Get-NemoState -Session osl').CompletionText | Should -Be $id
        (Get-Completion 'Get-NemoState -Session ').ListItemText | Should -Be @('Oslo trip', 'harbour', 'Grüße aus Rom')
    }
}
