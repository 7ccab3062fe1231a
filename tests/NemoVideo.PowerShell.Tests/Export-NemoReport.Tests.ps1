BeforeAll {
    . $PSScriptRoot/common.ps1
    $emulator = Start-TestEnvironment '--no-ffmpeg', '--credits', '100000', '--silent-rate', '0'
    $null = Connect-Nemo -Option @{ StatePollIntervalSec = 0.02; RenderPollIntervalSec = 0.02 } 6> $null
    $videos = New-TestFolder
    $output = @(
        New-NemoVideo 'title "<b>Hi</b>", music "Lo-fi"' -LiteralPath (Get-SampleClip -Name 'sunset.mp4') -Destination $videos -IncludeEvent
        New-NemoVideo 'sing a song' -LiteralPath (Get-SampleClip -Name 'harbour.mp4') -Destination $videos -ErrorAction SilentlyContinue
    )
    $results = @($output | Where-Object { $_.GetType().Name -eq 'NemoVideoResult' })
    $events = @($output | Where-Object { $_.GetType().Name -ne 'NemoVideoResult' })

    function Get-Page {
        param($File)
        [System.IO.File]::ReadAllText($File.FullName)
    }
}

AfterAll {
    Stop-TestEnvironment $emulator
    Remove-Item -LiteralPath $videos -Recurse -Force
}

