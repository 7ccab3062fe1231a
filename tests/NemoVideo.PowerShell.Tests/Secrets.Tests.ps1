# The token is only in the Authorization header to the API: not in any stream, error, file or command line.
Describe 'A token' {
    BeforeAll {
        . $PSScriptRoot/common.ps1
        # With characters that JSON, a URL and XML escape.
        $mark = "Mark.$([guid]::NewGuid().ToString('N'))~+/="
        $emulator = Start-NemoEmulator -ArgumentList '--token', $mark, '--no-ffmpeg', '--credits', '1000000', '--silent-rate', '0'
        Set-NemoEnvironment -ApiUrl $emulator.Url
        $folder = New-TestFolder
        $powershell = Get-PowerShellProgram
        $arguments = $powershell.ArgumentList + @(
            '-NoLogo', '-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-File', "$PSScriptRoot/secrets.ps1"
            '-Module', (Get-NemoModulePath), '-ApiUrl', $emulator.Url, '-Clip', (Get-SampleClip -Name 'sunset.mp4'), '-Folder', $folder
        )
        $ErrorActionPreference = 'Continue'
        $output = $mark | & $powershell.Path @arguments 2>&1 | ForEach-Object { "$_" }
        $exitCode = $LASTEXITCODE
        $ErrorActionPreference = 'Stop'
        Set-Content -LiteralPath "$folder/output.txt" -Value $output

        $forms = @($mark, [uri]::EscapeDataString($mark), $mark.Replace('+', '\u002B'), $mark.Replace('/', '\/'))
        $files = @(Get-ChildItem -LiteralPath $folder, $env:NEMO_HOME -Recurse -File -Force)
    }

    AfterAll {
        Stop-NemoEmulator -Emulator $emulator
        Restore-NemoEnvironment
        Remove-Item -LiteralPath $folder -Recurse -Force
    }

    It 'is used in a run of all cmdlets and failures with all streams' {
        $exitCode | Should -Be 0 -Because ($output | Select-Object -Last 5)
        [int] ([regex]::Match($output[-1], '^(\d+) commands ran')).Groups[1].Value | Should -BeGreaterThan 70
        (Get-Item -LiteralPath "$folder/transcript.txt").Length | Should -BeGreaterThan 50KB
        Get-Content -LiteralPath "$folder/progress.txt" -Raw | Should -Match 'StatusDescription *: \d'
        "$output" | Should -Match 'VERBOSE: GET /api/'
        "$output" | Should -Match 'DEBUG: [^{]*\{'
    }

    It 'is in no output and no file' {
        $files.Count | Should -BeGreaterThan 100
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
        $api = @($requests | Where-Object { $_.origin -eq 'api' -and $_.path -notlike '/_emulator/*' })
        @($api | Where-Object hasAuthorization).Count | Should -BeGreaterThan 50
        # The emulator records all headers except that one. The faults and rejections that this test planned contain the token.
        $json = $api | Select-Object -Property * -ExcludeProperty fault, rejection | ConvertTo-Json -Depth 6
        foreach ($form in $forms) { $json.Contains($form) | Should -BeFalse }
    }
}
