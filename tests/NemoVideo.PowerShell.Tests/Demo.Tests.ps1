# demo/main.ps1, as the demo runs it.

BeforeAll {
    . $PSScriptRoot/common.ps1
    $emulator = Start-NemoEmulator -ArgumentList '--no-ffmpeg', '--event-delay-ms', '50'
    Set-NemoEnvironment -ApiUrl $emulator.Url
    $repository = Split-Path -Path (Split-Path -Path $PSScriptRoot -Parent) -Parent
    $lines = @(Invoke-NewPowerShell @"
`$env:PSModulePath = '$(Split-Path -Path (Get-NemoModulePath) -Parent)' + [System.IO.Path]::PathSeparator + `$env:PSModulePath
& '$repository/demo/main.ps1' -Clips '$repository/samples/clips' -Destination '$TestDrive/out' -PollIntervalSec 0.1
"@)
    $progress = @($lines | Select-Object -Skip ([array]::IndexOf($lines, 'Connected and ready.') + 1) | Select-Object -SkipLast 1)
}

AfterAll {
    Stop-NemoEmulator -Emulator $emulator
    Restore-NemoEnvironment
}

Describe 'The demo' {
    It 'creates a video from each clip, and a report' {
        (Get-ChildItem -LiteralPath "$TestDrive/out").Name | Sort-Object | Should -Be 'harbour.mp4', 'report.html', 'sunset.mp4'
        $lines[-1] | Should -BeLike 'Report: *report.html'
    }

    It 'begins each line of progress with the name of its video' {
        $progress | Should -Not -BeNullOrEmpty
        $progress -notmatch '^((sunset|harbour)\.mp4 +\S|Summary: )' | Should -BeNullOrEmpty
        foreach ($name in 'sunset', 'harbour') {
            $own = @($progress -match "^$name\.mp4")
            $own -match '> add_title$' | Should -HaveCount 1
            $own -match "Title added: ""$name""" | Should -Not -BeNullOrEmpty
            $own[-1] | Should -BeLike "*$name.mp4"
        }
    }
}
