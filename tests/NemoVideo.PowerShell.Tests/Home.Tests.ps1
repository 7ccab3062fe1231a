# There is no home, or none that can be used, as where a service or a container starts a job.
BeforeAll {
    . $PSScriptRoot/common.ps1
    . $PSScriptRoot/surroundings.ps1
    $emulator = Start-Surroundings
    $clip = Get-SampleClip -Name 'sunset.mp4'
}

AfterAll {
    Stop-Surroundings $emulator
}

Describe 'A process without a home' -Skip:(-not $IsLinux) {
    BeforeEach {
        $folder = New-TestFolder
        # What a service or a container starts a job with, and what .NET needs to be found.
        $bare = @('env', '-i', "PATH=$env:PATH", "TMPDIR=$([System.IO.Path]::GetTempPath())", "NEMO_API_URL=$($emulator.Url)") + @(
            foreach ($one in 'DOTNET_ROOT', 'DOTNET_HOST_PATH') { if ([Environment]::GetEnvironmentVariable($one)) { "$one=$([Environment]::GetEnvironmentVariable($one))" } }
        )
        $job = "
            `$videos = Send-NemoUpload '$clip' -SessionPerFile | Invoke-NemoEdit 'add the title ""home""' -ResultOnly | Start-NemoExport | Wait-NemoExport -Destination '$folder/out' -ErrorVariable bad
            Out-Told @{ Path = `$videos.Path; Errors = @(`$bad).Count }"
    }

    AfterEach {
        Remove-Item -LiteralPath $folder -Recurse -Force
    }

    It 'does the main job with NEMO_HOME, and keeps everything there' {
        $told = Invoke-Told -Script "Connect-Nemo -Option $option 6> `$null`n$job" -Through ($bare + "NEMO_HOME=$folder/data")
        $told.Path, $told.Errors | Should -Be @("$folder/out/sunset.mp4", 0)
        "$folder/data/client_id", "$folder/data/tokens", "$folder/data/journal" | Should -Exist
    }

    It 'does the main job with -NoCache, and keeps nothing' {
        $told = Invoke-Told -Script "Connect-Nemo -NoCache -Option $option 6> `$null`n$job" -Through $bare
        $told.Path, $told.Errors | Should -Be @("$folder/out/sunset.mp4", 0)
    }

    It 'refuses a data folder that others could replace, sends nothing, and works with NEMO_TRUSTED_FOLDER' {
        $null = New-Item -ItemType Directory -Path "$folder/volume"
        & chmod 2777 "$folder/volume"
        $sent = $emulator.GetRequests().Count
        $told = Invoke-Told -Script "Out-Told (Get-Told `$(try { Connect-Nemo 6> `$null } catch { `$_ }))" -Through ($bare + "NEMO_HOME=$folder/volume/data")
        $told.Id | Should -Be 'NemoUntrustedFolder'
        $told.Next | Should -Match 'NEMO_TRUSTED_FOLDER'
        $emulator.GetRequests().Count | Should -Be $sent
        "$folder/volume/data" | Should -Not -Exist

        $told = Invoke-Told -Script "Connect-Nemo -Option $option 6> `$null`n$job" -Through ($bare + "NEMO_HOME=$folder/volume/data", "NEMO_TRUSTED_FOLDER=$folder/volume")
        $told.Path, $told.Errors | Should -Be @("$folder/out/sunset.mp4", 0)
    }

    It 'says what to set where the home is <Name>' -ForEach @(
        @{ Name = 'no whole path'; Value = 'somewhere' }
        @{ Name = 'below a file'; Value = '{0}/file/home' }
        @{ Name = 'where nobody can write'; Value = '/proc/home' }
    ) {
        Set-Content -LiteralPath "$folder/file" -Value ''
        $value = $Value -f $folder
        $sent = $emulator.GetRequests().Count
        # PowerShell itself does not start with such a home: it is set afterwards.
        $told = Invoke-Told -Script "Set-Location '$folder'; [Environment]::CurrentDirectory = '$folder'; `$env:HOME = '$value'; Out-Told (Get-Told `$(try { Connect-Nemo 6> `$null } catch { `$_ }))" -Through ($bare + "HOME=$folder/start")
        $told.Id | Should -Be 'NemoFileAccess'
        $told.Next | Should -Match 'NEMO_HOME.*-NoCache'
        $emulator.GetRequests().Count | Should -Be $sent
        (Get-ChildItem -LiteralPath $folder).Name | Should -Not -Contain 'somewhere'
    }
}
