# bench/Measure-Jobs.ps1 with small numbers. The documents contain the results with large numbers.

BeforeAll {
    . $PSScriptRoot/common.ps1
    $bench = Join-Path -Path (Split-Path -Path (Split-Path -Path $PSScriptRoot -Parent) -Parent) -ChildPath 'bench'
    $measure = "$bench/Measure-Jobs.ps1"
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

    Context 'The comparison of the results with the emulator' {
        BeforeAll {
            $emulator = Start-NemoEmulator -ArgumentList '--no-ffmpeg', '--silent-rate', '0'
            Set-NemoEnvironment -ApiUrl $emulator.Url
            Import-Module -Name (Get-NemoModulePath)
            $folder = New-TestFolder
            foreach ($number in 1, 2) {
                New-TestClip -Path "$folder/clip$number.mp4" -Length (100 + $number)
            }
            $null = Get-ChildItem -Path "$folder/clip*.mp4" | New-NemoVideo -Message 'add the title "Hi"' -Destination "$folder/out" 6> $null
            $ast = [System.Management.Automation.Language.Parser]::ParseFile($measure, [ref] $null, [ref] $null)
            $function = $ast.Find({ $args[0].Name -eq 'Compare-Result' }, $false)
            . ([scriptblock]::Create($function.Extent.Text))

            # Compares these lines of a process.
            function Invoke-Compare {
                param([int] $Number, [string[]] $Line)
                Set-Content -LiteralPath "$folder/output.txt" -Value $Line
                $process = Start-Process -FilePath (Get-PowerShellProgram).Path -ArgumentList '--version' -RedirectStandardOutput "$folder/version" -PassThru
                $children = @(Add-Member -InputObject $process -NotePropertyName OutputPath -NotePropertyValue "$folder/output.txt" -PassThru)
                Compare-Result @{ Number = $Number; Out = "$folder/out" } ([ordered] @{ Test = 'Test' })
            }
        }

        AfterAll {
            Remove-Item -LiteralPath $folder -Recurse -Force
            Stop-NemoEmulator -Emulator $emulator
            Restore-NemoEnvironment
        }

        It 'accepts complete videos, and a lost message that never arrived' {
            $lost = 'Failed|/c/clip3.mp4|It is unknown whether the service received the message.|'
            $result = Invoke-Compare 3 'Succeeded|/c/clip1.mp4||', 'InUse|/c/clip1.mp4||', 'AlreadyDone|/c/clip2.mp4||', $lost
            $result.Done, $result.NeverArrived, $result.InUse, $result.Files, $result.Messages | Should -Be 2, 1, 1, 2, 2
        }

        It 'throws an error if <Name>' -ForEach @(
            @{ Name = 'a video has no result'; Line = @(); Message = '1 videos have no result or a wrong result, such as clip2*' }
            @{ Name = 'a video is only in use'; Line = @('InUse|/c/clip2.mp4||'); Message = '1 videos have no result*' }
            @{ Name = 'a result is incomplete'; Line = @('Succeeded|/c/clip2.mp4|'); Message = '1 videos have no result*' }
            @{ Name = 'a video failed'; Line = @('Failed|/c/clip2.mp4|Any reason.|'); Message = '*Failed Any reason.*' }
            @{ Name = 'a video wasn''t started'; Line = @('NotStarted|/c/clip2.mp4||'); Message = '*NotStarted*' }
            @{
                Name    = 'an outcome is unknown but the message arrived'
                Line    = @('Failed|/c/clip2.mp4|It is unknown whether the service received the message.|')
                Message = '*Failed It is unknown*'
            }
            @{ Name = 'a video was created twice'; Line = @('Succeeded|/c/clip2.mp4||') * 2; Message = '*created twice*' }
        ) {
            { Invoke-Compare 2 (@('Succeeded|/c/clip1.mp4||') + $Line) } | Should -Throw $Message
        }
    }
}
