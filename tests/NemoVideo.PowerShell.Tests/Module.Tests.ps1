BeforeDiscovery {
    $payloads = @(if ([Environment]::Version.Major -ge 10) { 'net10.0' }) + 'netstandard2.0'
    # .NET 9 and later can write an assembly file without a compiler.
    $canWriteAssembly = $null -ne ('System.Reflection.Emit.PersistedAssemblyBuilder' -as [type])
}

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

    It 'contains every file that the manifest names' {
        $display = Import-PowerShellDataFile -LiteralPath "$layout/NemoVideo.Display.psd1"
        foreach ($file in @($manifest.RootModule) + $display.TypesToProcess + $display.FormatsToProcess) {
            Join-Path -Path $layout -ChildPath $file | Should -Exist
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

    It 'contains the loader <_>' -ForEach 'net8.0', 'netstandard2.0' {
        (Get-ChildItem -Path "$layout/bin/loader/$_/*.dll").Name | Should -Be 'NemoVideo.Loader.dll'
    }
}

Describe 'Importing the module' {
    BeforeAll {
        Import-Module -Name $module -Force
        $loaded = Get-Module -Name NemoVideo
    }

    It 'loads one module named NemoVideo' {
        @(Get-Module | Where-Object Name -Like '*Nemo*').Name | Should -Be 'NemoVideo'
    }

    It 'exports only the cmdlets of the manifest' {
        $loaded.ExportedCmdlets.Keys | Sort-Object | Should -Be ($manifest.CmdletsToExport | Sort-Object)
        $loaded.ExportedCommands.Count | Should -Be $manifest.CmdletsToExport.Count
        $loaded.ExportedVariables.Count | Should -Be 0
    }

    It 'exports cmdlets with approved verbs that belong to NemoVideo' {
        foreach ($name in $manifest.CmdletsToExport) {
            $command = Get-Command -Name $name -ErrorAction Stop
            $command.CommandType | Should -Be 'Cmdlet'
            $command.Source | Should -Be 'NemoVideo'
            $command.Version | Should -Be $loaded.Version
            (Get-Verb -Verb $command.Verb) | Should -Not -BeNullOrEmpty -Because "$($command.Verb) must be an approved verb"
        }
    }

    It 'exports every cmdlet class of the assembly' {
        $assembly = (Get-Command -Name Connect-Nemo).ImplementingType.Assembly
        $attributes = foreach ($type in $assembly.GetExportedTypes()) {
            $type.GetCustomAttributes([System.Management.Automation.CmdletAttribute], $false)
        }
        $attributes | ForEach-Object { "$($_.VerbName)-$($_.NounName)" } | Sort-Object | Should -Be ($manifest.CmdletsToExport | Sort-Object)
    }

    It 'writes no warnings' {
        $warnings = Import-Module -Name $module -Force 3>&1
        $warnings | Should -BeNullOrEmpty
    }

    It 'works again after <How>' -ForEach @(
        @{ How = 'Import-Module -Force'; Again = { Import-Module -Name $module -Force } }
        @{ How = 'Remove-Module and Import-Module'; Again = { Remove-Module -Name NemoVideo; Import-Module -Name $module } }
    ) {
        foreach ($time in 1..2) {
            . $Again
            (Get-Module -Name NemoVideo).ExportedCmdlets.Count | Should -Be $manifest.CmdletsToExport.Count
            (Get-Command -Name Connect-Nemo).Source | Should -Be 'NemoVideo'
        }
    }

    It 'registers its output types once after <_>' -ForEach 'Import-Module', 'Import-Module -Force', 'Remove-Module and Import-Module' {
        switch ($_) {
            'Import-Module -Force' { Import-Module -Name $module -Force -ErrorVariable failures }
            'Remove-Module and Import-Module' { Remove-Module -Name NemoVideo; Import-Module -Name $module -ErrorVariable failures }
            default { Import-Module -Name $module -ErrorVariable failures }
        }
        $failures | Should -BeNullOrEmpty
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

    It 'loads the same assembly in every runspace' {
        $here = (Get-Command -Name Connect-Nemo).ImplementingType.Assembly
        $runspaces = 1..2 | ForEach-Object {
            $shell = [powershell]::Create()
            $null = $shell.AddScript('param($Module) Import-Module -Name $Module; (Get-Command -Name Connect-Nemo).ImplementingType.Assembly')
            $null = $shell.AddArgument($module)
            @{ Shell = $shell; Run = $shell.BeginInvoke() }
        }
        foreach ($runspace in $runspaces) {
            $there = $runspace.Shell.EndInvoke($runspace.Run)
            $runspace.Shell.Streams.Error | Should -BeNullOrEmpty
            [object]::ReferenceEquals($here, $there[0]) | Should -BeTrue
            $runspace.Shell.Dispose()
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

    AfterEach {
        $env:NEMO_PAYLOAD = $savedPayload
    }

    It 'is the one for .NET 10 if PowerShell runs on .NET 10' {
        $env:NEMO_PAYLOAD = $null
        $expected = if ([Environment]::Version.Major -ge 10) { 'net10.0' } else { 'netstandard2.0' }
        Invoke-NewPowerShell "Import-Module -Name '$module'; $useModule; $describeAssembly" | Should -Be $expected
    }

    It 'is the one that NEMO_PAYLOAD selects: <_>' -ForEach $payloads {
        $env:NEMO_PAYLOAD = $_
        Invoke-NewPowerShell "Import-Module -Name '$module'; $useModule; $describeAssembly" | Should -Be $_
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

    It 'of a second copy is refused in the same process <State>' -ForEach @(
        @{ State = 'after the first was removed'; Between = 'Remove-Module -Name NemoVideo' }
        @{ State = 'while the first is imported and still works'; Between = '' }
    ) {
        $copy = Join-Path -Path $TestDrive -ChildPath "another-$($Between.Length)/NemoVideo"
        Copy-Item -LiteralPath $module -Destination $copy -Recurse
        Invoke-NewPowerShell @"
Import-Module -Name '$module'
$Between
try { Import-Module -Name '$copy'; 'imported' } catch { "`$_".Contains('$module') -and "`$_".Contains('$copy') }
"`$(`$Error)" -match 'already present'
Import-Module -Name '$module'
(Get-TypeData -TypeName 'NemoVideo.PowerShell.Output.NemoExport').Members.Keys
"@ | Should -Be 'True', 'False', 'ExportId', 'File'
    }

    # Empty assemblies of an old version with the names of our libraries, in the default load context. If the module used
    # them, a type would be missing.
    It 'works with other versions of its libraries that are imported <When>' -Skip:(-not $canWriteAssembly) -ForEach @(
        @{ When = 'before it'; First = 'other'; Second = 'nemo' }
        @{ When = 'after it'; First = 'nemo'; Second = 'other' }
    ) {
        $other = New-Item -ItemType Directory -Path (Join-Path -Path $TestDrive -ChildPath "Other-$First")
        $libraries = (Get-ChildItem -Path "$layout/bin/net10.0/*.dll", "$layout/bin/shared/*.dll").BaseName -notlike 'NemoVideo.*' -notlike 'System.*'
        $libraries | Should -Contain 'Polly.Core'
        $libraries | Should -Contain 'Microsoft.Extensions.DependencyInjection.Abstractions'

        $import = @{
            nemo  = "Import-Module -Name '$module'; $useModule"
            other = "foreach (`$name in '$($libraries -join "', '")') { `$null = [System.Reflection.Assembly]::LoadFrom(`"$other/`$name.dll`") }"
        }
        foreach ($library in $libraries) {
            $name = [System.Reflection.AssemblyName]::new("$library, Version=1.2.3.4")
            $assembly = [System.Reflection.Emit.PersistedAssemblyBuilder]::new($name, [object].Assembly)
            $null = $assembly.DefineDynamicModule($library)
            $assembly.Save("$other/$library.dll")
        }

        $seen = Invoke-NewPowerShell @"
$($import[$First])
$($import[$Second])
$useModule
foreach (`$assembly in [AppDomain]::CurrentDomain.GetAssemblies()) {
    `$name = `$assembly.GetName()
    "`$(`$name.Name) `$(`$name.Version) `$([System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext(`$assembly).Name)"
}
"@
        $seen | Should -Contain 'Polly.Core 1.2.3.4 Default'
        $seen -match '^Polly\.Core 8\..* NemoVideo$' | Should -HaveCount 1
        $seen -match '^(Microsoft\.Extensions\.Http|NemoVideo\.Client) .* NemoVideo$' | Should -HaveCount 2
    }
}
