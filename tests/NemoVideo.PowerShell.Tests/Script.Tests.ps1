# What a script shows: the same as the prompt, in a terminal, a transcript or a log.
BeforeAll {
    . $PSScriptRoot/common.ps1
    $emulator = Start-TestEnvironment
    $folder = New-TestFolder
    Copy-Item -LiteralPath (Get-SampleClip -Name 'harbour.mp4') -Destination "$folder/beach.mp4"
    Copy-Item -LiteralPath (Get-SampleClip -Name 'sunset.mp4') -Destination "$folder/city.mp4"
    $readme = Get-Content -LiteralPath (Join-Path -Path $repository -ChildPath 'README.md') -Raw
    $block = [regex]::Match($readme, '(?s)```powershell\r?\n(New-NemoSession.*?)```').Groups[1].Value.Replace('\', '/')
    $leading = "`$null = Connect-Nemo -Option @{ RenderPollIntervalSec = 0.05; StatePollIntervalSec = 0.05 } 6>&1`nSet-Location -LiteralPath '$folder'"

    # Runs a script like a user who saves it as a file, and returns the lines that it writes, without PowerShell's colors.
    function Invoke-Script {
        param([string] $Script)
        Invoke-NewPowerShell "Import-Module -Name '$(Get-NemoModulePath)'`n$leading`n$Script" | ForEach-Object { $_ -replace '\e\[[0-9;]*m' }
    }

    # What README's block shows, whatever the IDs are. A long line may be wrapped.
    function Assert-Block {
        param([string[]] $Lines)
        $text = $Lines -join "`n"
        $text | Should -Not -Match '(?m)^(Line|Name|Status|Available) *: ' -Because 'nothing is shown as a list'
        foreach ($one in '^Session Holiday, [\w-]{36}$', '^Upload beach\.mp4, video, 0:06, 108\.9 KB$', '^Upload city\.mp4, video, 0:05, 82\.6 KB$', '^> trim_timeline$',
            '^< trim_timeline$', '^Succeeded\. Video trimmed: .*', '^Before +11s .*1920x1080$', '^After +8s .*1920x1080$', '^~ Video 1 .* beach .* city ',
            '^\+ Titles .*"Holiday"', '^Timeline \(2 tracks\): 1\. Video: beach', '^Export Completed: Holiday, 0:\d\d, [\d.]+ [KM]B, ') {
            @($Lines -match $one).Count | Should -BeGreaterThan 0 -Because "the output has a line '$one':`n$text"
        }

        $start, $end = [array]::FindIndex($Lines, [Predicate[string]] { $args[0] -like 'Session *' }), [array]::FindIndex($Lines, [Predicate[string]] { $args[0] -like 'Succeeded.*' })
        $Lines[$start..$end] -notmatch '\S' | Should -BeNullOrEmpty -Because 'the objects are shown without blank lines between them'
    }
}

AfterAll {
    Stop-TestEnvironment $emulator
    Remove-Item -LiteralPath $folder -Recurse -Force
}

# "A day as a new user", 29 November: README's block, saved as a script, showed lists and no drawing.
Describe 'README''s commands in a script' {
    BeforeEach { $emulator.Reset() }

    It 'show what they show at the prompt' {
        Assert-Block (Invoke-Script $block)
    }

    It 'show it in a transcript' {
        $file = "$folder/transcript.txt"
        $null = Invoke-Script "Start-Transcript -LiteralPath '$file'`n$block`nStop-Transcript"
        Assert-Block (Get-Content -LiteralPath $file -Encoding UTF8)
    }

    It 'show it in a log with all streams' {
        Set-Content -LiteralPath "$folder/nightly.ps1" -Value $block
        $null = Invoke-Script "& '$folder/nightly.ps1' *> '$folder/log.txt'"
        $log = Get-Content -LiteralPath "$folder/log.txt" -Encoding $(if ($PSEdition -eq 'Core') { 'utf8' } else { 'Unicode' })
        Assert-Block $log
        "$log" | Should -Not -Match '\e'
    }
}

Describe 'Output after the table of another module' {
    It 'has a line of each event, and Format-Table and Format-List are obeyed' {
        $emulator.Reset()
        $lines = Invoke-Script ('Get-ChildItem -Filter *.mp4; New-NemoSession -Name Other; Send-NemoUpload ./city.mp4; ' +
            '$events = Invoke-NemoEdit ''title "x"''; $events; "----"; $events[-1] | Format-Table; $events[-1] | Format-List; $events[-1] | Select-Object -Property Status, After')
        $text = $lines -join "`n"
        $text | Should -Match '(?s)Line : > add_title.*Line : Succeeded\. Title added: "x".*----'
        $text | Should -Match '(?m)^Status +Message +ChangeSummary'
        $text | Should -Match '(?m)^ChangeSummary : Title added: "x"'
        $text | Should -Match '(?m)^(Status +After$|After *: )'
    }
}
