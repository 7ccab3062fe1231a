# The code blocks of the README and the help, saved as scripts and run as cron runs them: without a terminal, with an almost empty
# environment, and with a PATH that doesn't contain pwsh.

BeforeDiscovery {
    $repository = Split-Path -Path (Split-Path -Path $PSScriptRoot -Parent) -Parent

    function Read-Block {
        param([string] $Path)
        $text = [System.IO.File]::ReadAllText($Path).Replace("`r`n", "`n")
        @([regex]::Matches($text, '(?ms)^```(?:powershell|console)\n(?<code>.*?)\n```$') | ForEach-Object { $_.Groups['code'].Value })
    }

    # A scheduled task doesn't build or install the module, doesn't start the emulator, and can't type. Scripts that exit are tested as jobs below.
    $isForScript = { $_ -notmatch 'dotnet |PSResource|Read-Host|NEMO_API_URL|ScheduledTask|(?m)^\s*(if .+)?exit \d' }
    $pages = @(Get-ChildItem -Path "$repository/README.md", "$repository/docs/en-US/about_*.md" | ForEach-Object {
        @{ Page = $_.Name; Blocks = @(Read-Block $_.FullName | Where-Object $isForScript) }
    })
    $examples = @(Get-ChildItem -Path "$repository/docs/en-US/*-*.md" | ForEach-Object { Read-Block $_.FullName } |
        Where-Object $isForScript | Where-Object { $_ -match 'Wait-NemoExport|-Parallel' })
    $pages += @{ Page = 'the cmdlets that download videos or run in parallel'; Blocks = $examples }

    $automation = Read-Block "$repository/docs/en-US/about_NemoVideo_Automation.md"
    $job = @{ Script = $automation.Where({ $_ -match 'exit 1' })[0] }
}

BeforeAll {
    . $PSScriptRoot/common.ps1
    $emulator = Start-NemoEmulator -ArgumentList '--no-ffmpeg', '--credits', '1000000', '--silent-rate', '0', '--token', 'nmv_usr_test'
    $powershell = Get-PowerShellProgram
    $pwsh = "'$($powershell.Path)' $($powershell.ArgumentList)"

    # A home folder with the files of the examples and with a user's modules: a stand-in for a vault and, unless -WithoutModule, NemoVideo.
    function New-CronHome {
        param([switch] $WithoutModule)
        $folder = New-ExampleFolder
        $modules = (New-Item -ItemType Directory -Path "$folder/.local/share/powershell/Modules").FullName
        $vault = (New-Item -ItemType Directory -Path "$modules/Microsoft.PowerShell.SecretManagement").FullName
        Set-Content -LiteralPath "$vault/Microsoft.PowerShell.SecretManagement.psm1" -Value @'
function Get-Secret {
    param([string] $Name, [switch] $AsPlainText)
    if ($AsPlainText) { 'nmv_usr_test' } else { ConvertTo-SecureString -String 'nmv_usr_test' -AsPlainText -Force }
}
'@
        if (-not $WithoutModule) { Copy-Item -LiteralPath (Get-NemoModulePath) -Destination $modules -Recurse }
        $folder
    }

    # Runs a command line with sh. Only the URL of the emulator is added to what cron provides.
    function Invoke-Cron {
        param([string] $Command, [string] $HomePath, [string] $ApiUrl = $emulator.Url)
        $null | setsid --wait env -i "HOME=$HomePath" PATH=/usr/bin:/bin SHELL=/bin/sh "NEMO_API_URL=$ApiUrl" sh -c $Command 2>&1 |
            ForEach-Object { "$_" }
    }

    # Saves code blocks as scripts, and runs them one after another in one PowerShell. Returns everything that they wrote.
    function Invoke-Block {
        param([string[]] $Code, [string] $HomePath, [string] $StartPath, [string] $Prepare)
        $lines = for ($i = 0; $i -lt $Code.Count; $i++) {
            Set-Content -LiteralPath "$HomePath/block$i.ps1" -Value $Code[$i]
            ". `$PSScriptRoot/block$i.ps1"
            'Remove-Item -Path "$PSScriptRoot/out" -Recurse -ErrorAction Ignore'
        }
        Set-Content -LiteralPath "$HomePath/page.ps1" -Value (@($Prepare) + $lines)
        $command = "cd '$StartPath' && $pwsh -NoProfile -NonInteractive -File '$HomePath/page.ps1' > '$HomePath/out.log' 2> '$HomePath/error.log'"
        Invoke-Cron -Command $command -HomePath $HomePath | Should -BeNullOrEmpty
        Get-Content -LiteralPath "$HomePath/error.log" -Raw | Should -BeNullOrEmpty
        $LASTEXITCODE | Should -Be 0
        Get-Content -LiteralPath "$HomePath/out.log" -Raw
    }
}