Describe 'Export-NemoReport' {
    BeforeEach {
        $folder = New-TestFolder
        $requests = $emulator.GetRequests().Count
    }

    AfterEach {
        $emulator.GetRequests().Count | Should -Be $requests -Because 'the cmdlet sends no requests'
        Remove-Item -LiteralPath $folder -Recurse -Force
    }

    It 'writes all results to one page, and skips the events' {
        $file = $output | Export-NemoReport -Path "$folder/new/report.html"
        $file | Should -BeOfType [System.IO.FileInfo]
        $file.FullName | Should -Be (Join-Path -Path $folder -ChildPath 'new/report.html')
        @(Get-ChildItem -LiteralPath "$folder/new" -Force).Count | Should -Be 1
        $page = Get-Page $file
        $page | Should -Match '^<!DOCTYPE html>'
        $page | Should -Match '<h1>1 of 2 videos is ready</h1>'
        [regex]::Matches($page, '<h3>(.*?)</h3>').ForEach{ $_.Groups[1].Value } | Should -Be 'sunset.mp4', 'harbour.mp4'
        $page | Should -Match '&lt;b&gt;Hi&lt;/b&gt;'
        $page | Should -Not -Match '<b>Hi'
        [regex]::Matches($page, '<h4>(.*?)<').ForEach{ $_.Groups[1].Value } | Should -Be 'Before', 'After', 'Timeline, unchanged'
        [System.IO.File]::ReadAllBytes($file.FullName)[0] | Should -Be ([byte] [char] '<') -Because 'the file has no byte order mark'
    }

    It 'rejects <Path> before a video upstream is charged' -ForEach @(
        @{ Path = '{0}/report.pdf'; Id = 'NemoUnsupportedPicture' }
        @{ Path = '{0}/report'; Id = 'NemoUnsupportedPicture' }
        @{ Path = 'env:/a.html'; Id = 'NemoNotAFile' }
    ) {
        { & { $script:ran = $true; $results } | Export-NemoReport -Path ($Path -f $folder) } | Should -Throw -ErrorId "$Id,*"
        $script:ran | Should -BeNullOrEmpty
        Get-ChildItem -LiteralPath $folder | Should -BeNullOrEmpty
    }

    It 'names the error and the recommended action, with the command' {
        $results[1].RecommendedAction | Should -Match 'New-NemoVideo -AcceptTimeline'
        $page = Get-Page ($results | Export-NemoReport -Path "$folder/report.html")
        $page | Should -Match '<dt>Error</dt><dd class="error">The message hasn&#39;t changed the timeline'
        $page | Should -Match '<dt>Next step</dt><dd class="next">[^<]*New-NemoVideo -AcceptTimeline'
    }

    It 'links to the videos in the folder of the report' {
        $page = Get-Page ($results | Export-NemoReport -Path "$videos/report.html")
        Remove-Item -LiteralPath "$videos/report.html"
        $page | Should -Match 'href="\./sunset\.mp4"'
    }

    It 'has a frame of each video if ffmpeg is installed' {
        $page = Get-Page ($results | Export-NemoReport -Path "$folder/report.html")
        $hasFfmpeg = [bool] (Get-Command -Name ffmpeg -CommandType Application -ErrorAction Ignore)
        $page -match 'src="data:image/jpeg;base64,' | Should -Be $hasFfmpeg
        $path = $env:PATH
        try {
            $env:PATH = $folder
            Get-Page ($results | Export-NemoReport -Path "$folder/report.html") | Should -Not -Match 'src="data:'
        } finally {
            $env:PATH = $path
        }
    }

    It 'writes the same page for deserialized results' {
        $results | Export-Clixml -LiteralPath "$folder/results.xml"
        $one = $results | Export-NemoReport -Path "$folder/live.html"
        $other = Import-Clixml -LiteralPath "$folder/results.xml" | Export-NemoReport -Path "$folder/copy.html"
        Get-Page $other | Should -BeExactly (Get-Page $one)
    }

    It 'replaces no file without -Force' {
        Set-Content -LiteralPath "$folder/a.html" -Value 'mine'
        ($results | Export-NemoReport "$folder/a.html").Name | Should -Be 'a (2).html'
        Get-Content -LiteralPath "$folder/a.html" | Should -Be 'mine'
        ($results | Export-NemoReport "$folder/a.html" -Force).Name | Should -Be 'a.html'
        Get-Content -LiteralPath "$folder/a.html" -Raw | Should -Match '^<!DOCTYPE'
    }

    It 'uses a drive and the current location' {
        $results | Export-NemoReport -Path 'TestDrive:/drive.html' | Should -Exist
        Push-Location -LiteralPath $folder
        try { ($results | Export-NemoReport ./here.html).DirectoryName | Should -Be $folder } finally { Pop-Location }
    }

    It 'writes nothing with -WhatIf' {
        $results | Export-NemoReport -Path "$folder/a.html" -WhatIf 6> $null | Should -BeNullOrEmpty
        Get-ChildItem -LiteralPath $folder | Should -BeNullOrEmpty
    }

    It 'writes a report without videos if the pipeline is empty' {
        Get-Page (@() | Export-NemoReport -Path "$folder/a.html") | Should -Match '<h1>No videos</h1>'
    }

    It 'continues after an object that is no result' {
        $wrong = $results[0] | Select-Object -Property OutputPath
        $page = Get-Page ('text', $wrong, $null, $results[0] | Export-NemoReport -Path "$folder/a.html" -ErrorAction SilentlyContinue -ErrorVariable failures)
        $page | Should -Match '<h1>The video is ready</h1>'
        @($failures.FullyQualifiedErrorId | Where-Object { $_ -like 'NemoNoResultInInput,*' }).Count | Should -Be 3
    }

    # A day as a new user, 29 November.
    It 'recommends Export-Clixml for the rows of a CSV file' {
        $results | Export-Csv -LiteralPath "$folder/r.csv"
        Import-Csv -LiteralPath "$folder/r.csv" | Export-NemoReport -Path "$folder/a.html" -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].ErrorDetails.RecommendedAction | Should -BeLike '*Export-Clixml and Import-Clixml*'
    }

    It 'writes no report if no object is a result: <Name>' -ForEach @(
        @{ Name = 'text'; Objects = { 'text' } }
        @{ Name = 'a variable that is not set'; Objects = { $null } }
        @{ Name = 'events of an edit'; Objects = { $events } }
    ) {
        & $Objects | Export-NemoReport -Path "$folder/a.html" -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure.Count | Should -Be 1
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoNoResultInInput,*'
        Get-ChildItem -LiteralPath $folder | Should -BeNullOrEmpty
    }

    It 'reports a folder that it can''t write to' {
        Set-Content -LiteralPath "$folder/file" -Value 'no folder'
        $results | Export-NemoReport -Path "$folder/file/a.html" -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoFileAccess,*'
    }
}
