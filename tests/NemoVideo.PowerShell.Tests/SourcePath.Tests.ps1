# Two clips with the same name in different folders: each output object and each error shows which file it is about.
BeforeAll {
    . $PSScriptRoot/common.ps1
    $emulator = Start-NemoEmulator -ArgumentList '--no-ffmpeg', '--credits', '100000', '--silent-rate', '0'
    Set-NemoEnvironment -ApiUrl $emulator.Url
    Import-Module -Name (Get-NemoModulePath) -Force
    $option = @{ RetryDelaySec = 0.01; RateLimitDelaySec = 0.01; RenderPollIntervalSec = 0.05; StatePollIntervalSec = 0.05; StatePollCount = 1 }
    $nemo = Connect-Nemo -PassThru -Option $option 6> $null
    $folder = New-TestFolder
    $clips = foreach ($day in 'monday', 'friday') {
        $null = New-Item -ItemType Directory -Path "$folder/$day"
        Copy-Item -LiteralPath (Get-SampleClip -Name 'sunset.mp4') -Destination "$folder/$day/clip.mp4" -PassThru
    }
}

AfterAll {
    Disconnect-Nemo -ErrorAction Ignore
    Stop-NemoEmulator -Emulator $emulator
    Restore-NemoEnvironment
    Remove-Item -LiteralPath $folder -Recurse -Force
}

Describe 'SourcePath' {
    BeforeEach { $emulator.Reset() }

    It 'is the full path of the file in all output of the pipeline' {
        $clips | Send-NemoUpload -SessionPerFile -OutVariable uploads |
            Invoke-NemoEdit 'title "x"' -ResultOnly -OutVariable results |
            Start-NemoExport -OutVariable started |
            Wait-NemoExport -Destination "$folder/out" -OutVariable finished | Out-Null
        $uploads.SourcePath | Should -Be $clips.FullName
        $results.SourcePath | Should -Be $clips.FullName
        $started.SourcePath | Should -Be $clips.FullName
        $finished.SourcePath | Sort-Object | Should -Be @($clips.FullName | Sort-Object)
        foreach ($export in $finished) { $export.SessionId | Should -Be ($uploads | Where-Object SourcePath -EQ $export.SourcePath).SessionId }
    }

    It 'is kept by exports that are read again, saved or stopped, and in files: <_>' -ForEach 'live', 'Export-Csv' {
        $started = $clips[0] | Send-NemoUpload -SessionPerFile | Start-NemoExport
        $started = switch ($_) {
            'live' { $started }
            'Export-Csv' { $started | Export-Csv -LiteralPath "$TestDrive/e.csv"; Import-Csv -LiteralPath "$TestDrive/e.csv" }
        }
        ($started | Wait-NemoExport).SourcePath | Should -Be $clips[0].FullName
        ($started | Get-NemoExport).SourcePath | Should -Be $clips[0].FullName
        ($started | Wait-NemoExport -Destination "$folder/saved").SourcePath | Should -Be $clips[0].FullName
    }

    It 'protects every clip of the input and every file with a number, even with -Force' {
        $place = (New-Item -ItemType Directory -Path "$folder/force").FullName
        $own = foreach ($name in 'a', 'a (2)', 'b') { Copy-Item -LiteralPath $clips[0] -Destination "$place/$name.mp4" -PassThru }
        Set-Content -LiteralPath "$place/a (3).mp4" -Value 'mine'
        $hashes = ($own | Get-FileHash).Hash
        $exports = $own | Send-NemoUpload -SessionPerFile | Start-NemoExport | Wait-NemoExport
        $exports = $own.FullName | ForEach-Object { $path = $_; $exports | Where-Object SourcePath -EQ $path }

        ($exports[0] | Wait-NemoExport -Destination $place -Force).Path | Should -Be (Get-NativePath "$place/a (4).mp4")
        # The video of a is named like b, which is the clip of a later export.
        $named = $exports | Wait-NemoExport -Destination $place -Force -FileName { if ($_.Name -eq 'a') { 'b' } else { 'z' } }
        $named.Path | Sort-Object | Should -Be (Get-NativePath "$place/b (2).mp4", "$place/z (2).mp4", "$place/z.mp4")
        ($own | Get-FileHash).Hash | Should -Be $hashes
        Get-Content -LiteralPath "$place/a (3).mp4" | Should -Be 'mine'
    }

    It 'protects each clip of a video that was made of several' {
        $place = (New-Item -ItemType Directory -Path "$folder/joined").FullName
        $own = foreach ($name in 'a', 'b') { Copy-Item -LiteralPath $clips[0] -Destination "$place/$name.mp4" -PassThru }
        $hashes = ($own | Get-FileHash).Hash
        $result = New-NemoVideo 'title "x"' -Path $own.FullName -Join -Destination "$folder/joined-out"
        $result.SourcePath | Should -Be ($own.FullName -join ';')
        $export = $result | Start-NemoExport | Wait-NemoExport
        ($export | Wait-NemoExport -Destination $place -Force).Path | Should -Be (Get-NativePath "$place/a (2).mp4")
        ($own | Get-FileHash).Hash | Should -Be $hashes
    }

    It 'is not needed to protect a clip that this computer uploaded' {
        $place = (New-Item -ItemType Directory -Path "$folder/place").FullName
        $clip = Copy-Item -LiteralPath $clips[0] -Destination "$place/own.mp4" -PassThru
        $hash = (Get-FileHash -LiteralPath $clip).Hash
        $upload = $clip | Send-NemoUpload -SessionPerFile
        $id = (Start-NemoExport -Session $upload.SessionId).Id
        $path = Wait-NemoExport -Id $id -Destination $place -Force -Connection (Connect-Nemo -PassThru -Option $option 6> $null)
        $path.Path | Should -Be (Get-NativePath "$place/own (2).mp4")
        (Get-FileHash -LiteralPath "$place/own.mp4").Hash | Should -Be $hash
    }

    It 'is null in a session that was not created for one file' {
        $null = New-NemoSession -Name 'shared'
        $uploads = $clips | Send-NemoUpload
        $uploads.SourcePath | Where-Object { $_ } | Should -BeNullOrEmpty
        $uploads.Path | Should -Be $clips.FullName
        $result = $uploads | Invoke-NemoEdit 'title "x"' -ResultOnly
        $result.SourcePath | Should -BeNullOrEmpty
        ($result | Start-NemoExport).SourcePath | Should -BeNullOrEmpty
    }
}

