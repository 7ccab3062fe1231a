BeforeAll {
    . $PSScriptRoot/common.ps1
    $emulator = Start-TestEnvironment '--no-ffmpeg', '--credits', '100000', '--silent-rate', '0'
    $null = Connect-Nemo -Option @{ StatePollIntervalSec = 0.02 } 6> $null
    $session = New-NemoSession -Name 'beach trip'
    $null = Send-NemoUpload -LiteralPath (Get-SampleClip -Name 'harbour.mp4'), (Get-SampleClip -Name 'sunset.mp4')
    $events = Invoke-NemoEdit -Message 'title "城市的梦 🎬", music "Lo-fi"'
    $result = $events[-1]
    $state = Get-NemoState
}

AfterAll { Stop-TestEnvironment $emulator }

Describe 'Export-NemoTimeline' {
    BeforeEach {
        $folder = New-TestFolder
        $requests = $emulator.GetRequests().Count
    }

    AfterEach {
        $emulator.GetRequests().Count | Should -Be $requests -Because 'the cmdlet sends no requests'
        Remove-Item -LiteralPath $folder -Recurse -Force
    }

    It 'writes the format of the extension <Extension>' -ForEach @(
        @{ Extension = 'svg'; Pattern = '^<svg [^>]*>\n<title id="title">beach trip</title>' }
        @{ Extension = 'HTML'; Pattern = '^<!DOCTYPE html>' }
        @{ Extension = 'otio'; Pattern = '^\{\n  "OTIO_SCHEMA": "Timeline\.1"' }
    ) {
        $file = $state | Export-NemoTimeline -Path "$folder/a.$Extension"
        $file | Should -BeOfType [System.IO.FileInfo]
        $file.FullName | Should -Be (Join-Path -Path $folder -ChildPath "a.$Extension")
        $text = [System.IO.File]::ReadAllText($file.FullName)
        $text.Replace("`r", '') | Should -Match $Pattern
        $text | Should -Match '城市的梦'
        [System.IO.File]::ReadAllBytes($file.FullName)[0] | Should -BeIn ([byte[]] [char[]] '<{') -Because 'the file has no byte order mark'
    }

    It 'writes the texts of the timeline as captions that ffmpeg reads: <Extension>' -ForEach @(
        @{ Extension = 'srt'; Text = "1\n00:00:00,000 --> 00:00:03,000\n城市的梦 🎬\n\n" }
        @{ Extension = 'vtt'; Text = "WEBVTT\n\n00:00:00.000 --> 00:00:03.000\n城市的梦 🎬\n\n" }
    ) {
        $file = $result | Export-NemoTimeline -Path "$folder/a.$Extension"
        [System.IO.File]::ReadAllText($file.FullName) | Should -BeExactly ([regex]::Unescape($Text))
        if (Get-Command -Name ffprobe -CommandType Application -ErrorAction Ignore) {
            ffprobe -v error -show_entries packet=pts_time,duration_time -of csv=p=0 $file.FullName | Should -Be '0.000000,3.000000'
        }
    }

    It 'reports a timeline without text, and writes no caption file for it' {
        $silent = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($state))
        $silent | Add-Member -NotePropertyMembers @{ DraftJson = '{"t":[]}'; SessionId = 'silent' } -Force
        $files = $silent, $state | Export-NemoTimeline -Path { "$folder/$($_.SessionId).srt" } -ErrorAction SilentlyContinue -ErrorVariable failure
        $files.BaseName | Should -Be $session.SessionId
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoTimelineNotReady,*'
    }

    # A day as a new user, 29 November: its row had empty columns.
    It 'returns a file like Get-Item' {
        $file = $state | Export-NemoTimeline -Path "$folder/a.svg"
        ($file | Out-String) | Should -BeExactly (Get-Item -LiteralPath $file.FullName | Out-String)
        $file.PSPath | Should -Not -BeNullOrEmpty
    }

    It 'draws both timelines of a result, and skips other events' {
        $file = @($events | Export-NemoTimeline -Path "$folder/edit.svg")
        $file.Count | Should -Be 1
        Get-Content -LiteralPath $file.FullName -Raw | Should -Match '(?s)>Before<.*>After<'
    }

    It 'draws a deserialized <_>' -ForEach 'state', 'result' {
        $object = Get-Variable -Name $_ -ValueOnly
        $copy = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($object))
        foreach ($extension in 'svg', 'html', 'otio') {
            $one = $object | Export-NemoTimeline -Path "$folder/live.$extension"
            $other = $copy | Export-NemoTimeline -Path "$folder/copy.$extension"
            Get-Content -LiteralPath $other.FullName -Raw | Should -BeExactly (Get-Content -LiteralPath $one.FullName -Raw)
        }
    }

    It 'writes each timeline to a file of its own, and replaces no file without -Force' {
        Set-Content -LiteralPath "$folder/a.svg" -Value 'mine'
        ($state, $result | Export-NemoTimeline -Path "$folder/a.svg").Name | Should -Be 'a (2).svg', 'a (3).svg'
        Get-Content -LiteralPath "$folder/a.svg" | Should -Be 'mine'
        ($state, $state | Export-NemoTimeline -Path "$folder/a.svg" -Force).Name | Should -Be 'a.svg', 'a (4).svg'
        Get-Content -LiteralPath "$folder/a.svg" -Raw | Should -Match '^<svg'
        @(Get-ChildItem -LiteralPath $folder -Force).Count | Should -Be 4
    }

    It 'uses a script block for the path, a drive and a new folder' {
        $file = $state | Export-NemoTimeline -Path { "$folder/new/$($_.SessionId).svg" }
        $file.FullName | Should -Be (Join-Path -Path $folder -ChildPath "new/$($session.SessionId).svg")
        $state | Export-NemoTimeline -Path 'TestDrive:/drive.svg' | Should -Exist
        Push-Location -LiteralPath $folder
        try { ($state | Export-NemoTimeline ./here.svg).DirectoryName | Should -Be $folder } finally { Pop-Location }
    }

    It 'writes nothing with -WhatIf' {
        $state | Export-NemoTimeline -Path "$folder/a.svg" -WhatIf 6> $null | Should -BeNullOrEmpty
        Get-ChildItem -LiteralPath $folder | Should -BeNullOrEmpty
    }

    It 'rejects an unknown extension before the commands upstream run' {
        $script:ran = $false
        { & { $script:ran = $true; $state } | Export-NemoTimeline -Path "$folder/a.png" } | Should -Throw -ErrorId 'NemoUnsupportedPicture,*'
        $script:ran | Should -BeFalse
        $state | Export-NemoTimeline -Path { "$folder/a.png" } -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoUnsupportedPicture,*'
    }

    It 'continues after an input without a timeline' {
        ('text', $session, $state | Export-NemoTimeline -Path "$folder/a.svg" -ErrorAction SilentlyContinue -ErrorVariable failures).Name | Should -Be 'a.svg'
        $failures.FullyQualifiedErrorId | Should -BeLike 'NemoNoTimelineInInput,*'
        $failures.Count | Should -Be 2
    }

    It 'continues after a path that isn''t in the file system' {
        $paths = [System.Collections.Queue] @('env:/a.svg', "$folder/b.svg", "$folder/c.svg")
        $files = $state, $state, $state | Export-NemoTimeline -Path { $paths.Dequeue() } -ErrorAction SilentlyContinue -ErrorVariable failures
        $files.Name | Should -Be 'b.svg', 'c.svg'
        $failures | Should -HaveCount 1
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'NemoNotAFile,*'
    }

    It 'reports a folder that it can''t write to' {
        Set-Content -LiteralPath "$folder/file" -Value 'no folder'
        $state | Export-NemoTimeline -Path "$folder/file/a.svg" -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoFileAccess,*'
        $failure[0].ErrorDetails.RecommendedAction | Should -Not -Match 'export'
    }
}

