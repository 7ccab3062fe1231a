BeforeAll {
    . $PSScriptRoot/common.ps1
    $emulator = Start-NemoEmulator -ArgumentList '--credits', '100000'
    Set-NemoEnvironment -ApiUrl $emulator.Url
    Import-Module -Name (Get-NemoModulePath) -Force
    $hasFfmpeg = [bool] (Get-Command -Name ffmpeg, ffprobe -CommandType Application -ErrorAction Ignore)
}

AfterAll {
    Disconnect-Nemo -ErrorAction Ignore
    Stop-NemoEmulator -Emulator $emulator
    Restore-NemoEnvironment
}

Describe 'The main job' {
    Context 'A folder of clips with one unsupported file' {
        BeforeAll {
            $folder = (New-Item -ItemType Directory -Path (Join-Path -Path $TestDrive -ChildPath 'clips')).FullName
            $names = 'Grüße aus 日本 🎬', '[take 1] "x"', 'plain'
            if ($IsWindows -or $PSEdition -eq 'Desktop') { $names[1] = '[take 1] x' }
            foreach ($name in $names) {
                [System.IO.File]::Copy((Get-SampleClip -Name 'sunset.mp4'), [System.IO.Path]::Combine($folder, "$name.mp4"))
            }
            [System.IO.File]::WriteAllText([System.IO.Path]::Combine($folder, 'notes.txt'), 'not a clip')
            $out = Join-Path -Path $TestDrive -ChildPath 'out'

            Connect-Nemo 6> $null
            $videos = Get-ChildItem -LiteralPath $folder |
                Send-NemoUpload -SessionPerFile -OutVariable uploads -ErrorVariable failures -ErrorAction SilentlyContinue |
                Invoke-NemoEdit 'trim to 2 seconds, add a title that says "Grüße, 世界"' |
                Start-NemoExport |
                Wait-NemoExport -Destination $out -PollIntervalSec 0.1
        }

        It 'returns a finished video for each clip' {
            $videos.Count | Should -Be 3
            $videos.Status | Should -Be @('Completed', 'Completed', 'Completed')
        }

        It 'names each video after its clip' {
            $safe = $names | ForEach-Object { $_.Replace('"', ' ').Trim() + '.mp4' } | Sort-Object
            (Get-ChildItem -LiteralPath $out).Name | Sort-Object | Should -Be $safe
        }

        It 'returns the paths and lengths of the files on disk' {
            foreach ($video in $videos) {
                [System.IO.File]::Exists($video.Path) | Should -BeTrue
                [System.IO.FileInfo]::new($video.Path).Length | Should -Be $video.Length
            }
        }

        It 'leaves playable files and no partial files' {
            foreach ($video in $videos) {
                $boxes = Get-Mp4Box -LiteralPath $video.Path
                $boxes[0] | Should -Be 'ftyp'
                $boxes | Should -Contain 'moov'
                $boxes | Should -Contain 'mdat'
            }
            Get-ChildItem -LiteralPath $out -Filter '*.part' | Should -BeNullOrEmpty
        }

        It 'reports the unsupported file as one error and continues' {
            $failures.Count | Should -Be 1
            $failures[0].FullyQualifiedErrorId | Should -BeLike 'NemoUnsupportedFile,*'
            $failures[0].TargetObject | Should -BeLike '*notes.txt'
        }

        It 'creates no session for the unsupported file' {
            @($emulator.GetRequests() | Where-Object { $_.path -like '*/with-session/*' }).Count | Should -Be 3
        }

        It 'sends the file names unchanged' {
            $uploads.Name | Sort-Object | Should -Be ($names | ForEach-Object { "$_.mp4" } | Sort-Object)
        }

        It 'sends one message for each session' {
            $messages = Get-SentMessage $emulator
            $messages.Count | Should -Be 3
            $sessions = $messages | ForEach-Object { ($_.body | ConvertFrom-Json).session_id }
            $sessions | Sort-Object | Should -Be ($uploads.SessionId | Sort-Object)
        }

        It 'sends the text of the message unchanged' {
            $text = ((Get-SentMessage $emulator)[0].body | ConvertFrom-Json).new_message.parts[0].text
            $text | Should -Be 'trim to 2 seconds, add a title that says "Grüße, 世界"'
        }

        It 'starts one render for each session' {
            @($emulator.GetRequests() | Where-Object { $_.method -eq 'POST' -and $_.path -eq '/api/render/proxy/lambda' }).Count | Should -Be 3
        }

        It 'sends the attribution headers with every request' {
            foreach ($request in $emulator.GetRequests() | Where-Object { $_.origin -eq 'api' -and $_.path -notlike '/_emulator/*' }) {
                $request.headers.'X-Skill-Source' | Should -Be 'for-video-free'
                $request.headers.'X-Skill-Version' | Should -Be '1.0.0'
                $request.headers.'X-Skill-Platform' | Should -Not -BeNullOrEmpty
            }
        }

        It 'does not send the token to the download host' {
            $downloads = $emulator.GetRequests() | Where-Object { $_.origin -eq 'cdn' }
            $downloads.Count | Should -Be 3
            $downloads.hasAuthorization | Should -Not -Contain $true
        }

        It 'trims the video as requested' {
            if (-not $hasFfmpeg) { Set-ItResult -Skipped -Because 'ffmpeg and ffprobe are not installed' }
            foreach ($video in $videos) {
                $seconds = [double] (& ffprobe -v error -show_entries format=duration -of csv=p=0 $video.Path)
                $seconds | Should -BeGreaterThan 1.8
                $seconds | Should -BeLessThan 2.3
            }
        }

        It 'shows the title in the picture' {
            if (-not $hasFfmpeg) { Set-ItResult -Skipped -Because 'ffmpeg and ffprobe are not installed' }
            $session = New-NemoSession -Name 'untitled'
            $null = Send-NemoUpload -LiteralPath (Get-SampleClip -Name 'sunset.mp4') -Session $session
            $plain = Invoke-NemoEdit -Message 'trim to 2 seconds' -Session $session | Start-NemoExport |
                Wait-NemoExport -Destination $out -PollIntervalSec 0.1

            $frames = foreach ($path in $plain.Path, $videos[0].Path) {
                $raw = Join-Path -Path $TestDrive -ChildPath "$([guid]::NewGuid()).gray"
                & ffmpeg -v error -ss 1 -i $path -frames:v 1 -vf scale=192:108 -f rawvideo -pix_fmt gray $raw
                , [System.IO.File]::ReadAllBytes($raw)
            }
            $changed = 0
            for ($i = 0; $i -lt $frames[0].Length; $i++) {
                if ([math]::Abs($frames[0][$i] - $frames[1][$i]) -gt 60) { $changed++ }
            }
            $changed | Should -BeGreaterThan 40 -Because 'the title changes pixels of the same frame'
        }
    }

    Context 'Several files in one session' {
        It 'creates a video for each of several files in one session' {
            $session = New-NemoSession -Name 'batch'
            $out = Join-Path -Path $TestDrive -ChildPath 'batch'
            $count = @(Get-SentMessage $emulator).Count
            $videos = 'sunset', 'harbour' | ForEach-Object {
                Send-NemoUpload -LiteralPath (Get-SampleClip -Name "$_.mp4") | Invoke-NemoEdit -Message "add a title that says ""$_""" | Start-NemoExport
            } | Wait-NemoExport -Destination $out -PollIntervalSec 0.1
            Split-Path -Path $videos.Path -Leaf | Sort-Object | Should -Be @('batch (2).mp4', 'batch.mp4')
            $videos.SessionId | Sort-Object -Unique | Should -Be $session.SessionId
            @(Get-SentMessage $emulator).Count | Should -Be ($count + 2)
            (Get-NemoState).Summary | Should -BeLike '*"sunset"*"harbour"*'
        }
    }

    Context 'Credits that run out during the job' {
        BeforeAll {
            $null = Connect-Nemo 6> $null
            $emulator.SetCredit(50)
            $videos = Get-SampleClip -Name 'harbour.mp4' | ForEach-Object { $_; Get-SampleClip -Name 'sunset.mp4' } |
                Send-NemoUpload -SessionPerFile |
                Invoke-NemoEdit 'add a title' -ErrorVariable failures -ErrorAction SilentlyContinue |
                Start-NemoExport |
                Wait-NemoExport -Destination (Join-Path -Path $TestDrive -ChildPath 'half') -PollIntervalSec 0.1
        }

        AfterAll {
            $emulator.SetCredit(100000)
        }

        It 'still downloads the video that was charged' {
            @($videos).Count | Should -Be 1
            $videos.Path | Should -Exist
        }

        It 'reports the other video as one error with the registration link' {
            $failures.Count | Should -Be 1
            $failures[0].FullyQualifiedErrorId | Should -BeLike 'NemoOutOfCredits,*'
            $failures[0].CategoryInfo.Category | Should -Be 'LimitsExceeded'
            $failures[0].ErrorDetails.RecommendedAction | Should -BeLike "*$($emulator.Url.TrimEnd('/'))/register`?bind=anon_*"
        }
    }
}
