BeforeAll {
    . $PSScriptRoot/common.ps1
    $emulator = Start-NemoEmulator -ArgumentList '--no-ffmpeg'
    Set-NemoEnvironment -ApiUrl $emulator.Url
    Import-Module -Name (Get-NemoModulePath) -Force
    $nemo = Connect-Nemo -PassThru 6> $null
    $clip = Get-SampleClip -Name 'sunset.mp4'
    $folder = New-TestFolder
    [System.IO.File]::Copy($clip, "$folder/[a] take.mp4")
    [System.IO.File]::Copy($clip, "$folder/a take.mp4")

    function Get-Upload { @($emulator.GetRequests() | Where-Object { $_.path -like '/api/upload-video/*' }) }
    function Get-NewSession { @($emulator.GetRequests() | Where-Object { $_.path -like '*/with-session/*' }) }
}

AfterAll {
    Disconnect-Nemo -ErrorAction Ignore
    Stop-NemoEmulator -Emulator $emulator
    Restore-NemoEnvironment
    Remove-Item -LiteralPath $folder -Recurse -Force
}

Describe 'Send-NemoUpload' {
    BeforeEach {
        $emulator.Reset()
        $sent = (Get-Upload).Count
        $made = (Get-NewSession).Count
    }

    Context 'A URL that was shortened for display' {
        It 'is not uploaded, and no session is created for it' {
            $count = @(Get-NemoSession).Count
            Send-NemoUpload -Url 'https://localhost.invalid/a.mp4?…' -SessionPerFile -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $failure | Should -HaveCount 1
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoInvalidArgument,*'
            $failure[0].ErrorDetails.RecommendedAction | Should -BeLike 'Use the original URL*'
            @(Get-NemoSession).Count | Should -Be $count
        }
    }

    Context 'Links' {
        BeforeAll {
            $shared = New-TestFolder
            $private = Join-Path -Path $folder -ChildPath 'private.mp4'
            [System.IO.File]::Copy($clip, $private)
            if ($IsLinux -or $IsMacOS) {
                [System.IO.File]::Copy($clip, "$shared/b.mp4")
                $null = [System.IO.File]::CreateSymbolicLink("$shared/a.mp4", $private)
                $null = [System.IO.File]::CreateSymbolicLink("$shared/c.mp4", "$shared/b.mp4")
                $null = [System.IO.Directory]::CreateSymbolicLink("$shared/more", $folder)
                $null = [System.IO.File]::CreateSymbolicLink("$shared/round.mp4", "$shared/round.mp4")
            }
        }

        AfterAll { Remove-Item -LiteralPath $shared -Recurse -Force }

        BeforeEach {
            if (-not ($IsLinux -or $IsMacOS)) { Set-ItResult -Skipped -Because 'on Windows, links need a privilege' }
        }

        It 'uploads the target of a link: <Name>' -ForEach @(
            @{ Name = 'by wildcard'; Command = { Send-NemoUpload -Path "$shared/a*.mp4" } }
            @{ Name = 'from Get-ChildItem'; Command = { Get-ChildItem -Path "$shared/a.mp4" | Send-NemoUpload } }
            @{ Name = 'by -LiteralPath'; Command = { Send-NemoUpload -LiteralPath "$shared/a.mp4" } }
            @{ Name = 'in a linked folder'; Command = { Send-NemoUpload -Path "$shared/*/private.mp4" } }
        ) {
            $uploads = @(& $Command 3>&1)
            $uploads.Count | Should -Be 1
            $uploads[0].Length | Should -Be (Get-Item -LiteralPath $private).Length
            (Get-Upload).Count | Should -Be ($sent + 1)
        }

        It 'reports a path that cannot be read as one error, and uploads the others: <Name>' -ForEach @(
            @{ Name = 'Send-NemoUpload'; Command = { Send-NemoUpload -LiteralPath "$shared/round.mp4", "$shared/b.mp4" -ErrorVariable script:errors -ErrorAction SilentlyContinue } }
            @{ Name = 'Invoke-Nemo'; Command = { Invoke-Nemo -Request 'upload it' -LiteralPath "$shared/round.mp4", "$shared/b.mp4" -ErrorVariable script:errors -ErrorAction SilentlyContinue -WarningAction SilentlyContinue } }
        ) {
            & $Command | ForEach-Object { $_.Path } | Should -Be "$shared/b.mp4"
            $errors.Count | Should -Be 1
            $errors[0].FullyQualifiedErrorId | Should -Match '^NemoFileAccess,'
            $errors[0].TargetObject | Should -Be "$shared/round.mp4"
        }
    }

    Context 'File names with backslashes that another user may have created' {
        BeforeAll {
            $hostile = New-TestFolder
            $private = Join-Path -Path $folder -ChildPath 'private.mp4'
            [System.IO.File]::Copy($clip, $private, $true)
            $leaf = Split-Path -Path $folder -Leaf
            if ($IsLinux -or $IsMacOS) {
                # PowerShell reads this name as a path to the private file.
                $trap = "$hostile/x\..\..\$leaf\private.mp4"
                [System.IO.File]::Copy($clip, $trap)
                $null = [System.IO.Directory]::CreateDirectory("$hostile/in\..\..\$leaf")
                [System.IO.File]::Copy($clip, "$hostile/in\..\..\$leaf/private.mp4")
            }
        }

        AfterAll { if ($IsLinux -or $IsMacOS) { & rm -r $hostile } }

        BeforeEach {
            if (-not ($IsLinux -or $IsMacOS)) { Set-ItResult -Skipped -Because 'on Windows, a name contains no backslash' }
            Push-Location -LiteralPath $hostile
        }

        AfterEach { Pop-Location }

        It 'reports one error and uploads no other file: <Name>' -ForEach @(
            @{ Name = 'from Get-ChildItem'; Command = { Get-ChildItem -File | Send-NemoUpload @silent } }
            @{ Name = 'from Get-ChildItem, with a PSPath only'; Command = { Get-ChildItem -File | Select-Object -Property PSPath | Send-NemoUpload @silent } }
            @{ Name = 'from Get-ChildItem as an argument'; Command = { Send-NemoUpload -Path (Get-ChildItem -File) @silent } }
            @{ Name = 'from GetFiles'; Command = { [System.IO.Directory]::GetFiles($hostile) | Send-NemoUpload @silent } }
            @{ Name = 'from GetFiles as -LiteralPath'; Command = { Send-NemoUpload -LiteralPath ([System.IO.Directory]::GetFiles($hostile)) @silent } }
            @{ Name = 'from GetFiles as -Path'; Command = { Send-NemoUpload -Path ([System.IO.Directory]::GetFiles($hostile)) @silent } }
            @{ Name = 'from ls'; Command = { & ls -p | Where-Object { -not $_.EndsWith('/') } | Send-NemoUpload @silent } }
            @{ Name = 'by wildcard'; Command = { Send-NemoUpload -Path '*.mp4' @silent } }
            @{ Name = 'by wildcard of a full path'; Command = { Send-NemoUpload -Path "$hostile/*.mp4" @silent } }
            @{ Name = 'in a folder by wildcard'; Command = { Send-NemoUpload -Path '*/private.mp4' @silent } }
            @{ Name = 'in a folder'; Command = { Get-ChildItem -Filter 'in*' -Directory | ForEach-Object { $_.GetFiles() } | Send-NemoUpload @silent } }
            @{ Name = 'to Invoke-Nemo'; Command = { Get-ChildItem -File | Invoke-Nemo -Request 'upload it' -WarningAction SilentlyContinue @silent } }
            @{ Name = 'below a folder'; Command = { Send-NemoUpload -Path "$([System.IO.Directory]::CreateDirectory("$hostile/sub\..\..\$leaf").FullName)/private.mp4" @silent } }
        ) {
            $silent = @{ ErrorVariable = 'script:failures'; ErrorAction = 'SilentlyContinue' }
            & $Command | Should -BeNullOrEmpty
            $failures = @($failures | Where-Object { $_.FullyQualifiedErrorId -notlike 'NemoNoFileNamed,*' })
            $failures | Should -HaveCount 1
            $failures[0].FullyQualifiedErrorId | Should -Match '^NemoFileAccess,'
            (Get-Upload).Count | Should -Be $sent
        }

        It 'uploads no other file if the file was removed after it was listed: <Name>' -ForEach @(
            @{ Name = 'from Get-ChildItem'; Command = { $files | Send-NemoUpload @silent } }
            @{ Name = 'as an argument'; Command = { Send-NemoUpload -Path $files @silent } }
            @{ Name = 'from GetFiles'; Command = { $files.FullName | Send-NemoUpload @silent } }
        ) {
            $files = Get-ChildItem -File
            [System.IO.File]::Move($trap, "$hostile/moved")
            try {
                $silent = @{ ErrorVariable = 'script:failures'; ErrorAction = 'SilentlyContinue' }
                & $Command | Should -BeNullOrEmpty
                $failures | Should -HaveCount 1
                (Get-Upload).Count | Should -Be $sent
            } finally {
                [System.IO.File]::Move("$hostile/moved", $trap)
            }
        }

        It 'uploads only the other files if a wildcard finds a name that looks like a path: <Name>' -ForEach @(
            @{ Name = 'private\a.mp4'; Path = '*.mp4'; ErrorCount = 1 }
            @{ Name = 'private\a.mp4'; Path = '../*/*.mp4'; ErrorCount = 1 }
            @{ Name = 'x\..\..\CLIPS\private\a.mp4'; Path = '../clips/*.mp4'; ErrorCount = 1 }
            @{ Name = 'a\..\..\..\..\..\..\..\..\..\..\x.mp4'; Path = '*.mp4'; ErrorCount = 1 }
            @{ Name = '::.mp4'; Path = '*.mp4'; ErrorCount = 0 }
            @{ Name = 'FileSystem::x.mp4'; Path = '*.mp4'; ErrorCount = 0 }
            @{ Name = 'Env:x.mp4'; Path = '*.mp4'; ErrorCount = 0 }
        ) {
            $root = New-TestFolder
            'clips', 'clips/private', 'CLIPS', 'CLIPS/private' | ForEach-Object { $null = [System.IO.Directory]::CreateDirectory("$root/$_") }
            'clips/private/a.mp4', 'CLIPS/private/a.mp4', 'clips/good.mp4', "clips/$Name" | ForEach-Object { [System.IO.File]::Copy($clip, "$root/$_") }
            Push-Location -LiteralPath "$root/clips"
            try {
                $uploads = @(Send-NemoUpload -Path $Path -ErrorVariable failures -ErrorAction SilentlyContinue)
                $uploads.Path | Should -Contain "$root/clips/good.mp4"
                $uploads.Path | Should -Not -Contain "$root/clips/private/a.mp4"
                $uploads.Path | Should -Not -Contain "$root/CLIPS/private/a.mp4"
                $uploads.Count | Should -Be (2 - $ErrorCount)
                $failures | Should -HaveCount $ErrorCount
                if ($ErrorCount) { $failures[0].FullyQualifiedErrorId | Should -Match '^NemoFileAccess,' }
            } finally {
                Pop-Location
                & rm -r $root
            }
        }

        It 'finds the other files by a wildcard if one name is too long as text' {
            $root = New-TestFolder
            [System.IO.File]::Copy($clip, "$root/good.mp4")
            & sh -c 'cd "$1" && : > "$(printf ''\377%.0s'' $(seq 100)).mp4"' sh $root
            (Send-NemoUpload -Path "$root/good*.mp4").Path | Should -Be "$root/good.mp4"
            (Send-NemoUpload -Path "$root/*.mp4" -ErrorVariable failures -ErrorAction SilentlyContinue).Path | Should -Be "$root/good.mp4"
            $failures | Should -HaveCount 1
            & rm -r $root
        }

        It 'follows a link to a folder' {
            $root = New-TestFolder
            $null = [System.IO.Directory]::CreateDirectory("$root/sub/deep")
            [System.IO.File]::Copy($clip, "$root/sub/deep/a.mp4")
            $null = New-Item -ItemType SymbolicLink -Path "$root/link" -Target "$root/sub"
            @(Send-NemoUpload -Path "$root/l*/*/*.mp4").Path | Should -Be "$root/link/deep/a.mp4"
            & rm -r $root
        }

        It 'reports a folder with a backslash in its name, and reads no other folder, if a path on the command line contains it' {
            Send-NemoUpload -Path "$hostile/in\..\..\$leaf/*.mp4" -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $failures | Should -HaveCount 1
            $failures[0].FullyQualifiedErrorId | Should -Match '^NemoFileAccess,'
        }

        It 'reports a path with a null character and a backslash, and uploads the other files' {
            $failures = $null
            (Send-NemoUpload -Path "a\b`0", $private -ErrorVariable failures -ErrorAction SilentlyContinue).Path | Should -Be $private
            $failures.FullyQualifiedErrorId | Should -Be 'NemoFileNotFound,NemoVideo.PowerShell.Commands.SendNemoUploadCommand'
        }

        It 'finds a file whose name contains a colon by a wildcard on a drive' {
            [System.IO.File]::Copy($clip, "$TestDrive/atk:x.mp4")
            $background = Start-Background -Variable @{ nemo = $nemo; root = "$TestDrive" } -Script @'
                $null = New-PSDrive -Name Clips -PSProvider FileSystem -Root $root
                (Send-NemoUpload -Path 'Clips:[a]tk:x.mp4' -Connection $nemo).Name
'@
            $null = Wait-Until { $background.Invocation.IsCompleted }
            $background.Output | Should -Be 'atk:x.mp4'
            Stop-Background $background
        }

        It 'reports a file whose name is not valid UTF-8, and Invoke-Nemo then sends nothing' -Skip:(-not $IsLinux) {
            $root = New-TestFolder
            [System.IO.File]::Copy($clip, "$root/a.mp4")
            & sh -c 'cp "$1/a.mp4" "$1/$(printf "caf\351.mp4")"' sh $root
            (Send-NemoUpload -Path "$root/*.mp4" -ErrorVariable failures -ErrorAction SilentlyContinue).Name | Should -Be 'a.mp4'
            $failures.FullyQualifiedErrorId | Should -BeLike 'NemoFileAccess,*'
            $messages = @($emulator.GetRequests() | Where-Object path -eq '/run_sse').Count
            $null = Invoke-Nemo -Request 'add a title' -Path "$root/*.mp4" -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
            @($emulator.GetRequests() | Where-Object path -eq '/run_sse').Count | Should -Be $messages
            & rm -r $root
        }

        It 'does not upload a file of another user in place of one whose name is not valid UTF-8' -Skip:(-not $IsLinux) {
            $root = New-TestFolder
            & sh -c 'cp "$2" "$1/$(printf "caf\351.mp4")" && mkdir "$1/$(printf "d\351")"' sh $root $clip
            $null = New-Item -ItemType Directory -Path "$root/d$([char] 0xFFFD)"
            [System.IO.File]::Copy($clip, "$root/caf$([char] 0xFFFD).mp4")
            [System.IO.File]::Copy($clip, "$root/d$([char] 0xFFFD)/a.mp4")
            $quiet = @{ ErrorVariable = 'failures'; ErrorAction = 'SilentlyContinue' }
            Send-NemoUpload -Path "$root/*.mp4" @quiet | Should -BeNullOrEmpty
            $failures.FullyQualifiedErrorId | Should -BeLike 'NemoFileAccess,*'
            Send-NemoUpload -Path "$root/*/*.mp4" @quiet | Should -BeNullOrEmpty
            $failures.FullyQualifiedErrorId | Should -BeLike 'NemoFileAccess,*'
            Get-ChildItem -LiteralPath $root -File | Send-NemoUpload @quiet | Should -BeNullOrEmpty
            $failures[0].FullyQualifiedErrorId | Should -BeLike 'NemoFileAccess,*'
            & rm -r $root
        }

        It 'reports an unreadable folder once, and finds the files in the others: mode <Mode>, <Pattern>' -ForEach @(
            @{ Mode = '0'; Pattern = '*/*.mp4' }
            @{ Mode = '0'; Pattern = '*/*/*.mp4' }
            @{ Mode = '444'; Pattern = '*/*/*.mp4' }
        ) {
            $root = New-TestFolder
            $depth = ($Pattern -split '/').Count
            $sub = if ($depth -gt 2) { '/sub' }
            'a', 'b' | ForEach-Object { $null = New-Item -ItemType Directory -Path "$root/$_$sub" -Force; [System.IO.File]::Copy($clip, "$root/$_$sub/$_.mp4") }
            & chmod -R 755 $root
            & chmod $Mode "$root/a"
            $unreadable = if ($Mode -eq '444') { "$root/a$sub" } else { "$root/a" }
            # Without these capabilities, root obeys the modes of folders. It can still read the PowerShell in its own home folder.
            $prefix = if ((& id -u) -eq '0') { 'setpriv', '--inh-caps=-dac_override,-dac_read_search', '--bounding-set=-dac_override,-dac_read_search' } else { @() }
            try {
                $lines = Invoke-NewPowerShell -CommandPrefix $prefix -Script @"
                    Import-Module -Name '$(Get-NemoModulePath)'
                    Send-NemoUpload -Path '$root/$Pattern' -WhatIf -ErrorVariable failures -ErrorAction SilentlyContinue
                    `$failures | ForEach-Object { "`$(`$_.FullyQualifiedErrorId) `$(`$_.TargetObject)" }
"@
                $lines -join "`n" | Should -Match '(?s)b(/sub)?/b\.mp4.*\b1 file\b'
                $lines[-1] | Should -Be "NemoFileAccess,NemoVideo.PowerShell.Commands.SendNemoUploadCommand $unreadable"
                @($lines -match '^Nemo') | Should -HaveCount 1
            } finally {
                & chmod 755 "$root/a"
            }
        }

        It 'does not read a name as a pattern if the file is missing: <Name>' -ForEach @(
            @{ Name = 'text'; Command = { $names | Send-NemoUpload @silent } }
            @{ Name = 'a Path property'; Command = { $names | Select-Object -Property @{ Name = 'Path'; Expression = { $_ } } | Send-NemoUpload @silent } }
            @{ Name = 'a FullName property'; Command = { $names | Select-Object -Property @{ Name = 'FullName'; Expression = { $_ } } | Send-NemoUpload @silent } }
            @{ Name = 'a PSPath property'; Command = { $names | Select-Object -Property @{ Name = 'PSPath'; Expression = { $_ } } | Send-NemoUpload @silent } }
            @{ Name = 'a script block for -Path'; Command = { $names | Send-NemoUpload -Path { $_ } @silent } }
            @{ Name = 'a script block for -LiteralPath'; Command = { $names | Send-NemoUpload -LiteralPath { $_ } @silent } }
            @{ Name = '-LiteralPath'; Command = { Send-NemoUpload -LiteralPath $names @silent } }
            @{ Name = 'text to Invoke-Nemo'; Command = { $names | Invoke-Nemo -Request 'upload it' -WarningAction SilentlyContinue @silent } }
            @{ Name = 'a script block for Invoke-Nemo'; Command = { $names | Invoke-Nemo -Request 'upload it' -Path { $_ } -WarningAction SilentlyContinue @silent } }
        ) {
            $names = "$folder/priv[a]te.mp4", "$folder/private.mp?"
            $silent = @{ ErrorVariable = 'script:failures'; ErrorAction = 'SilentlyContinue' }
            & $Command | Should -BeNullOrEmpty
            $failures = @($failures | Where-Object { $_.FullyQualifiedErrorId -notlike 'NemoNoFileNamed,*' })
            $failures | Should -HaveCount $names.Count
            $failures | ForEach-Object { $_.FullyQualifiedErrorId | Should -Match '^NemoFileNotFound,' }
            $failures | ForEach-Object { $_.ErrorDetails.RecommendedAction | Should -Match 'argument to -Path' }
            (Get-Upload).Count | Should -Be $sent
        }

        It 'uses a name as a file, not as a drive or the home folder, with a script block or -LiteralPath: <_>' -ForEach @(
            'Temp:y/private.mp4', '~/other.mp4', 'FileSystem::/other.mp4'
        ) {
            $null = [System.IO.Directory]::CreateDirectory([System.IO.Path]::GetDirectoryName("$hostile/$_"))
            [System.IO.File]::Copy($clip, "$hostile/$_")
            $path = [System.IO.Path]::GetFullPath("$hostile/$_")
            ($_ | Send-NemoUpload -Path { $_ }).Path | Should -Be $path
            ($_ | Send-NemoUpload -LiteralPath { $_ }).Path | Should -Be $path
            ($_ | ForEach-Object { Send-NemoUpload -LiteralPath $_ }).Path | Should -Be $path
        }

        It 'uses a name from the pipeline as a file before it is read as a drive or the home folder: <_>' -ForEach @(
            'Temp:x/private.mp4', '~/private.mp4', 'FileSystem::/private.mp4'
        ) {
            $null = [System.IO.Directory]::CreateDirectory([System.IO.Path]::GetDirectoryName("$hostile/$_"))
            [System.IO.File]::Copy($clip, "$hostile/$_")
            ($_ | Send-NemoUpload).Path | Should -Be ([System.IO.Path]::GetFullPath("$hostile/$_"))
        }

        It 'reports one error for a name that PowerShell cannot read, and uploads the next file: <Name>' -ForEach @(
            @{ Name = 'a provider and a bracket from the pipeline'; Command = { 'Microsoft.PowerShell.Core\FileSystem::[0.mp4', $clip | Send-NemoUpload @silent } }
            @{ Name = 'a provider'; Command = { Send-NemoUpload -LiteralPath 'FileSystem::', $clip @silent } }
            @{ Name = 'a provider and a relative path'; Command = { Send-NemoUpload -LiteralPath 'FileSystem::a.mp4', $clip @silent } }
            @{ Name = 'a provider in a property'; Command = { 'FileSystem::', $clip | Select-Object -Property @{ Name = 'FullName'; Expression = { $_ } } | Send-NemoUpload @silent } }
            @{ Name = 'an invalid range'; Command = { Send-NemoUpload -Path '[z-a].mp4', $clip @silent } }
        ) {
            $silent = @{ ErrorVariable = 'script:failures'; ErrorAction = 'SilentlyContinue' }
            (& $Command).Path | Should -Be $clip
            $failures | Should -HaveCount 1
            $failures[0].FullyQualifiedErrorId | Should -Match '^Nemo'
        }
    }

    Context 'Files in a folder' {
        It 'accepts a backslash between folders below the current one, and others only on Windows: <_>' -ForEach @(
            '.\clips\*.mp4', 'clips\a.mp4', '..\clips\?.mp4', '.\clips\..\*\a.mp4', '.\clips/a.mp4', '<full>\a.mp4', '<full>\*.mp4'
        ) {
            $clips = New-Item -ItemType Directory -Path "$TestDrive/clips" -Force
            [System.IO.File]::Copy($clip, "$clips/a.mp4", $true)
            Push-Location -LiteralPath $(if ($_ -like '..*') { $clips } else { $TestDrive })
            try {
                $path = $_.Replace('<full>', $clips.FullName.Replace('/', '\'))
                $uploaded = Send-NemoUpload -Path $path -ErrorVariable failures -ErrorAction SilentlyContinue
                $isAccepted = $_ -in '.\clips\*.mp4', 'clips\a.mp4' -or -not ($IsLinux -or $IsMacOS)
                $uploaded.Name | Should -Be $(if ($isAccepted) { 'a.mp4' })
                $failures.FullyQualifiedErrorId | Should -Be $(if (-not $isAccepted) { 'NemoFileAccess,NemoVideo.PowerShell.Commands.SendNemoUploadCommand' })
            } finally {
                Pop-Location
            }
        }

        It 'accepts a wildcard in each way to specify a folder: <_>' -ForEach @(
            '*.mp4', './*.mp4', '../clips/*.mp4', '*/../*.mp4', '<full>/*.mp4', '<full>/.//../clips/*.mp4', 'FileSystem::<full>/*.mp4', 'FileSystem::<full>/../clips/*.mp4',
            'Clips:*.mp4', 'Clips:/*.mp4', '~/clips/*.mp4', './[[]x`]/../*.mp4', '../CLIP?/*.MP4'
        ) {
            $clips = @(New-Item -ItemType Directory -Path "$TestDrive/clips", "$TestDrive/clips/[x]" -Force)[0]
            [System.IO.File]::Copy($clip, "$clips/a.mp4", $true)
            $null = New-PSDrive -Name Clips -PSProvider FileSystem -Root $clips.FullName
            $provider = Get-PSProvider -PSProvider FileSystem
            $userHome = $provider.Home
            $provider.Home = $clips.Parent.FullName
            Push-Location -LiteralPath $clips
            try {
                (Send-NemoUpload -Path $_.Replace('<full>', $clips.FullName)).Name | Should -Be 'a.mp4'
            } finally {
                Pop-Location
                $provider.Home = $userHome
                Remove-PSDrive -Name Clips
            }
        }

        It 'accepts each character of a name that Windows does not allow in a path: <_>' -Skip:(-not ($IsLinux -or $IsMacOS)) -ForEach @(
            "it's [1].mp4", 'say "hi".mp4', 'a``b`[c].mp4', 'a`b.mp4', '12:30 *?.mp4', 'a::b.mp4'
        ) {
            $odd = New-TestFolder
            [System.IO.File]::Copy($clip, "$odd/$_")
            try {
                (Get-ChildItem -LiteralPath $odd | Send-NemoUpload).Path | Should -Be "$odd/$_"
                (Send-NemoUpload -Path (Get-ChildItem -LiteralPath $odd)).Path | Should -Be "$odd/$_"
                (Send-NemoUpload -Path "$odd/*.mp4").Path | Should -Be "$odd/$_"
                ("$odd/$_" | Send-NemoUpload).Path | Should -Be "$odd/$_"
            } finally {
                Remove-Item -LiteralPath $odd -Recurse
            }
        }

        It 'accepts a name with brackets from Get-ChildItem literally' {
            $upload = Get-ChildItem -LiteralPath "$folder/[a] take.mp4" | Send-NemoUpload
            $upload.Name | Should -Be '[a] take.mp4'
            $upload.Path | Should -Be (Get-Item -LiteralPath "$folder/[a] take.mp4").FullName
        }

        It 'binds a file by its path, not by its text' {
            Push-Location -Path $TestDrive
            try {
                # A .NET object has no PSPath, and its text is a relative name in another folder.
                $upload = [System.IO.DirectoryInfo]::new($folder).GetFiles('a take.mp4') | Send-NemoUpload
                $upload.Path | Should -Be (Get-Item -LiteralPath "$folder/a take.mp4").FullName
            } finally {
                Pop-Location
            }
        }

        It 'binds a file by its path if it has other properties that bind' {
            $session = New-NemoSession -Name 'other'
            $null = New-NemoSession -Name 'current'
            $file = Get-Item -LiteralPath "$folder/[a] take.mp4" | Add-Member -NotePropertyName SessionId -NotePropertyValue $session.SessionId -PassThru
            ($file | Send-NemoUpload).SessionId | Should -Be $session.SessionId
            ([pscustomobject] @{ FullName = $clip; SessionId = $session.SessionId } | Send-NemoUpload).SessionId | Should -Be $session.SessionId
            ([pscustomobject] @{ Path = $clip; SessionId = $session.SessionId } | Send-NemoUpload).SessionId | Should -Be $session.SessionId
        }

        It 'accepts a file as an argument' {
            (Send-NemoUpload (Get-Item -LiteralPath "$folder/[a] take.mp4")).Name | Should -Be '[a] take.mp4'
        }

        It 'refuses other objects as a path' {
            $before = (Get-Upload).Count
            Get-NemoCredit | Send-NemoUpload -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $failure.Count | Should -Be 1
            (Get-Upload).Count | Should -Be $before
        }

        It 'accepts a pipeline path with brackets literally if that file exists, as <_>' -ForEach 'property', 'row', 'text' {
            $path = "$folder/[a] take.mp4"
            $upload = switch ($_) {
                'property' { [pscustomobject] @{ Path = $path } | Send-NemoUpload }
                'row' { "Path`n$path" | ConvertFrom-Csv | Send-NemoUpload }
                'text' { $path | Send-NemoUpload }
            }
            $upload.Name | Should -Be '[a] take.mp4'
            (Get-Upload).Count | Should -Be ($sent + 1)
        }

        It 'expands the wildcards of -Path if the pipeline contains only the session' {
            $session = New-NemoSession -Name 'piped'
            $uploads = [pscustomobject] @{ SessionId = $session.SessionId } | Send-NemoUpload -Path "$folder/*take.mp4"
            $uploads.Name | Should -Be @('[a] take.mp4', 'a take.mp4')
            $uploads[0].SessionId | Should -Be $session.SessionId
        }

        It 'accepts a file from a job or another computer by its path' {
            $file = Get-Item -LiteralPath "$folder/[a] take.mp4"
            $copy = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($file))
            ($copy | Send-NemoUpload).Path | Should -Be $file.FullName
        }

        It 'does not include hidden files in a wildcard, and sorts the others in ordinal order' -Skip:(-not ($IsLinux -or $IsMacOS)) {
            $hidden = New-Item -ItemType Directory -Path "$TestDrive/hidden"
            '.a.mp4', 'c.mp4', 'B.MP4', 'a.mp4' | ForEach-Object { [System.IO.File]::Copy($clip, "$hidden/$_", $true) }
            (Send-NemoUpload -Path "$hidden/*.mp4").Name | Should -BeExactly @('B.MP4', 'a.mp4', 'c.mp4')
        }

        It 'treats brackets on the command line as wildcards, except in the name of a file that exists' {
            (Send-NemoUpload -Path "$folder/[a] tak[e].mp4").Name | Should -Be 'a take.mp4'
            (Send-NemoUpload -Path "$folder/[a] take.mp4").Name | Should -Be '[a] take.mp4'
        }

        It 'reports NemoFileNotFound for a pipeline path on an unknown drive' {
            [pscustomobject] @{ Path = 'nowhere:/[a].mp4' } | Send-NemoUpload -ErrorVariable failure -ErrorAction SilentlyContinue
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoFileNotFound,*'
        }

        It 'accepts a URL as an argument or from a row' {
            $address = (Send-NemoUpload -LiteralPath $clip).Url
            (Send-NemoUpload -Url $address).Hash | Should -Be (Get-FileHash -LiteralPath $clip -Algorithm SHA256).Hash.ToLowerInvariant()
            ("Url`n$address" | ConvertFrom-Csv | Send-NemoUpload).Name | Should -Be (Split-Path -Path $address.AbsolutePath -Leaf)
            { Send-NemoUpload -Url 'clip.mp4' } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
            { Send-NemoUpload -Url 'file:///clip.mp4' } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
        }

        It 'expands wildcards of -Path' {
            (Send-NemoUpload -Path "$folder/*take.mp4").Count | Should -Be 2
        }

        It 'accepts text from the pipeline as paths' {
            ($clip | Send-NemoUpload).Name | Should -Be 'sunset.mp4'
        }

        It 'returns the length and hash of the file' {
            $upload = Send-NemoUpload -LiteralPath $clip
            $upload.Length | Should -Be (Get-Item -LiteralPath $clip).Length
            $upload.Hash | Should -Be (Get-FileHash -LiteralPath $clip -Algorithm SHA256).Hash.ToLowerInvariant()
            $upload.OwnsSession | Should -BeFalse
        }

        It 'sends an exact Content-Length' {
            $null = Send-NemoUpload -LiteralPath $clip
            $record = (Get-Upload)[-1]
            [long] $record.headers.'Content-Length' | Should -Be $record.bytesReceived
            $record.headers.'Transfer-Encoding' | Should -BeNullOrEmpty
        }
    }

    Context 'Sessions' {
        It 'uploads into the current session' {
            $session = New-NemoSession -Name 'mine'
            (Send-NemoUpload -LiteralPath $clip).SessionId | Should -Be $session.SessionId
        }

        It 'uploads into the session that -Session names' {
            $first = New-NemoSession -Name 'first'
            $null = New-NemoSession -Name 'second'
            (Send-NemoUpload -LiteralPath $clip -Session $first).SessionId | Should -Be $first.SessionId
            (Send-NemoUpload -LiteralPath $clip -Session $first.SessionId).SessionId | Should -Be $first.SessionId
        }

        It 'creates a session for each file with -SessionPerFile and names it after the file' {
            $uploads = Get-ChildItem -LiteralPath $folder -Filter '*take.mp4' | Send-NemoUpload -SessionPerFile
            ($uploads.SessionId | Sort-Object -Unique).Count | Should -Be 2
            $uploads.OwnsSession | Should -Be @($true, $true)
            ($uploads | Get-NemoState).Name | Sort-Object | Should -Be @('[a] take', 'a take')
        }

        It 'does not change the current session with -SessionPerFile' {
            $session = New-NemoSession -Name 'kept'
            $null = Send-NemoUpload -LiteralPath $clip -SessionPerFile
            (Get-NemoSession).SessionId | Should -Be $session.SessionId
        }

        It 'refuses -Session and -SessionPerFile together' {
            { Send-NemoUpload -LiteralPath $clip -Session 'x' -SessionPerFile } | Should -Throw -ErrorId 'NemoSessionAndSessionPerFile,*'
            (Get-NewSession).Count | Should -Be $made
        }

        It 'creates a session if there is no current one' {
            $background = Start-Background -Variable @{ nemo = $nemo; clip = $clip } -Script 'Send-NemoUpload -LiteralPath $clip -Connection $nemo'
            $null = $background.Shell.EndInvoke($background.Invocation)
            $background.Output[0].SessionId | Should -Not -BeNullOrEmpty
            Stop-Background $background
            (Get-NewSession).Count | Should -Be ($made + 1)
        }
    }

    Context 'Invalid files' {
        It 'reports each invalid file and uploads the others' {
            [System.IO.File]::WriteAllBytes("$folder/empty.mp4", [byte[]]::new(0))
            [System.IO.File]::WriteAllText("$folder/text.mp4", 'no video')
            New-TestClip -Path "$folder/large.mp4" -Length (500MB + 1)

            $uploads = Send-NemoUpload -LiteralPath "$folder/none.mp4", "$folder/empty.mp4", $PSCommandPath, "$folder/text.mp4", "$folder/large.mp4", $folder, $clip -ErrorVariable failures -ErrorAction SilentlyContinue
            @($uploads).Count | Should -Be 1
            $failures | ForEach-Object { $_.FullyQualifiedErrorId.Split(',')[0] } |
                Should -Be @('NemoFileNotFound', 'NemoNotAFile', 'NemoUnsupportedFile', 'NemoUnsupportedFile', 'NemoUnsupportedFile', 'NemoFileTooLarge')
            $failures | ForEach-Object { $_.ErrorDetails.RecommendedAction } | Should -Not -Contain $null
            "$($failures[4])" | Should -BeExactly "'$folder/text.mp4' isn't a valid mp4 file. Its content appears to be text."
            (Get-Upload).Count | Should -Be ($sent + 1)
        }

        It 'refuses a path that is not a file' {
            Send-NemoUpload -Path 'Env:PATH' -ErrorVariable failure -ErrorAction SilentlyContinue
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoNotAFile,*'
        }
    }

    Context 'Tips' {
        It 'shows the skill''s tip with -Verbose before the upload of a <What>' -ForEach @(
            @{ What = 'long video'; Name = 'tip.mp4'; Length = 50MB; Expected = $true }
            @{ What = 'video in a format that works less well'; Name = 'tip.mkv'; Length = 1KB; Expected = $true }
            @{ What = 'short video, but no tip'; Name = 'tip.mov'; Length = 1KB; Expected = $false }
        ) {
            New-TestClip -Path "$folder/$Name" -Length $Length
            if ($Name -like '*.mkv') { [System.IO.File]::WriteAllBytes("$folder/$Name", [byte[]] (0x1A, 0x45, 0xDF, 0xA3)) }
            $verbose = "$(Send-NemoUpload -LiteralPath "$folder/$Name" -Verbose 4>&1)"
            $verbose | Should -BeLike '*POST /api/upload-video/*'
            $verbose -like '*Tip: These formats work best: mp4, mov, avi, webm. Clips shorter than 60 seconds*POST /api/upload-video/*' |
                Should -Be $Expected
        }
    }

    Context 'Concurrent uploads' {
        It 'uploads up to -ThrottleLimit files at the same time' {
            $names = 'a', 'b', 'c'
            $names | ForEach-Object { Copy-Item -LiteralPath $clip -Destination (Join-Path -Path $folder -ChildPath "$_.mp4") }
            $emulator.AddFault('POST /api/upload-video/*: hold before answer x2')
            $before = (Get-Upload).Count
            $script = 'Get-ChildItem -LiteralPath $folder -Filter "?.mp4" | Send-NemoUpload -Connection $nemo -SessionPerFile -ThrottleLimit 2'
            $background = Start-Background -Variable @{ nemo = (Get-NemoConnection); folder = $folder } -Script $script
            try {
                Wait-Until { (Get-Upload).Count -eq $before + 2 }
                $background.Output.Count | Should -Be 0
                $emulator.Release()
                $null = $background.Shell.EndInvoke($background.Invocation)
                $background.Output.Name | Sort-Object | Should -Be @('a.mp4', 'b.mp4', 'c.mp4')
                @($background.Output.SessionId | Sort-Object -Unique).Count | Should -Be 3
                $background.Shell.Streams.Error.Count | Should -Be 0
                $lines = $background.Shell.Streams.Progress | Group-Object -Property ActivityId
                $lines | ForEach-Object { $_.Group[-1].RecordType | Should -Be 'Completed' }
                $all = @($background.Shell.Streams.Progress | Where-Object Activity -eq 'Uploading')[0]
                $parents = $background.Shell.Streams.Progress | Where-Object Activity -eq 'File' | ForEach-Object ParentActivityId | Sort-Object -Unique
                $parents | Should -Be $all.ActivityId
            } finally {
                $emulator.Release()
                Stop-Background $background
            }
        }

        It 'ends all uploads if the pipeline is stopped' {
            'a', 'b' | ForEach-Object { Copy-Item -LiteralPath $clip -Destination (Join-Path -Path $folder -ChildPath "$_.mp4") -Force }
            $emulator.AddFault('POST /api/upload-video/*: hold before answer x2')
            $script = 'Send-NemoUpload -Path "$folder/[ab].mp4" -Connection $nemo -SessionPerFile -ThrottleLimit 2'
            $before = (Get-Upload).Count
            $background = Start-Background -Variable @{ nemo = (Get-NemoConnection); folder = $folder } -Script $script
            try {
                Wait-Until { (Get-Upload).Count -eq $before + 2 }
                $background.Shell.Stop()
                $background.Shell.InvocationStateInfo.State | Should -Be 'Stopped'
                Wait-Until { @((Get-Upload)[-2, -1] | Where-Object state -eq 'aborted').Count -eq 2 } -Because 'the server must see the end of both connections'
            } finally {
                $emulator.Release()
                Stop-Background $background
            }
        }

        It 'refuses -ThrottleLimit without -SessionPerFile' {
            { Send-NemoUpload -LiteralPath $clip -ThrottleLimit 2 } | Should -Throw -ErrorId 'NemoThrottleLimitWithoutSessionPerFile,*'
            { Send-NemoUpload -LiteralPath $clip -SessionPerFile -ThrottleLimit 0 } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
        }
    }

    Context 'With -WhatIf' {
        It 'shows the number of files and their total size' {
            $text = Get-Item -LiteralPath $clip, "$folder/a take.mp4" | Send-NemoUpload -SessionPerFile -WhatIf 6>&1
            $size = [NemoVideo.PowerShell.Formatting.DisplayText]::Size(2 * (Get-Item -LiteralPath $clip).Length)
            "$text" | Should -Match '^What if: .*\b2\b'
            "$text" | Should -BeLike "*$size*"
            "$(Send-NemoUpload -Url 'https://example.org/a.mp4' -WhatIf 6>&1)" | Should -Match '^What if: .*\b1\b'
        }

        It 'reports an unsupported file and does not count it' {
            $text = Send-NemoUpload -LiteralPath $clip, $PSCommandPath -WhatIf -ErrorVariable failure -ErrorAction SilentlyContinue 6>&1
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoUnsupportedFile,*'
            "$text" | Should -Match '^What if: \D*1 file\b'
            (Get-Upload).Count | Should -Be $sent
        }

        It 'works with $WhatIfPreference, and writes no such line without it' {
            $WhatIfPreference = $true
            "$(Send-NemoUpload -LiteralPath $clip 6>&1)" | Should -Match '^What if: \D*1 file\b'
            $WhatIfPreference = $false
            Send-NemoUpload -LiteralPath $clip 6>&1 | Should -BeOfType [NemoVideo.PowerShell.Output.NemoUpload]
        }
    }

    Context 'A lost connection' {
        It 'finds an upload whose response was lost and does not send it again' {
            $session = New-NemoSession -Name 'lost'
            $emulator.AddFault("POST /api/upload-video/nemo_agent/me/$($session.SessionId): drop before answer")
            (Send-NemoUpload -LiteralPath $clip).Name | Should -Be 'sunset.mp4'
            (Get-Upload).Count | Should -Be ($sent + 1)
            (Get-NemoState).Summary | Should -BeLike 'Timeline (1 track): 1. Video: sunset (*'
        }
    }
}
