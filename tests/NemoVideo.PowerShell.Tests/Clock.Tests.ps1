# A wrong system clock doesn't cost a free token.
BeforeAll {
    . $PSScriptRoot/common.ps1
    . $PSScriptRoot/surroundings.ps1
    $emulator = Start-TestEnvironment
}

AfterAll {
    Stop-TestEnvironment $emulator
}

Describe 'A clock that is a year off' {
    It 'continues to use the cached free token while the service accepts it' {
        Connect-Nemo 6> $null
        $cached = @(Get-ChildItem -LiteralPath (Join-Path -Path $env:NEMO_HOME -ChildPath 'tokens') -Filter '*.token')[0]
        $before = [System.IO.File]::ReadAllText($cached.FullName)
        $tokenRequests = Get-RequestCount $emulator POST '/api/auth/anonymous-token'
        try {
            # On a computer whose clock is a year ahead, the token looks expired. On Windows the file is encrypted.
            if ($IsWindows -or $PSEdition -eq 'Desktop') { Set-ItResult -Skipped -Because 'DPAPI encrypts the file that the test changes' }
            [System.IO.File]::WriteAllText($cached.FullName, ($before -replace '"expires_at":"[^"]+"', '"expires_at":"2020-01-01T00:00:00+00:00"'))
            $result = Invoke-ScriptProcess -Script "`$nemo = Connect-Nemo -Option $option -PassThru 6> `$null; Write-Result @{ Source = ""`$(`$nemo.TokenSource)""; Session = (New-NemoSession).SessionId; Credit = (Get-NemoCredit).Available }"
            $result.Source | Should -Be 'Cache'
            $result.Credit | Should -Be 1000000
            $result.Session | Should -Not -BeNullOrEmpty
            Get-RequestCount $emulator POST '/api/auth/anonymous-token' | Should -Be $tokenRequests
        } finally {
            [System.IO.File]::WriteAllText($cached.FullName, $before)
        }
    }
}
