# A clock that is off costs no free token.
BeforeAll {
    . $PSScriptRoot/common.ps1
    . $PSScriptRoot/surroundings.ps1
    $emulator = Start-Surroundings
}

AfterAll {
    Stop-Surroundings $emulator
}

Describe 'A clock that is a year off' {
    It 'costs no free token: the kept one goes on as long as the service takes it' {
        Connect-Nemo 6> $null
        $kept = @(Get-ChildItem -LiteralPath (Join-Path -Path $env:NEMO_HOME -ChildPath 'tokens') -Filter '*.token')[0]
        $before = [System.IO.File]::ReadAllText($kept.FullName)
        $asked = Get-RequestCount $emulator POST '/api/auth/anonymous-token'
        try {
            # As a computer sees it whose clock is a year ahead. Windows seals the file.
            if ($IsWindows -or $PSEdition -eq 'Desktop') { Set-ItResult -Skipped -Because 'DPAPI seals the file that would be changed' }
            [System.IO.File]::WriteAllText($kept.FullName, ($before -replace '"expires_at":"[^"]+"', '"expires_at":"2020-01-01T00:00:00+00:00"'))
            $told = Invoke-Told -Script "`$nemo = Connect-Nemo -Option $option -PassThru 6> `$null; Out-Told @{ Source = ""`$(`$nemo.TokenSource)""; Session = (New-NemoSession).SessionId; Credit = (Get-NemoCredit).Available }"
            $told.Source | Should -Be 'Cache'
            $told.Credit | Should -Be 1000000
            $told.Session | Should -Not -BeNullOrEmpty
            Get-RequestCount $emulator POST '/api/auth/anonymous-token' | Should -Be ($asked + 2) -Because 'it is asked once, and once more after the pause, and not with each call'
        } finally {
            [System.IO.File]::WriteAllText($kept.FullName, $before)
        }
    }
}
