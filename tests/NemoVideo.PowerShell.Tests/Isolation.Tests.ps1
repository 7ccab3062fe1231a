# The module beside another module that has older versions of its libraries (tests/OtherModule), and beside itself. Each test starts new
# processes, because assemblies can't be unloaded. NEMO_PAYLOAD selects the payload, as in all test files.
BeforeDiscovery {
    # Windows PowerShell has no load contexts.
    $others = @('OtherModule') + @(if ($PSVersionTable.PSEdition -eq 'Core') { 'OtherModule.Isolated' })
    $cases = foreach ($other in $others) { foreach ($when in 'before', 'after') { @{ Other = $other; When = $when } } }
}

BeforeAll {
    . $PSScriptRoot/common.ps1
    $emulator = Start-NemoEmulator -ArgumentList '--no-ffmpeg', '--credits', '1000000', '--silent-rate', '0'
    Set-NemoEnvironment -ApiUrl $emulator.Url
    $module = Get-NemoModulePath
    $layout = (Get-ChildItem -LiteralPath $module -Directory).FullName
    $clip = Get-SampleClip -Name 'sunset.mp4'
    $otherFolder = (Get-ChildItem -Path "$PSScriptRoot/../OtherModule/bin/*/netstandard2.0/OtherModule.dll" |
        Sort-Object -Property LastWriteTimeUtc | Select-Object -Last 1).DirectoryName
    $payload = if ($env:NEMO_PAYLOAD) { $env:NEMO_PAYLOAD }
    elseif ([Environment]::Version.Major -ge 10) { 'net10.0' }
    else { 'netstandard2.0' }

    # The main job with a message of its own, so that it's a new job each time.
    function Get-MainJob {
        param([string] $Destination = (Join-Path -Path $TestDrive -ChildPath 'out'))
        $message = "title ""$([guid]::NewGuid())"""
        "`$video = '$clip' | New-NemoVideo '$message' -Destination '$Destination' -WarningAction SilentlyContinue 6> `$null; " +
            "`"nemo `$(`$video.Status) `$([System.IO.File]::Exists(`$video.OutputPath))`""
    }
}

AfterAll {
    Stop-NemoEmulator -Emulator $emulator
    Restore-NemoEnvironment
}

Describe 'The module beside another module with older libraries' {
    It 'works if <Other> is imported <When> NemoVideo' -ForEach $cases {
        $useOther = "Invoke-OtherModule '$($emulator.Url)/_emulator/failures' | " +
            'ForEach-Object { "$($_.Name) $($_.Version) $($_.Result)" }'
        $imports = "Import-Module -Name '$otherFolder/$Other.psm1'; $useOther", "Import-Module -Name '$module'; $(Get-MainJob)"
        if ($When -eq 'after') { [array]::Reverse($imports) }

        $seen = Invoke-NewPowerShell @"
$($imports -join "`n")
$useOther
Remove-Module -Name NemoVideo
$useOther
Import-Module -Name '$module'
$(Get-MainJob)
`$loaded = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { -not `$_.IsDynamic -and `$_.Location.StartsWith('$layout') }
foreach (`$assembly in `$loaded) {
    "`$(`$assembly.GetName().Name) `$(`$assembly.GetName().Version) `$(Split-Path -Leaf (Split-Path `$assembly.Location))"
}
"@
        @($seen -eq 'nemo Succeeded True') | Should -HaveCount 2
        @($seen -eq 'Polly 7.0.0.0 2 attempts') | Should -HaveCount 3
        @($seen -eq 'Microsoft.Extensions.Http 6.0.0.0 1 factory') | Should -HaveCount 3
        # In the default load context, PowerShell's version is used if it is later.
        $isOwn = $Other -eq 'OtherModule.Isolated' -or [Environment]::Version.Major -le 8
        @($seen -match "^System\.Text\.Json $(if ($isOwn) { '8\.0\.0\.' } else { '\d+\.' })\S* Array$") | Should -HaveCount 3
        @($seen -match "^System\.Net\.ServerSentEvents $(if ($isOwn) { '9\.0\.0\.' } else { '\d+\.' })\S* ping$") | Should -HaveCount 3

        @($seen -match '^Polly\.Core 8\.\S+ shared$') | Should -HaveCount 1
        @($seen -match '^Microsoft\.Extensions\.Http 10\.\S+ shared$') | Should -HaveCount 1
        @($seen -match "^NemoVideo\.(Client|PowerShell) \S+ $([regex]::Escape($payload))$") | Should -HaveCount 2
    }
}

Describe 'Two installed versions of the module' {
    BeforeAll {
        $installed = Join-Path -Path $TestDrive -ChildPath 'installed'
        $current = Split-Path -Path $layout -Leaf
        foreach ($version in $current, '99.0.0') {
            $copy = "$installed/NemoVideo/$version"
            $null = New-Item -ItemType Directory -Path (Split-Path -Path $copy -Parent) -Force
            Copy-Item -LiteralPath $layout -Destination $copy -Recurse
            $manifest = [System.IO.File]::ReadAllText("$copy/NemoVideo.psd1") -replace "(?m)^(\s*ModuleVersion\s*=) '.*'", "`$1 '$version'"
            [System.IO.File]::WriteAllText("$copy/NemoVideo.psd1", $manifest)
        }
        $usePath = "`$env:PSModulePath = '$installed'"
        # The version, and the folder that the assembly was loaded from.
        $showVersion = '$path = (Get-Command -Name Connect-Nemo).ImplementingType.Assembly.Location
            "$((Get-Module -Name NemoVideo).Version) $(@($path -split ''[\\/]'')[-4])"'
    }

    It 'each run the main job, and share their jobs, so that no message is sent again' {
        $emulator.Reset()
        $first, $second = (Get-MainJob), (Get-MainJob)
        Invoke-NewPowerShell "$usePath; Import-Module -Name NemoVideo -RequiredVersion $current; $first; $showVersion" |
            Should -Be 'nemo Succeeded True', "$current $current"
        Invoke-NewPowerShell "$usePath; Import-Module -Name NemoVideo -RequiredVersion 99.0.0; $first; $second; $showVersion" |
            Should -Be 'nemo AlreadyDone True', 'nemo Succeeded True', '99.0.0 99.0.0'
        @(Get-SentMessage $emulator) | Should -HaveCount 2
    }

    It 'are an error in the same process, and the first still works' {
        $separator = [System.IO.Path]::DirectorySeparatorChar
        Invoke-NewPowerShell @"
$usePath
Import-Module -Name NemoVideo -RequiredVersion $current
try { Import-Module -Name NemoVideo -RequiredVersion 99.0.0; 'imported' } catch {
    "`$_".Contains('${separator}NemoVideo${separator}$current${separator}') -and "`$_".Contains('${separator}99.0.0${separator}') -and
        "`$_".Contains('start a new PowerShell process.') -and "`$_" -match "Import-Module '(.*?)'" -and (Test-Path -LiteralPath `$Matches[1])
}
$(Get-MainJob)
$showVersion
"@ | Should -Be 'True', 'nemo Succeeded True', "$current $current"
    }
}
