BeforeDiscovery { $payloads = @(if ([Environment]::Version.Major -ge 10) { 'net10.0' }) + 'netstandard2.0' }

BeforeAll {
    . $PSScriptRoot/common.ps1
    $emulator = Start-NemoEmulator -ArgumentList '--token', 'nmv_usr_test'
    Set-NemoEnvironment -ApiUrl $emulator.Url

    $module = Get-NemoModulePath
    $layout = (Get-ChildItem -LiteralPath $module -Directory | Sort-Object -Property { [version] $_.Name } | Select-Object -Last 1).FullName
    $manifestPath = Join-Path -Path $layout -ChildPath 'NemoVideo.psd1'
    $manifest = Import-PowerShellDataFile -LiteralPath $manifestPath
    $payloads = @(if ([Environment]::Version.Major -ge 10) { 'net10.0' }) + 'netstandard2.0'

    # A skill file and one request over a real socket load all libraries of the client.
    $skill = Join-Path -Path $TestDrive -ChildPath 'SKILL.md'
    Set-Content -LiteralPath $skill -Value '---', 'name: module-test', '---'
    $useModule = "`$null = Connect-Nemo -Token 'nmv_usr_test' -SkillPath '$skill' -NoCache 6> `$null; `$null = Get-NemoCredit"
}

AfterAll {
    Stop-NemoEmulator -Emulator $emulator
    Restore-NemoEnvironment
}

Describe 'The layout of the module' {
    It 'has a valid manifest' {
        $tested = Test-ModuleManifest -Path $manifestPath -ErrorAction Stop
        $tested.Version | Should -Be (Split-Path -Path $layout -Leaf)
        $tested.Name | Should -Be 'NemoVideo'
    }

    It 'lists its exports one by one' {
        $manifest.CmdletsToExport | Should -Not -BeNullOrEmpty
        "$($manifest.CmdletsToExport)" | Should -Not -Match '\*'
        foreach ($kind in 'FunctionsToExport', 'AliasesToExport', 'VariablesToExport') {
            $manifest.ContainsKey($kind) | Should -BeTrue -Because "$kind must be present, or PowerShell searches for it"
            $manifest[$kind] | Should -BeNullOrEmpty
        }
    }

    It 'contains the payload <_>' -ForEach 'net10.0', 'netstandard2.0' {
        $files = (Get-ChildItem -Path "$layout/bin/$_/*").Name
        $files | Should -Contain 'NemoVideo.PowerShell.dll'
        $files | Should -Contain 'NemoVideo.Client.dll'
        $files | Should -Not -Contain 'NemoVideo.Loader.dll' -Because 'the payload must not be found beside the loader'
        $files | Should -Not -Contain 'System.Management.Automation.dll' -Because 'PowerShell provides it'
    }

    It 'contains the libraries once, for both payloads' {
        $files = (Get-ChildItem -Path "$layout/bin/*/*.dll").Name
        foreach ($library in 'Polly.Core.dll', 'Microsoft.Extensions.Http.dll', 'NemoVideo.Language.dll') {
            "$layout/bin/shared/$library" | Should -Exist
            @($files -eq $library) | Should -HaveCount 1
        }
    }
}

