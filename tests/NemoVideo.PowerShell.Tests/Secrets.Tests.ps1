# The token is only in the Authorization header to the API: not in any stream, error, file or command line.
BeforeDiscovery {
    $tokens = @(
        @{ Mark = "nmv_usr_mark$([guid]::NewGuid().ToString('N'))"; Format = 'with the usual format'; Brief = @() }
        @{ Mark = "Mark.$([guid]::NewGuid().ToString('N'))~+/="; Format = 'with an unusual format'; Brief = @('-Brief') }
    )
}

Describe 'A token <Format>' -ForEach $tokens {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        $emulator = Start-NemoEmulator -ArgumentList '--token', $Mark, '--no-ffmpeg', '--credits', '1000000', '--silent-rate', '0'
        Set-NemoEnvironment -ApiUrl $emulator.Url
        $folder = New-TestFolder
        $powershell = Get-PowerShellProgram
        $arguments = $powershell.ArgumentList + @(
            '-NoLogo', '-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-File', "$PSScriptRoot/secrets.ps1"
            '-Module', (Get-NemoModulePath), '-ApiUrl', $emulator.Url, '-Clip', (Get-SampleClip -Name 'sunset.mp4'), '-Folder', $folder
        ) + $Brief
        $ErrorActionPreference = 'Continue'
        $output = $Mark | & $powershell.Path @arguments 2>&1 | ForEach-Object { "$_" }
        $exitCode = $LASTEXITCODE
        $ErrorActionPreference = 'Stop'
        Set-Content -LiteralPath "$folder/output.txt" -Value $output

        # The token itself, and its forms in JSON, a URL or XML.
        $forms = @($Mark, [uri]::EscapeDataString($Mark), $Mark.Replace('+', '\u002B'), $Mark.Replace('/', '\/')) | Sort-Object -Unique
        $files = @(Get-ChildItem -LiteralPath $folder, $env:NEMO_HOME -Recurse -File -Force)
    }

    AfterAll {
        Stop-NemoEmulator -Emulator $emulator
        Restore-NemoEnvironment
        Remove-Item -LiteralPath $folder -Recurse -Force
    }

    It 'is used in a run of all cmdlets and failures with all streams' {
        $exitCode | Should -Be 0 -Because ($output | Select-Object -Last 5)
        [int] ([regex]::Match($output[-1], '^(\d+) commands ran')).Groups[1].Value | Should -BeGreaterThan 140
        (Get-Item -LiteralPath "$folder/transcript.txt").Length | Should -BeGreaterThan 50KB
        Get-Content -LiteralPath "$folder/progress.txt" -Raw | Should -Match 'StatusDescription *: \d'
        "$output" | Should -Match 'VERBOSE: GET /api/'
        "$output" | Should -Match 'DEBUG: [^{]*\{'
    }

    It 'is in no output and no file' {
        $files.Count | Should -BeGreaterThan 140
        foreach ($file in $files) {
            $text = [System.IO.File]::ReadAllText($file.FullName)
            foreach ($form in $forms) {
                $place = $text.IndexOf($form, [System.StringComparison]::OrdinalIgnoreCase)
                if ($place -ge 0) {
                    $start = [math]::Max(0, $place - 200)
                    throw "$($file.Name): …$($text.Substring($start, [math]::Min(300, $text.Length - $start)))"
                }
            }
        }
    }

    It 'reaches the API only in the Authorization header' {
        $requests = $emulator.GetRequests()
        $requests.Count | Should -BeGreaterThan 140
        $api = @($requests | Where-Object { $_.origin -eq 'api' -and $_.path -notlike '/_emulator/*' })
        @($api | Where-Object hasAuthorization).Count | Should -BeGreaterThan 100
        # The emulator records all headers except that one. The faults and rejections that this test planned contain the token.
        $json = $api | Select-Object -Property * -ExcludeProperty fault, rejection | ConvertTo-Json -Depth 6
        foreach ($form in $forms) { $json.Contains($form) | Should -BeFalse }
    }
}
