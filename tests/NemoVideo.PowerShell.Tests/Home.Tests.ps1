# A process has no home folder, or one that can't be used, for example if a service or a container starts it.
BeforeAll {
    . $PSScriptRoot/common.ps1
    . $PSScriptRoot/surroundings.ps1
    $emulator = Start-TestEnvironment
    $clip = Get-SampleClip -Name 'sunset.mp4'
}

AfterAll { Stop-TestEnvironment $emulator }

Describe 'A process without a home folder' -Skip:(-not $IsLinux) {
    BeforeEach {
        $folder = New-TestFolder
        # The environment that a service or a container starts a job with, and the variables that .NET needs.
        $bare = @('env', '-i', "PATH=$env:PATH", "TMPDIR=$([System.IO.Path]::GetTempPath())", "NEMO_API_URL=$($emulator.Url)") + @(
            foreach ($one in 'DOTNET_ROOT', 'DOTNET_HOST_PATH') { if ([Environment]::GetEnvironmentVariable($one)) { "$one=$([Environment]::GetEnvironmentVariable($one))" } }
        )
        $job = "
            `$videos = Send-NemoUpload '$clip' -SessionPerFile | Invoke-NemoEdit 'add the title ""home""' -ResultOnly | Start-NemoExport | Wait-NemoExport -Destination '$folder/out' -ErrorVariable bad
            Write-Result @{ Path = `$videos.Path; Errors = @(`$bad).Count }"
    }

    AfterEach { Remove-Item -LiteralPath $folder -Recurse -Force }

    It 'completes the main job with NEMO_HOME and writes all of its data there' {
        $result = Invoke-ScriptProcess -Script "Connect-Nemo -Option $option 6> `$null`n$job" -CommandPrefix ($bare + "NEMO_HOME=$folder/data")
        $result.Path, $result.Errors | Should -Be @("$folder/out/sunset.mp4", 0)
        "$folder/data/client_id", "$folder/data/tokens", "$folder/data/history" | Should -Exist
    }

    It 'completes the main job with -NoCache and writes no data' {
        $result = Invoke-ScriptProcess -Script "Connect-Nemo -NoCache -Option $option 6> `$null`n$job" -CommandPrefix $bare
        $result.Path, $result.Errors | Should -Be @("$folder/out/sunset.mp4", 0)
    }

    It 'names NEMO_HOME and -NoCache in the recommended action if the home folder is <Name>' -ForEach @(
        @{ Name = 'not an absolute path'; Value = 'somewhere' }
        @{ Name = 'below a file'; Value = '{0}/file/home' }
        @{ Name = 'not writable'; Value = '/proc/home' }
    ) {
        Set-Content -LiteralPath "$folder/file" -Value ''
        $value = $Value -f $folder
        $sent = $emulator.GetRequests().Count
        # PowerShell doesn't start with such a home folder, so it's set afterwards.
        $result = Invoke-ScriptProcess -Script "Set-Location '$folder'; [Environment]::CurrentDirectory = '$folder'; `$env:HOME = '$value'; Write-Result (ConvertTo-ErrorSummary `$(try { Connect-Nemo 6> `$null } catch { `$_ }))" -CommandPrefix ($bare + "HOME=$folder/start")
        $result.Id | Should -Be 'NemoFileAccess'
        $result.Next | Should -Match '^(?=.*NEMO_HOME)(?=.*-NoCache)'
        $emulator.GetRequests().Count | Should -Be $sent
        (Get-ChildItem -LiteralPath $folder).Name | Should -Not -Contain 'somewhere'
    }
}
