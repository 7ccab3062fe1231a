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
                $null = [System.IO.File]::CreateSymbolicLink("$shared/a.mp4", $private)
                $null = [System.IO.Directory]::CreateSymbolicLink("$shared/more", $folder)
                $null = New-Item -ItemType Directory -Path "$folder/own"
                [System.IO.File]::Copy($clip, "$folder/own/own.mp4")
                $null = [System.IO.Directory]::CreateSymbolicLink("$shared/own", "$folder/own")
            }
        }

        AfterAll { Remove-Item -LiteralPath $shared -Recurse -Force }

        BeforeEach {
            if (-not ($IsLinux -or $IsMacOS)) { Set-ItResult -Skipped -Because 'on Windows, links need a privilege' }
        }

        It 'uploads the target of a link: <Name>' -ForEach @(
            @{ Name = 'by wildcard'; Command = { Send-NemoUpload -Path "$shared/a*.mp4" } }
            @{ Name = 'in a linked folder'; Command = { Send-NemoUpload -Path "$shared/*/private.mp4" } }
            @{ Name = 'in a linked folder that is typed'; Command = { Send-NemoUpload -Path "$shared/more/private.mp4" } }
            @{ Name = 'in the folder that a link is for'; Command = { Send-NemoUpload -Path "$shared/own" } }
            @{ Name = 'in a linked folder that is listed'; Command = { Get-ChildItem -Path "$shared/own" | Send-NemoUpload } }
        ) {
            $uploads = @(& $Command 3>&1)
            $uploads.Count | Should -Be 1
            $uploads[0].Length | Should -Be (Get-Item -LiteralPath $clip).Length
            (Get-Upload).Count | Should -Be ($sent + 1)
        }

        It 'does not upload a file in a linked folder that a program is still writing' -Skip:(-not $IsLinux -or $env:NEMO_PAYLOAD -eq 'netstandard2.0') {
            [System.IO.File]::Copy($clip, "$folder/recording.mp4")
            [System.IO.File]::SetLastWriteTimeUtc("$folder/recording.mp4", [datetime]::UtcNow.AddSeconds(-8))
            $recorder = [System.IO.File]::Open("$folder/recording.mp4", 'Open', 'Write', 'ReadWrite')
            try {
                Send-NemoUpload -Path "$shared/more/recording.mp4" -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
                "$failure" | Should -BeLike '*still writing*'
            } finally {
                $recorder.Dispose()
                Remove-Item -LiteralPath "$folder/recording.mp4"
            }
        }
    }

    Context 'Files in a folder' {
        It 'accepts a wildcard in each way to specify a folder: <_>' -ForEach @(
            '.\clips\*.mp4', '<full>\*.mp4', 'FileSystem::<full>\*.mp4', 'Clips:*.mp4', '~/clips/*.mp4', './[[]x`]/../CLIP?/*.MP4'
        ) {
            $clips = @(New-Item -ItemType Directory -Path "$TestDrive/clips", "$TestDrive/[x]" -Force)[0]
            [System.IO.File]::Copy($clip, "$clips/a.mp4", $true)
            $null = New-PSDrive -Name Clips -PSProvider FileSystem -Root $clips.FullName
            $provider = Get-PSProvider -PSProvider FileSystem
            $userHome = $provider.Home
            $provider.Home = "$TestDrive"
            Push-Location -LiteralPath $TestDrive
            try {
                (Send-NemoUpload -Path $_.Replace('<full>', $clips.FullName)).Name | Should -Be 'a.mp4'
            } finally {
                Pop-Location
                $provider.Home = $userHome
                Remove-PSDrive -Name Clips
            }
        }

        It 'does not read a piped name as a pattern if the file is missing: <Name>' -ForEach @(
            @{ Name = 'text'; Command = { $names | Send-NemoUpload @silent } }
            @{ Name = 'a PSPath property'; Command = { $names | Select-Object -Property @{ Name = 'PSPath'; Expression = { $_ } } | Send-NemoUpload @silent } }
            @{ Name = 'a script block for -Path'; Command = { $names | Send-NemoUpload -Path { $_ } @silent } }
            @{ Name = 'text to Invoke-Nemo'; Command = { $names | Invoke-Nemo -Request 'upload it' -WarningAction SilentlyContinue @silent } }
        ) {
            $names = "$folder/a t[a]ke.mp4", "$folder/a take.mp?"
            $silent = @{ ErrorVariable = 'script:failures'; ErrorAction = 'SilentlyContinue' }
            & $Command | Should -BeNullOrEmpty
            $failures = @($failures | Where-Object { $_.FullyQualifiedErrorId -notlike 'NemoNoFileNamed,*' })
            $failures.FullyQualifiedErrorId -replace ',.*' | Should -Be 'NemoFileNotFound', 'NemoFileNotFound'
            $failures | ForEach-Object { $_.ErrorDetails.RecommendedAction | Should -Match 'argument to -Path' }
            (Get-Upload).Count | Should -Be $sent
        }

        It 'accepts each character of a name that Windows does not allow in a path: <_>' -Skip:(-not ($IsLinux -or $IsMacOS)) -ForEach @(
            "it's [1].mp4", 'a``b`[c].mp4', '12:30 *?.mp4'
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

        It 'accepts a URL as an argument or from a row' {
            $address = (Send-NemoUpload -LiteralPath $clip).Url
            (Send-NemoUpload -Url $address).Hash | Should -Be (Get-FileHash -LiteralPath $clip -Algorithm SHA256).Hash.ToLowerInvariant()
            ("Url`n$address" | ConvertFrom-Csv | Send-NemoUpload).Name | Should -Be (Split-Path -Path $address.AbsolutePath -Leaf)
            { Send-NemoUpload -Url 'clip.mp4' } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
            { Send-NemoUpload -Url 'file:///clip.mp4' } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
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

        It 'sends two requests for each file with -SessionPerFile' {
            $null = Get-ChildItem -LiteralPath $folder -Filter '*take.mp4' | Send-NemoUpload -SessionPerFile
            @($emulator.GetRequests() | Where-Object origin -eq 'api') | Should -HaveCount 4
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
            "$($failures[4])" | Should -BeExactly (Get-NativePath "'$folder/text.mp4' isn't a valid mp4 file. Its content appears to be text.")
            (Get-Upload).Count | Should -Be ($sent + 1)
        }

        It 'refuses a path that is not a file, and uploads the next one: <Path>' -ForEach @(
            @{ Path = 'Env:PATH'; Id = 'NemoNotAFile'; Action = '*path of a file*' }
            @{ Path = 'nowhere:/[a].mp4'; Id = 'NemoNotAFile'; Text = "The drive 'nowhere' doesn't exist*"; Action = '*Get-PSDrive*' }
            @{ Path = 'X:\clips\a.mp4'; Id = 'NemoNotAFile'; Text = "The drive 'X' doesn't exist*"; Action = '*Get-PSDrive*' }
            @{ Path = 'https://localhost.invalid/a.mp4'; Id = 'NemoNotAFile'; Action = '*-Url*' }
            @{ Path = '[z-a].mp4'; Id = 'NemoFileNotFound'; Action = '*-LiteralPath*' }
        ) {
            (Send-NemoUpload -Path $Path, $clip -ErrorVariable failure -ErrorAction SilentlyContinue).Path | Should -Be $clip
            $failure | Should -HaveCount 1
            $failure[0].FullyQualifiedErrorId | Should -BeLike "$Id,*"
            if ($Text) { "$($failure[0])" | Should -BeLike $Text }
            $failure[0].ErrorDetails.RecommendedAction | Should -BeLike $Action
        }

        It 'is not a name with a colon that exists' -Skip:(-not ($IsLinux -or $IsMacOS)) {
            [System.IO.File]::Copy($clip, "$TestDrive/nowhere:1.mp4")
            Push-Location -LiteralPath $TestDrive
            try {
                (Send-NemoUpload -Path 'nowhere:1.mp4').Path | Should -Be "$TestDrive/nowhere:1.mp4"
            } finally {
                Pop-Location
            }
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
