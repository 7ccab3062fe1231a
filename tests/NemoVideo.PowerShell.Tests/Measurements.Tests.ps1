# bench/Measure-Jobs.ps1 with small numbers. The documents contain the results with large numbers.

BeforeAll {
    . $PSScriptRoot/common.ps1
    $measure = "$repository/bench/Measure-Jobs.ps1"
}

Describe 'Measure-Jobs.ps1' -Skip:($PSVersionTable.PSVersion.Major -lt 7) {
    Context 'Four processes, one of which is killed and started again' -Tag Long {
        BeforeAll {
            $seed = Get-Random
            $results = @(& $measure -Test Processes -Count 60 -ProcessCount 4 -Seed $seed)
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
