# The description of the module in each build, and the package. The tests of the package build it twice.

BeforeAll {
    . $PSScriptRoot/common.ps1
    $layout = (Get-ChildItem -LiteralPath (Get-NemoModulePath) -Directory | Sort-Object -Property { [version] $_.Name } | Select-Object -Last 1).FullName
    $manifest = Import-PowerShellDataFile -LiteralPath (Join-Path -Path $layout -ChildPath 'NemoVideo.psd1')
    $psData = $manifest.PrivateData.PSData
    $version = $manifest.ModuleVersion

    function Get-RelativeFile {
        param([string] $Path)
        $root = (Resolve-Path -LiteralPath $Path).ProviderPath.TrimEnd('/', '\')
        (Get-ChildItem -LiteralPath $root -Recurse -File -Force).FullName | ForEach-Object { $_.Substring($root.Length + 1).Replace('\', '/') }
    }
}

Describe 'The manifest' {
    It 'lists exactly the files and folders of the module' {
        $manifest.FileList | Sort-Object | Should -Be (Get-ChildItem -LiteralPath $layout -Name -Force | Sort-Object)
    }

    It 'has a license, tags for both editions and a description' {
        $psData.LicenseUri | Should -Be 'https://licenses.nuget.org/MIT'
        foreach ($tag in 'PSEdition_Desktop', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS') { $psData.Tags | Should -Contain $tag }
        $psData.Tags | Where-Object { $_ -match '\s' } | Should -BeNullOrEmpty -Because 'the PowerShell Gallery would split them'
        $manifest.CompatiblePSEditions | Should -Be @('Desktop', 'Core')
        $manifest.Description | Should -Not -BeNullOrEmpty
    }

    It 'contains the first changes of the changelog as release notes' {
        $changelog = [System.IO.File]::ReadAllText("$layout/CHANGELOG.md")
        $psData.ReleaseNotes.Length | Should -BeGreaterThan 100
        $psData.ReleaseNotes.Length | Should -BeLessOrEqual 10000
        # Not a wildcard pattern, because WildcardPattern.Escape doesn't escape backticks in PowerShell 7.4.
        $changelog.Contains($psData.ReleaseNotes.Substring(0, 100)) | Should -BeTrue
    }
}

Describe 'The bill of materials' {
    BeforeAll {
        $bill = Get-Content -LiteralPath "$layout/sbom.cdx.json" -Raw -Encoding UTF8 | ConvertFrom-Json
    }

    It 'has the fields that CycloneDX 1.6 requires' {
        $bill.bomFormat | Should -Be 'CycloneDX'
        $bill.specVersion | Should -Be '1.6'
        $bill.metadata.component.name | Should -Be 'NemoVideo'
        $bill.metadata.component.version | Should -Be $version
        foreach ($component in $bill.components) {
            $component.type, $component.name, $component.version | Should -Not -Contain $null
            $component.licenses.license.id | Should -Not -BeNullOrEmpty
            $component.purl | Should -Be "pkg:nuget/$($component.name)@$($component.version)"
        }
    }

    It 'contains every third-party assembly of the module with its hash' {
        $files = $bill.components.components
        $assemblies = Get-RelativeFile $layout | Where-Object { $_ -like '*.dll' -and $_ -notlike '*/NemoVideo.*' }
        $files.name | Sort-Object | Should -Be ($assemblies | Sort-Object)
        foreach ($file in $files) {
            (Get-FileHash -LiteralPath "$layout/$($file.name)" -Algorithm SHA256).Hash | Should -Be $file.hashes[0].content
        }
    }
}

Describe 'The signature of the module' {
    BeforeAll {
        $root = Split-Path -Path (Split-Path -Path $PSScriptRoot -Parent) -Parent
        $sign = "$root/.ci/Set-ModuleSignature.ps1"
        $canSign = [bool] (Get-Command -Name Set-AuthenticodeSignature -ErrorAction Ignore)
    }

    It 'ends the build before it starts if this system cannot sign files' {
        if ($canSign) { Set-ItResult -Skipped -Because 'this system can sign files' }
        $powershell = Get-PowerShellProgram
        $arguments = $powershell.ArgumentList + @(
            '-NoProfile', '-NonInteractive', '-File', "$root/build.ps1", '-Task', 'Pack', '-SigningCertificate', ('0' * 40)
        )
        $result = & $powershell.Path @arguments 2>&1
        $LASTEXITCODE | Should -Be 1
        "$result" | Should -Be 'build.ps1: The module can only be signed on Windows, because Set-AuthenticodeSignature is not available on this system.'
    }

    It 'is on each script and assembly of the project, and on no other file' {
        if (-not $canSign) { Set-ItResult -Skipped -Because 'this system cannot sign files' }
        $copy = Join-Path -Path $TestDrive -ChildPath 'signed'
        Copy-Item -LiteralPath $layout -Destination $copy -Recurse
        $certificate = New-SelfSignedCertificate -Subject 'CN=NemoVideo test' -Type CodeSigningCert -CertStoreLocation Cert:\CurrentUser\My
        try {
            & $sign -Path $copy -Thumbprint $certificate.Thumbprint 6> $null
        } finally {
            Remove-Item -LiteralPath "Cert:\CurrentUser\My\$($certificate.Thumbprint)"
        }

        foreach ($file in Get-ChildItem -LiteralPath $copy -Recurse -File -Include '*.dll', '*.psm1', '*.psd1', '*.ps1xml') {
            $isOurs = $file.Name -like 'NemoVideo.*'
            $thumbprint = (Get-AuthenticodeSignature -LiteralPath $file.FullName).SignerCertificate.Thumbprint
            ($thumbprint -eq $certificate.Thumbprint) | Should -Be $isOurs -Because $file.Name
        }
    }
}

Describe 'The URL of the project' {
    It 'contains no credentials in the package <_>' -ForEach 'PowerShell', 'Client', 'Emulator' {
        $dotnet = Get-DotNet
        $project = [System.IO.Path]::Combine($PSScriptRoot, '..', '..', 'src', "NemoVideo.$_")
        $arguments = '-p:TargetFramework=net10.0', '-p:PrivateRepositoryUrl=https://user:secret@example.com/owner/name.git',
            '-p:PublishRepositoryUrl=true', '-t:_InitializeNuspecRepositoryInformationProperties,FindProjectUrl',
            '-getProperty:PrivateRepositoryUrl,RepositoryUrl,ProjectUrl,PackageProjectUrl'
        $properties = (& $dotnet msbuild $project $arguments | Out-String | ConvertFrom-Json).Properties
        $properties.PrivateRepositoryUrl, $properties.RepositoryUrl | Should -Be (@('https://example.com/owner/name.git') * 2)
        $properties.ProjectUrl, $properties.PackageProjectUrl | Should -Be (@('https://example.com/owner/name') * 2)
    }
}

Describe 'The packages' -Tag 'Long' {
    BeforeAll {
        $dotnet = Get-DotNet
        $source = Split-Path -Path (Split-Path -Path $PSScriptRoot -Parent) -Parent

        # A copy, because a build in the repository would replace the module under test. It has no Git data.
        function New-Package {
            param([string] $Folder)
            $null = New-Item -ItemType Directory -Path $Folder
            Get-ChildItem -LiteralPath $source -File -Force | Copy-Item -Destination $Folder
            foreach ($name in 'src', 'docs') { Copy-Item -LiteralPath "$source/$name" -Destination $Folder -Recurse }
            Get-ChildItem -Path "$Folder/src/*/bin", "$Folder/src/*/obj" | Remove-Item -Recurse -Force
            foreach ($project in 'PowerShell', 'Client', 'Emulator') {
                $log = & $dotnet pack "$Folder/src/NemoVideo.$project" --nologo --configuration Release "-p:ProjectUrl=https://example.com/repository" 2>&1
                if ($LASTEXITCODE -ne 0) { throw "dotnet pack failed: $log" }
            }
            Join-Path -Path $Folder -ChildPath 'output'
        }

        $work = New-TestFolder
        $packages = New-Package -Folder (Join-Path -Path $work -ChildPath 'one')
        $other = New-Package -Folder (Join-Path -Path $work -ChildPath 'another folder')
        $modules = Join-Path -Path $work -ChildPath 'modules'
        $gallery = "$packages/NemoVideo.$version.nupkg"
        Add-Type -AssemblyName System.IO.Compression.FileSystem

        function Get-PackageEntry {
            param([string] $Path, [string] $Name = '*')
            $archive = [System.IO.Compression.ZipFile]::OpenRead($Path)
            try { $archive.Entries.FullName | Where-Object { $_ -like $Name } } finally { $archive.Dispose() }
        }

        function Read-Nuspec {
            param([string] $Path)
            $archive = [System.IO.Compression.ZipFile]::OpenRead($Path)
            try {
                $reader = [System.IO.StreamReader]::new(($archive.Entries | Where-Object FullName -Like '*.nuspec').Open())
                ([xml] $reader.ReadToEnd()).package.metadata
            } finally { $archive.Dispose() }
        }

        # A new process with a new home and only the installed module. It runs the main job.
        function Invoke-InstalledModule {
            param([string] $ModulePath)
            $emulator = Start-NemoEmulator -ArgumentList '--credits', '1000'
            $newHome = New-TestFolder
            $clip = Get-SampleClip -Name 'sunset.mp4'
            $script = "`$env:PSModulePath = '$ModulePath'; Import-Module NemoVideo; " +
                "`$video = '$clip' | New-NemoVideo 'add a title' -Destination '$newHome/out' 6> `$null; " +
                "`"`$((Get-Module NemoVideo).Path)|`$(`$video.Status)|`$([System.IO.File]::Exists(`$video.OutputPath))`""
            $saved = $env:HOME, $env:NEMO_HOME, $env:NEMO_API_URL, $env:NEMO_TOKEN
            try {
                $env:HOME, $env:NEMO_HOME, $env:NEMO_API_URL, $env:NEMO_TOKEN = $newHome, $null, $emulator.Url, $null
                $powershell = Get-PowerShellProgram
                & $powershell.Path @($powershell.ArgumentList) -NoProfile -NonInteractive -Command $script 2>&1 | Select-Object -Last 1
            } finally {
                $env:HOME, $env:NEMO_HOME, $env:NEMO_API_URL, $env:NEMO_TOKEN = $saved
                Stop-NemoEmulator -Emulator $emulator
                Remove-Item -LiteralPath $newHome -Recurse -Force
            }
        }
    }

    AfterAll { Remove-Item -LiteralPath $work -Recurse -Force -ErrorAction Ignore }

    It 'are the same bytes if they are built in another folder' {
        $names = (Get-ChildItem -LiteralPath $packages -File).Name
        $names | Sort-Object | Should -Be (@(
            "NemoVideo.$version.nupkg", "NemoVideo.$version.zip", "NemoVideo.Client.$version.nupkg", "NemoVideo.Client.$version.snupkg"
            "NemoVideo.Emulator.$version.nupkg"
        ) | Sort-Object)
        foreach ($name in $names) {
            (Get-FileHash -LiteralPath "$other/$name").Hash | Should -Be (Get-FileHash -LiteralPath "$packages/$name").Hash -Because "$name must be reproducible"
        }
    }

    It 'are smaller than 3.1 MB' {
        foreach ($name in "NemoVideo.$version.nupkg", "NemoVideo.$version.zip") {
            (Get-Item -LiteralPath "$packages/$name").Length | Should -BeLessThan 3100000
        }
    }

    It 'have the metadata that the PowerShell Gallery shows' {
        $metadata = Read-Nuspec -Path $gallery
        $metadata.id, $metadata.version | Should -Be @('NemoVideo', $version)
        $metadata.license.'#text', $metadata.icon, $metadata.readme | Should -Be @('MIT', 'icon.png', 'README.md')
        $metadata.projectUrl | Should -Be 'https://example.com/repository'
        $metadata.releaseNotes | Should -Not -BeNullOrEmpty
        foreach ($tag in @('PSModule', 'PSEdition_Core', 'PSEdition_Desktop') + $manifest.CmdletsToExport.ForEach({ "PSCmdlet_$_" })) {
            -split $metadata.tags | Should -Contain $tag
        }
    }

    It 'contain the files of the module and of the package format only' {
        $format = '_rels/.rels', '[[]Content_Types].xml', 'package/*', 'NemoVideo.nuspec'
        $files = Get-PackageEntry -Path $gallery | Where-Object { $entry = $_; -not ($format | Where-Object { $entry -like $_ }) }
        $files | Sort-Object | Should -Be (Get-RelativeFile $layout | Sort-Object)
        Get-PackageEntry -Path "$packages/NemoVideo.$version.zip" | Sort-Object |
            Should -Be ((Get-RelativeFile $layout).ForEach({ "NemoVideo/$version/$_" }) | Sort-Object)
    }

    It 'contain a manifest that PowerShell accepts' {
        [System.IO.Compression.ZipFile]::ExtractToDirectory("$packages/NemoVideo.$version.zip", $modules)
        $tested = Test-ModuleManifest -Path "$modules/NemoVideo/$version/NemoVideo.psd1" -ErrorAction Stop
        $tested.ProjectUri | Should -Be 'https://example.com/repository'
        $tested.IconUri | Should -Be "https://example.com/repository/raw/v$version/docs/icon.png"
        $tested.ExportedCmdlets.Keys | Sort-Object | Should -Be ($manifest.CmdletsToExport | Sort-Object)
    }

    It 'run the main job after the archive is extracted to a folder of PSModulePath' {
        Invoke-InstalledModule -ModulePath $modules | Should -Be "$modules/NemoVideo/$version/NemoVideo.psm1|Succeeded|True"
    }

    It 'run the main job after Save-PSResource' {
        if (-not (Get-Command -Name Register-PSResourceRepository -ErrorAction Ignore)) { Set-ItResult -Skipped -Because 'PSResourceGet is not installed' }
        $repository = "nemo-$([guid]::NewGuid().ToString('N'))"
        $installed = Join-Path -Path $work -ChildPath 'installed'
        $null = New-Item -ItemType Directory -Path $installed
        Register-PSResourceRepository -Name $repository -Uri $packages -Trusted
        try {
            Save-PSResource -Name NemoVideo -Repository $repository -Path $installed -ErrorAction Stop
        } finally {
            Unregister-PSResourceRepository -Name $repository
        }
        Invoke-InstalledModule -ModulePath $installed | Should -Be "$installed/NemoVideo/$version/NemoVideo.psm1|Succeeded|True"
    }

    It 'contain the client library with documentation, readme and symbols' {
        foreach ($framework in 'netstandard2.0', 'net10.0') {
            $entries = Get-PackageEntry -Path "$packages/NemoVideo.Client.$version.nupkg" -Name "lib/$framework/*"
            $entries | Sort-Object | Should -Be @("lib/$framework/NemoVideo.Client.dll", "lib/$framework/NemoVideo.Client.xml")
            Get-PackageEntry -Path "$packages/NemoVideo.Client.$version.snupkg" -Name "lib/$framework/*" | Should -Be "lib/$framework/NemoVideo.Client.pdb"
        }
        $metadata = Read-Nuspec -Path "$packages/NemoVideo.Client.$version.nupkg"
        $metadata.readme, $metadata.icon, $metadata.license.'#text' | Should -Be @('README.md', 'icon.png', 'MIT')
    }

    It 'install the emulator as a .NET tool that answers requests' {
        $tool = Join-Path -Path $work -ChildPath 'tool'
        $config = Join-Path -Path $work -ChildPath 'nuget.config'
        Set-Content -LiteralPath $config -Value "<configuration><packageSources><clear /><add key='local' value='$packages' /></packageSources></configuration>"
        # NuGet's package folder must not contain an earlier build of the same version.
        $savedPackages = $env:NUGET_PACKAGES
        $env:NUGET_PACKAGES = Join-Path -Path $work -ChildPath 'nuget'
        try {
            $log = & $dotnet tool install NemoVideo.Emulator --tool-path $tool --configfile $config 2>&1
            $LASTEXITCODE | Should -Be 0 -Because "$log"
        } finally {
            $env:NUGET_PACKAGES = $savedPackages
        }

        $start = [System.Diagnostics.ProcessStartInfo]::new("$tool/nemovideo-emulator", '--urls http://127.0.0.1:0 --end-with-input')
        $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
        $start.UseShellExecute = $false
        $process = [System.Diagnostics.Process]::Start($start)
        try {
            $process.StandardOutput.ReadLine() -match 'listening on (http://\S+)' | Should -BeTrue
            $token = Invoke-RestMethod -Uri "$($Matches[1])/api/auth/anonymous-token" -Method Post -Headers @{ 'X-Client-Id' = [guid]::NewGuid() }
            $token.data.token | Should -BeLike 'nmv_usr_*'
            $process.StandardInput.Close()
            $process.WaitForExit(30000) | Should -BeTrue
            $process.ExitCode | Should -Be 0
        } finally {
            if (-not $process.HasExited) { $process.Kill() }
        }
    }
}
