BeforeAll {
    . $PSScriptRoot/common.ps1
    $emulator = Start-TestEnvironment '--credits', '100000'
}

AfterAll { Stop-TestEnvironment $emulator }

Describe 'The main job' {
    BeforeAll {
        $folder = (New-Item -ItemType Directory -Path "$TestDrive/clips").FullName
        $names = 'Grüße aus 日本 🎬', '[take 1] "x"', 'plain'
        if ($IsWindows -or $PSEdition -eq 'Desktop') { $names[1] = '[take 1] x' }
        foreach ($name in $names) { [System.IO.File]::Copy((Get-SampleClip -Name 'sunset.mp4'), "$folder/$name.mp4") }
        [System.IO.File]::WriteAllText("$folder/notes.txt", 'not a clip')
        $out = Join-Path -Path $TestDrive -ChildPath 'out'

        Connect-Nemo 6> $null
        $videos = Get-ChildItem -LiteralPath $folder |
            Send-NemoUpload -SessionPerFile -OutVariable uploads -ErrorVariable failures -ErrorAction SilentlyContinue |
            Invoke-NemoEdit 'trim to 2 seconds, add a title that says "Grüße, 世界"' |
            Start-NemoExport |
            Wait-NemoExport -Destination $out -PollIntervalSec 0.1
        $requests = $emulator.GetRequests()
    }

    It 'returns a playable video for each clip, named after it, and leaves no partial files' {
        $videos.Status | Should -Be @('Completed', 'Completed', 'Completed')
        $safe = $names | ForEach-Object { $_.Replace('"', ' ').Trim() + '.mp4' } | Sort-Object
        (Get-ChildItem -LiteralPath $out).Name | Sort-Object | Should -Be $safe
        foreach ($video in $videos) {
            [System.IO.FileInfo]::new($video.Path).Length | Should -Be $video.Length
            $boxes = Get-Mp4Box -LiteralPath $video.Path
            $boxes[0] | Should -Be 'ftyp'
            $boxes | Should -Contain 'moov'
            $boxes | Should -Contain 'mdat'
        }
    }

    It 'reports the unsupported file as one error, creates no session for it, and continues' {
        $failures.Count | Should -Be 1
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'NemoUnsupportedFile,*'
        $failures[0].TargetObject | Should -BeLike '*notes.txt'
        @($requests | Where-Object { $_.path -like '*/with-session/*' }).Count | Should -Be 3
    }

    It 'sends one message and starts one render for each session, and sends names and texts unchanged' {
        $uploads.Name | Sort-Object | Should -Be ($names | ForEach-Object { "$_.mp4" } | Sort-Object)
        $messages = $requests | Where-Object path -eq '/run_sse' | ForEach-Object { $_.body | ConvertFrom-Json }
        $messages.session_id | Sort-Object | Should -Be ($uploads.SessionId | Sort-Object)
        $messages.ForEach{ $_.new_message.parts[0].text } | Should -Be (@('trim to 2 seconds, add a title that says "Grüße, 世界"') * 3)
        @($requests | Where-Object { $_.method -eq 'POST' -and $_.path -eq '/api/render/proxy/lambda' }).Count | Should -Be 3
    }

    It 'sends the attribution headers to the API, and no token to the download host' {
        foreach ($request in $requests | Where-Object { $_.origin -eq 'api' -and $_.path -notlike '/_emulator/*' }) {
            $request.headers.'X-Skill-Source' | Should -Be 'for-video-free'
            $request.headers.'X-Skill-Version' | Should -Be '1.0.0'
            $request.headers.'X-Skill-Platform' | Should -Not -BeNullOrEmpty
        }
        $downloads = $requests | Where-Object { $_.origin -eq 'cdn' }
        $downloads.Count | Should -Be 3
        $downloads.hasAuthorization | Should -Not -Contain $true
    }

    It 'creates a video for each of several files in one session' {
        $session = New-NemoSession -Name 'batch'
        $count = @(Get-SentMessage $emulator).Count
        $videos = 'sunset', 'harbour' | ForEach-Object {
            Send-NemoUpload -LiteralPath (Get-SampleClip -Name "$_.mp4") | Invoke-NemoEdit -Message "add a title that says ""$_""" | Start-NemoExport
        } | Wait-NemoExport -Destination "$TestDrive/batch" -PollIntervalSec 0.1
        Split-Path -Path $videos.Path -Leaf | Sort-Object | Should -Be @('batch (2).mp4', 'batch.mp4')
        $videos.SessionId | Sort-Object -Unique | Should -Be $session.SessionId
        @(Get-SentMessage $emulator).Count | Should -Be ($count + 2)
        (Get-NemoState).Summary | Should -BeLike '*"sunset"*"harbour"*'
    }

    It 'downloads the video that was charged if the credits run out, and reports the other one with the registration link' {
        $emulator.SetCredit(50)
        $videos = (Get-SampleClip -Name 'harbour.mp4'), (Get-SampleClip -Name 'sunset.mp4') |
            Send-NemoUpload -SessionPerFile |
            Invoke-NemoEdit 'add a title' -ErrorVariable failures -ErrorAction SilentlyContinue |
            Start-NemoExport |
            Wait-NemoExport -Destination "$TestDrive/half" -PollIntervalSec 0.1
        @($videos).Count | Should -Be 1
        $videos.Path | Should -Exist
        $failures.Count | Should -Be 1
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'NemoOutOfCredits,*'
        $failures[0].CategoryInfo.Category | Should -Be 'LimitsExceeded'
        $failures[0].ErrorDetails.RecommendedAction | Should -BeLike "*$($emulator.Url.TrimEnd('/'))/register`?bind=anon_*"
    }
}