Describe 'An error of a batch' {
    BeforeEach { $emulator.Reset() }

    It 'names the file with its folder if an edit fails' {
        $emulator.AddFault('POST /run_sse: error event "the model is down" after 1 events')
        $clips | Send-NemoUpload -SessionPerFile | Invoke-NemoEdit 'title "x"' -ErrorVariable failure -ErrorAction SilentlyContinue | Out-Null
        $failure | Should -HaveCount 1
        "$($failure[0])" | Should -Be "'$($clips[0].FullName)': The edit failed: the model is down. The timeline didn't change."
        $failure[0].Exception.SourcePath | Should -Be $clips[0].FullName
    }

    It 'names the file with its folder if the edit changes nothing' {
        $clips | Send-NemoUpload -SessionPerFile | Invoke-NemoEdit 'hello' -FailIfUnchanged -ErrorVariable failure -ErrorAction SilentlyContinue | Out-Null
        $failure.Exception.SourcePath | Should -Be $clips.FullName
    }

    It 'names the file with its folder if the service no longer has the session' {
        $uploads = $clips | Send-NemoUpload -SessionPerFile
        $emulator.AddFault("GET /api/state/*/$($uploads[1].SessionId)/latest: code 1002 x*")
        $exports = $uploads | Start-NemoExport -ErrorVariable failure -ErrorAction SilentlyContinue
        $exports.SourcePath | Should -Be $clips[0].FullName
        $failure | Should -HaveCount 1
        "$($failure[0])" | Should -BeLike "*$($clips[1].FullName)*"
        $failure[0].Exception.SourcePath | Should -Be $clips[1].FullName
    }

    It 'names the session of an edit or a state, not its text, if it comes from no file' {
        $session = New-NemoSession -Name 'unnamed'
        $null = $clips[0] | Send-NemoUpload
        $inputs = @((Invoke-NemoEdit 'title "x"' -ResultOnly), (Get-NemoState))
        $emulator.AddFault('POST /api/render/proxy/lambda: code 5003 x*')
        $inputs | Start-NemoExport -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure | Should -Not -BeNullOrEmpty
        foreach ($one in $failure) { "$one" | Should -BeLike "'$($session.SessionId)': *" }
    }

    It 'names the file with its folder if the wait for an export fails' {
        $exports = $clips | Send-NemoUpload -SessionPerFile | Start-NemoExport
        $emulator.AddFault("GET /api/render/proxy/lambda/$($exports[1].Id): status 404 x*")
        $exports | Wait-NemoExport -ErrorVariable failure -ErrorAction SilentlyContinue | Out-Null
        $failure | Should -HaveCount 1
        "$($failure[0])" | Should -BeLike "*$($clips[1].FullName)*"
        $failure[0].Exception.SourcePath | Should -Be $clips[1].FullName
        $failure[0].TargetObject | Should -Be $exports[1].Id
    }

    It 'lists the files with their folders if the credits run out' {
        $more = Copy-Item -LiteralPath $clips[0].FullName -Destination "$folder/third.mp4" -PassThru
        $emulator.SetCredit(60)
        try {
            @($clips) + $more | Send-NemoUpload -SessionPerFile |
                Invoke-NemoEdit 'title "x"' -ErrorVariable failure -ErrorAction SilentlyContinue | Out-Null
        } finally {
            $emulator.SetCredit(100000)
        }
        $failure | Should -HaveCount 1
        "$($failure[0])" | Should -BeLike "*2 inputs were not processed: '$($clips[1].FullName)', '$($more.FullName)'.*"
        $failure[0].TargetObject.SourcePath | Should -Be $clips[1].FullName, $more.FullName
    }

    It 'recommends exporting the sessions if the token is rejected after <Count> edits' -ForEach @{ Count = 1 }, @{ Count = 2 } {
        $emulator.AddFault('POST /api/render*: status 401 x*')
        $clips | Select-Object -First $Count | Send-NemoUpload -SessionPerFile | Invoke-NemoEdit 'title "x"' |
            Start-NemoExport -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure | Should -HaveCount $Count
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '* Don''t rerun a pipeline that sends messages, because the service would charge for the messages again. Instead, export each session with Start-NemoExport -Session.'
    }
}