# A day as a new user, 29 November: PowerShell counts accents and flags as wider than a terminal does, and wrapped the lines.
Describe 'The picture of a timeline with the name <Name>' -ForEach @(
    @{ Name = 'ผู้ใหญ่ผู้ใหญ่' }
    @{ Name = '🇩🇪🇫🇷🇮🇹' }
    @{ Name = 'مَرْحَبًا' }
    @{ Name = '👩‍🚀👍🏽❤️' }
    @{ Name = '한국'.Normalize('FormD') }
) {
    It 'has no wrapped line' {
        $copy = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($state))
        $copy | Add-Member -NotePropertyName DraftJson -NotePropertyValue $state.DraftJson.Replace('"harbour"', "`"$Name`"") -Force
        $width = [NemoVideo.PowerShell.Formatting.TimelineView]::WidthOf($Host)
        $lines = ($copy | Out-String -Width $width) -split "`r?`n"
        $lines | Should -HaveCount (($state | Out-String -Width $width) -split "`r?`n").Count
        @($lines -match '^Video 1 .*s$') | Should -HaveCount 1
    }
}

# Reviewed pictures with their colors. To review a change, show Pictures/*.txt in a terminal before and after it.
Describe 'The views in a terminal' {
    BeforeAll {
        $tmux = Get-Command -Name tmux -CommandType Application -ErrorAction Ignore | Select-Object -First 1
        $objects = "$TestDrive/objects.clixml"
        $result, $state | Export-Clixml -LiteralPath $objects
        $script = "$TestDrive/show.ps1"
        Set-Content -LiteralPath $script -Encoding utf8 -Value @(
            "Import-Module -Name '$(Get-NemoModulePath)'"
            "`$result, `$state = Import-Clixml -LiteralPath '$objects'"
            '$result.CreditBefore, $result.CreditAfter = 2000, 1950'
            '$result, $state | ForEach-Object { $_ | Out-Default }'
            "'END'"
        )

        # Runs PowerShell in a terminal. Returns its lines, with escape sequences for colors.
        function Get-Screen {
            param([string] $Environment = 'NEMO_TEST=1')
            $powershell = Get-PowerShellProgram
            $socket = "nemo-$([guid]::NewGuid())"
            $command = @('env', '-u', 'NO_COLOR', 'LANG=C.UTF-8', 'TERM=xterm-256color', $Environment, $powershell.Path) + $powershell.ArgumentList +
                @('-NoLogo', '-NoProfile', '-File', $script)
            $null = & $tmux -u -L $socket -f /dev/null new-session -d -x 80 -y 60 "$($command -join ' '); sleep 600"
            try {
                $null = Wait-Until { (& $tmux -u -L $socket capture-pane -p) -contains 'END' } -TimeoutSec 60 -Because 'PowerShell must show the objects'
                $lines = @(& $tmux -u -L $socket capture-pane -p -e)
            } finally {
                & $tmux -L $socket kill-server
            }
            $last = [array]::FindLastIndex($lines, [Predicate[object]] { param($line) $line -match 'END' })
            $lines[0..($last - 1)] | ForEach-Object { $_.Replace($session.SessionId, '00000000-0000-0000-0000-000000000000') }
        }
    }

    BeforeEach {
        if (-not $tmux) { Set-ItResult -Skipped -Because 'TERMINAL PICTURES SKIPPED: tmux is missing' }
    }

    It 'are the reviewed picture <Name>' -ForEach @(
        @{ Name = 'color-80' }
        @{ Name = 'plain-80'; Environment = 'NO_COLOR=1' }
    ) {
        $screen = $(if ($Environment) { Get-Screen $Environment } else { Get-Screen }) -join "`n"
        $file = "$PSScriptRoot/Pictures/$Name.txt"
        $screen.TrimEnd() | Should -BeExactly ([System.IO.File]::ReadAllText($file).Replace("`r`n", "`n").TrimEnd())
    }
}