AfterAll { Stop-NemoEmulator -Emulator $emulator }

Describe 'The code blocks of <Page>' -Skip:(-not $IsLinux) -ForEach $pages {
    AfterEach { Remove-Item -LiteralPath $folder -Recurse -Force }

    It 'run as pasted into a scheduled script' {
        $folder = New-CronHome
        $Blocks.Count | Should -BeGreaterThan 1
        # A job can start in any folder, but the other pages show commands for the current folder.
        $isJob = $Page -eq 'about_NemoVideo_Automation.md'
        foreach ($name in 'beach', 'city') { Copy-Item -LiteralPath "$folder/sunset.mp4" -Destination "$folder/$name.mp4" }
        $prepare = if (-not $isJob) { 'New-NemoSession | Out-Null; Send-NemoUpload -Path "$PSScriptRoot/sunset.mp4" | Out-Null' }
        $start = if ($isJob) { '/' } else { $folder }
        $null = Invoke-Block -Code $Blocks -HomePath $folder -StartPath $start -Prepare $prepare
    }

    It 'run in parallel if the module was imported by its path' -Skip:(-not ($Blocks -match '-Parallel')) {
        $folder = New-CronHome -WithoutModule
        $prepare = "Import-Module -Name '$(Get-NemoModulePath)'; Connect-Nemo"
        $null = Invoke-Block -Code @($Blocks -match '-Parallel') -HomePath $folder -StartPath $folder -Prepare $prepare
    }
}

Describe 'The script of about_NemoVideo_Automation' -Skip:(-not $IsLinux) -ForEach $job {
    BeforeEach {
        $folder = New-CronHome
        # The other rules of the page.
        $rules = '$ProgressPreference = ''SilentlyContinue''; $PSStyle.OutputRendering = ''PlainText'''
        Set-Content -LiteralPath "$folder/videos.ps1" -Value $rules, $Script
        $variable = if ($PSVersionTable.PSVersion -lt [version] '7.6') { 'TERM=dumb ' }
        $command = "cd / && $variable$pwsh -NoProfile -NonInteractive -File '$folder/videos.ps1' > '$folder/videos.log' 2>&1"
        function Read-Log { Get-Content -LiteralPath "$folder/videos.log" -Raw }
    }

    AfterEach { Remove-Item -LiteralPath $folder -Recurse -Force }

    It 'exits with 0, and sends nothing more if it is run again' {
        $null = Invoke-Cron -Command $command -HomePath $folder
        $LASTEXITCODE | Should -Be 0
        (Get-ChildItem -Path "$folder/out").Name | Sort-Object | Should -Be @('harbour.mp4', 'sunset.mp4')
        $sent = $emulator.GetRequests().Count
        $null = Invoke-Cron -Command $command -HomePath $folder
        $LASTEXITCODE | Should -Be 0
        @($emulator.GetRequests() | Select-Object -Skip $sent | Where-Object method -EQ 'POST') | Should -BeNullOrEmpty
    }

    It 'exits with 1 if a clip failed, downloads the other videos, and logs the error as plain text' {
        Set-Content -LiteralPath "$folder/clips/notes.txt" -Value 'no clip'
        $null = Invoke-Cron -Command $command -HomePath $folder
        $LASTEXITCODE | Should -Be 1
        @(Get-ChildItem -Path "$folder/out").Count | Should -Be 2
        Read-Log | Should -BeLike '*notes.txt*'
        Read-Log | Should -Not -Match '\x1b' -Because 'a log file must contain no escape sequences'
    }
}
