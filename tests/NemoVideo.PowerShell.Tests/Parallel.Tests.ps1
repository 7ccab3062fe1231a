# Several runspaces and parallel script blocks at once.
BeforeAll {
    . $PSScriptRoot/common.ps1
    $emulator = Start-TestEnvironment
    $module = Get-NemoModulePath
    $option = @{ StatePollIntervalSec = 0.02; StatePollCount = 2; RenderPollIntervalSec = 0.02; RetryDelaySec = 0.001 }
    $nemo = Connect-Nemo -Option $option -PassThru 6> $null
    $clip = Get-SampleClip -Name 'sunset.mp4'
    $isCore = $PSVersionTable.PSEdition -eq 'Core'

    function Get-Request { param([string] $Path) @($emulator.GetRequests() | Where-Object { $_.path -like $Path }) }
    function New-ReadySession {
        param([string] $Name)
        $session = New-NemoSession -Name $Name
        $null = Send-NemoUpload -LiteralPath $clip -Session $session
        $session
    }
}

AfterAll { Stop-TestEnvironment $emulator }

Describe 'ForEach-Object -Parallel' {
    BeforeEach {
        if (-not $isCore) { Set-ItResult -Skipped -Because 'Windows PowerShell has no ForEach-Object -Parallel' }
        $emulator.Reset()
    }

    It 'uses the connection of $using: with a separate current session for each script block' {
        $current = New-NemoSession -Name 'mine'
        $results = 1..4 | ForEach-Object -ThrottleLimit 4 -Parallel {
            Import-Module -Name $using:module
            $session = New-NemoSession -Name "branch $_" -Connection $using:nemo
            $null = Send-NemoUpload -LiteralPath $using:clip -Connection $using:nemo
            Invoke-NemoEdit -Message "title ""branch $_""" -ResultOnly -Connection $using:nemo |
                Select-Object -Property SessionId, Status, After, @{ Name = 'Mine'; Expression = { $session.SessionId } }
        }
        $results | Should -HaveCount 4
        $results.Status | ForEach-Object { "$_" | Should -Be 'Succeeded' }
        $results | ForEach-Object { $_.SessionId | Should -Be $_.Mine -Because 'each script block has its own current session' }
        @($results.SessionId | Sort-Object -Unique) | Should -HaveCount 4
        $results.After.Summary | Should -BeLike '*"branch ?"*'
        (Get-NemoSession).SessionId | Should -Be $current.SessionId -Because 'no script block changes the outer session'
    }
}

Describe 'Two runspaces at once' {
    AfterEach {
        Stop-Background
        Stop-NemoEmulator $other
    }

    It 'have separate connections, sessions and errors' {
        $emulator.ClearFaults()
        $other = Start-NemoEmulator -ArgumentList '--no-ffmpeg', '--credits', '7'
        $gate = [System.Threading.CountdownEvent]::new(2)
        $script = 'Connect-Nemo -ApiUrl $url -NoCache -Option $option; $null = New-NemoSession; $null = Send-NemoUpload -LiteralPath $clip
            $null = $gate.Signal(); $gate.Wait(); Get-NemoCredit; Get-NemoState; Get-NemoConnection'
        $first, $second = foreach ($url in $emulator.Url, $other.Url) {
            Start-Background -Variable @{ clip = $clip; option = $option; url = $url; gate = $gate } -Script $script
        }
        foreach ($background in $first, $second) {
            Wait-Background $background
            $background.Shell.Streams.Error | Should -BeNullOrEmpty
        }
        $second.Output[0].Available | Should -Be 7
        $first.Output[0].Available | Should -BeGreaterThan 7
        $first.Output[1].SessionId | Should -Not -Be $second.Output[1].SessionId
        "$($first.Output[2].ApiUrl)".TrimEnd('/'), "$($second.Output[2].ApiUrl)".TrimEnd('/') | Should -Be @($emulator.Url, $other.Url)
    }
}

Describe 'Pipeline output' {
    BeforeEach { $emulator.Reset() }

    It 'is in -PipelineVariable for each later command' {
        $other = Get-SampleClip -Name 'harbour.mp4'
        $lines = $clip, $other | Send-NemoUpload -SessionPerFile -PipelineVariable upload | Invoke-NemoEdit -Message 'title "which"' -ResultOnly |
            ForEach-Object { "$($upload.Name) $($upload.SessionId -eq $_.SessionId)" }
        $lines | Should -Be @('sunset.mp4 True', 'harbour.mp4 True')
    }
}

Describe 'Wait-NemoExport with several exports' {
    BeforeEach {
        $emulator.Reset()
        $exports = 'one', 'two', 'three' | ForEach-Object { $null = New-ReadySession -Name $_; Start-NemoExport }
        function Set-Unfinished {
            param($Export, $Polls = '*')
            $emulator.AddFault("GET /api/render/proxy/lambda/$($Export.Id): answer 200 {""id"":""$($Export.Id)"",""status"":""processing""} x$Polls")
        }
    }

    It 'returns exports in the order in which they finish' {
        # All are polled equally often. Each needs more polls than the next one.
        Set-Unfinished $exports[0] -Polls 30
        Set-Unfinished $exports[1] -Polls 10
        ($exports | Wait-NemoExport).Name | Should -Be @('three', 'two', 'one')
    }

    It 'returns the first finished export with -Any and stops polling the others' {
        Set-Unfinished $exports[0]
        Set-Unfinished $exports[1]
        $first = $exports | Wait-NemoExport -Any
        $first.Name | Should -Be 'three'
        $null = Wait-Until { -not (Get-Request '/api/render/*' | Where-Object state -eq 'open') }
    }
}

Describe 'Measure-Jobs.ps1' -Skip:($PSVersionTable.PSVersion.Major -lt 7) {
    Context 'Four processes, one of which is killed and started again' -Tag Long {
        BeforeAll {
            $seed = Get-Random
            $results = @(& "$repository/bench/Measure-Jobs.ps1" -Test Processes -Count 60 -ProcessCount 4 -Seed $seed)
        }

        It 'creates each video once and charges no message twice, with <Setup>' -ForEach @(
            @{ Index = 0; Setup = 'one data folder' }
            @{ Index = 1; Setup = 'one data folder, shards' }
            @{ Index = 2; Setup = 'separate data folders, shards' }
        ) {
            $result = $results[$Index]
            $result.Test | Should -Be "Processes, $Setup"
            $result.Kills | Should -Be 1
            $result.Done + $result.NeverArrived | Should -Be 60 -Because "the seed is $seed"
            $result.Files, $result.Messages | Should -Be $result.Done, $result.Done
            $result.ChargedTwice, $result.CreatedTwice | Should -Be 0, 0
        }

        It 'reports videos as in use only if processes have the same videos' {
            $results[0].InUse | Should -BeGreaterThan 0
            $results[1].InUse, $results[2].InUse | Should -Be 0, 0
        }
    }
}