Describe 'A CSV file' {
    BeforeEach {
        $emulator.Reset()
        $sent = @(Get-SentMessage $emulator).Count
    }

    It 'with the columns Path and Message sends the message of each row' {
        @"
Path,Message
$($clips[0].FullName),"title ""One"""
$($clips[1].FullName),"title ""Two"""
"@ | Set-Content -LiteralPath "$TestDrive/jobs.csv"
        $results = Import-Csv -LiteralPath "$TestDrive/jobs.csv" | Send-NemoUpload -SessionPerFile | Invoke-NemoEdit -ResultOnly
        $results.Message | Should -Be 'title "One"', 'title "Two"'
        $results.SourcePath | Should -Be $clips.FullName
        @(Get-SentMessage $emulator).Count | Should -Be ($sent + 2)
    }

    It 'keeps the message of each row if several files are uploaded at the same time' {
        $rows = 1..6 | ForEach-Object { [pscustomobject] @{ Path = $clips[$_ % 2].FullName; Message = "title ""$_""" } }
        $uploads = $rows | Send-NemoUpload -SessionPerFile -ThrottleLimit 4
        $uploads.Message | Sort-Object | Should -Be $rows.Message
        foreach ($upload in $uploads) { ($rows | Where-Object Message -EQ $upload.Message).Path | Should -Be $upload.SourcePath }
        @(Get-SentMessage $emulator).Count | Should -Be $sent
    }

    It 'with a -Message on the command line sends that one' {
        $row = [pscustomobject] @{ Path = $clips[0].FullName; Message = 'title "Row"' }
        ($row | Send-NemoUpload -SessionPerFile | Invoke-NemoEdit 'title "Typed"' -ResultOnly).Message | Should -Be 'title "Typed"'
        @(Get-SentMessage $emulator).Count | Should -Be ($sent + 1)
    }

    It 'reports a row without a message and sends the others' {
        $rows = [pscustomobject] @{ Path = $clips[0].FullName; Message = '' }, [pscustomobject] @{ Path = $clips[1].FullName; Message = 'title "b"' }
        $result = $rows | Send-NemoUpload -SessionPerFile | Invoke-NemoEdit -ResultOnly -ErrorVariable failure -ErrorAction SilentlyContinue
        $result.Message | Should -Be 'title "b"'
        @($failure) | Should -HaveCount 1
        @(Get-SentMessage $emulator).Count | Should -Be ($sent + 1)
    }

    It 'with the columns Session and Message sends the message of each row to its session, by name or ID' {
        $first = New-NemoSession -Name 'csv one'
        $null = Send-NemoUpload -LiteralPath $clips[0].FullName
        $second = New-NemoSession -Name 'csv two'
        $null = Send-NemoUpload -LiteralPath $clips[1].FullName
        $results = "Session,Message`ncsv one,title ""One""`n$($second.SessionId),title ""Two""" | ConvertFrom-Csv | Invoke-NemoEdit -ResultOnly
        $results.SessionId | Should -Be $first.SessionId, $second.SessionId
        @(Get-SentMessage $emulator).Count | Should -Be ($sent + 2)
    }

    It 'sends nothing to the current session for a row whose Session is empty' {
        $null = New-NemoSession -Name 'current'
        'Session,Message', ',title' | ConvertFrom-Csv | Invoke-NemoEdit -ErrorVariable failure -ErrorAction SilentlyContinue
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoNoSessionInInput,*'
        @(Get-SentMessage $emulator).Count | Should -Be $sent
    }
}