Describe 'Importing the module' {
    BeforeAll {
        Import-Module -Name $module -Force
        $loaded = Get-Module -Name NemoVideo
    }

    It 'loads one module, which exports only the cmdlets of the manifest' {
        @(Get-Module | Where-Object Name -Like '*Nemo*').Name | Should -Be 'NemoVideo'
        $loaded.ExportedCmdlets.Keys | Sort-Object | Should -Be ($manifest.CmdletsToExport | Sort-Object)
        $loaded.ExportedCommands.Count | Should -Be $manifest.CmdletsToExport.Count
        $loaded.ExportedVariables.Count | Should -Be 0
    }

    It 'exports every cmdlet class of the assembly' {
        $assembly = (Get-Command -Name Connect-Nemo).ImplementingType.Assembly
        $attributes = foreach ($type in $assembly.GetExportedTypes()) {
            $type.GetCustomAttributes([System.Management.Automation.CmdletAttribute], $false)
        }
        $attributes | ForEach-Object { "$($_.VerbName)-$($_.NounName)" } | Sort-Object | Should -Be ($manifest.CmdletsToExport | Sort-Object)
    }

    It 'writes no warnings, and registers its output types once after <Name>' -ForEach @(
        @{ Name = 'Import-Module'; Again = { Import-Module @with } }
        @{ Name = 'Import-Module -Force'; Again = { Import-Module @with -Force } }
        @{ Name = 'Remove-Module and Import-Module'; Again = { Remove-Module -Name NemoVideo; Import-Module @with } }
    ) {
        $with = @{ Name = $module; ErrorVariable = 'failures'; WarningVariable = 'warnings' }
        . $Again
        $failures | Should -BeNullOrEmpty
        $warnings | Should -BeNullOrEmpty
        (Get-Command -Name Connect-Nemo).Source | Should -Be 'NemoVideo'
        $data = Get-TypeData -TypeName 'NemoVideo.PowerShell.Output.*'
        $data.Count | Should -BeGreaterOrEqual 10
        $names = (Get-Command -Name Connect-Nemo).ImplementingType.Assembly.GetExportedTypes().FullName
        # A link is a Uri with an additional type name.
        $data.TypeName | Where-Object { $_ -notin $names } | Should -Be 'NemoVideo.PowerShell.Output.NemoSessionLink'
        (Get-TypeData -TypeName 'NemoVideo.PowerShell.Output.NemoExport').Members.Keys | Should -Contain 'ExportId'
        (Get-TypeData -TypeName 'NemoVideo.PowerShell.Output.NemoState').SerializationDepth | Should -Be 8
    }

    It 'leaves no types, views, modules or commands after Remove-Module' {
        Remove-Module -Name NemoVideo
        Get-TypeData -TypeName 'NemoVideo.*' | Should -BeNullOrEmpty
        Get-FormatData -TypeName 'NemoVideo.*' | Should -BeNullOrEmpty
        Get-Module -All | Where-Object Name -Like '*Nemo*' | Should -BeNullOrEmpty
        $env:PSModulePath, $saved = '', $env:PSModulePath
        try {
            Get-Command -Name Connect-Nemo -ErrorAction Ignore | Should -BeNullOrEmpty
        } finally {
            $env:PSModulePath = $saved
            Import-Module -Name $module
        }
    }

    It 'happens automatically when a cmdlet is used and the module is installed' {
        $parent = Split-Path -Path $module -Parent
        Invoke-NewPowerShell @"
`$env:PSModulePath = '$parent' + [System.IO.Path]::PathSeparator + `$env:PSModulePath
$useModule
(Get-Module -Name NemoVideo).Path
"@ | Should -Be (Join-Path -Path $layout -ChildPath 'NemoVideo.psm1')
    }
}

Describe 'The payload' {
    BeforeAll {
        $savedPayload = $env:NEMO_PAYLOAD
        $describeAssembly = '$assembly = (Get-Command -Name Connect-Nemo).ImplementingType.Assembly; Split-Path -Leaf (Split-Path $assembly.Location)'
    }

    AfterEach { $env:NEMO_PAYLOAD = $savedPayload }

    It 'is the one that NEMO_PAYLOAD selects, by default that for .NET 10 if PowerShell runs on .NET 10: <_>' -ForEach (@('default') + $payloads) {
        $env:NEMO_PAYLOAD = if ($_ -ne 'default') { $_ }
        $expected = if ($env:NEMO_PAYLOAD) { $_ } else { $payloads[0] }
        Invoke-NewPowerShell "Import-Module -Name '$module'; $useModule; $describeAssembly" | Should -Be $expected
    }

    It 'is not loaded if NEMO_PAYLOAD is <_>' -ForEach 'net9.0', 'NETSTANDARD2.0', '../bin/netstandard2.0' {
        $env:NEMO_PAYLOAD = $_
        $import = "try { Import-Module -Name '$module' } catch { `"`$_`"; @(Get-Module -Name NemoVideo).Count }"
        Invoke-NewPowerShell $import | Should -Be @(
            "The value of the environment variable NEMO_PAYLOAD is '$_'. In this PowerShell, it can be: $($payloads -join ', ')."
            '0'
        )
    }

    It 'is netstandard2.0 before .NET 10 only on Windows' {
        $select = [NemoVideo.Loader.ModuleLoader].GetMethod('SelectPayload', [System.Reflection.BindingFlags] 'NonPublic, Static')
        $select.Invoke($null, @($null, [version] '9.0.1', $true)) | Should -Be 'netstandard2.0'
        { $select.Invoke($null, @($null, [version] '9.0.1', $false)) } | Should -Throw '*On Linux and macOS, NemoVideo requires PowerShell 7.6 or later.*'
    }
}
