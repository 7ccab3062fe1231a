# A process can continue the work of a previous process: no export is orphaned.
BeforeAll {
    . $PSScriptRoot/common.ps1
    $emulator = Start-NemoEmulator -ArgumentList '--no-ffmpeg', '--credits', '1000000', '--silent-rate', '0'
    Set-NemoEnvironment -ApiUrl $emulator.Url
    Import-Module -Name (Get-NemoModulePath) -Force
    $clip = Get-SampleClip -Name 'sunset.mp4'
    $option = '@{ StatePollIntervalSec = 0.02; StatePollCount = 2; RenderPollIntervalSec = 0.02; RetryDelaySec = 0.001 }'
    $start = "Import-Module '$(Get-NemoModulePath)'; Connect-Nemo -Option $option 6> `$null`n"

    function Get-Journal { Get-ChildItem -LiteralPath (Join-Path -Path $env:NEMO_HOME -ChildPath 'journal') -Filter '*.jsonl' }
}

AfterAll {
    Disconnect-Nemo -ErrorAction Ignore
    Stop-NemoEmulator -Emulator $emulator
    Restore-NemoEnvironment
}

Describe 'The journal of a previous process' {
    BeforeEach {
        $emulator.Reset()
        $folder = New-TestFolder
        Remove-Item -LiteralPath (Join-Path -Path $env:NEMO_HOME -ChildPath 'journal') -Recurse -Force -ErrorAction Ignore
    }

    AfterEach {
        Disconnect-Nemo -ErrorAction Ignore
        Remove-Item -LiteralPath $folder -Recurse -Force
    }

    It 'lists exports that Wait-NemoExport downloads and names after their clips' {
        $id = Invoke-NewPowerShell ($start + "(Send-NemoUpload '$clip' -SessionPerFile | Start-NemoExport).Id")

        Connect-Nemo 6> $null
        $found = Get-NemoExport
        $found.Id | Should -Be $id
        $found.Name | Should -Be 'sunset'
        $saved = $found | Wait-NemoExport -Destination $folder -PollIntervalSec 0.02
        $saved.Path | Should -Be (Join-Path -Path $folder -ChildPath 'sunset.mp4')
        Test-Path -LiteralPath $saved.Path | Should -BeTrue
        @($emulator.GetRequests() | Where-Object { $_.method -eq 'POST' -and $_.path -eq '/api/render/proxy/lambda' }).Count | Should -Be 1

        Invoke-NewPowerShell ($start + '@(Get-NemoExport).Count') | Should -Be 0 -Because 'the video was downloaded'
    }

    It 'is compacted at the end of a pipeline if it is larger than 32 MiB' {
        Connect-Nemo 6> $null
        $first = New-NemoSession -Name 'first'
        $journal = (Get-Journal).FullName
        $lines = [IO.File]::ReadAllLines($journal)
        $writer = [IO.File]::AppendText($journal)
        for ($number = 0; $writer.BaseStream.Length -le 33MB; $number++) {
            foreach ($line in $lines) {
                $writer.WriteLine($line.Replace($first.SessionId, "$($first.SessionId)-$number"). Replace('"first"', '"' + ('x' * 4000) + '"'))
            }
        }

        $writer.Dispose()
        New-NemoSession -Name 'last' | Select-Object -ExpandProperty Name | Should -Be 'last'
        (Get-Item -LiteralPath $journal).Length | Should -BeLessOrEqual 24MB
        (Get-NemoSession -All).Name | Should -Contain 'last'
    }

    It 'provides the name of a video by its export ID' {
        $id = Invoke-NewPowerShell ($start + "(Send-NemoUpload '$clip' -SessionPerFile | Start-NemoExport).Id")
        Connect-Nemo 6> $null
        (Wait-NemoExport -Id $id -Destination $folder -PollIntervalSec 0.02).Name | Should -Be 'sunset'
        Disconnect-Nemo
        Connect-Nemo 6> $null
        (Save-NemoExport -Id $id -Destination $folder -Force).Path | Should -Be (Join-Path -Path $folder -ChildPath 'sunset.mp4')
        (Get-NemoExport -Id $id).SessionId | Should -Not -BeNullOrEmpty
    }

    It 'lists sessions with their names' {
        $ids = Invoke-NewPowerShell ($start + "'Monday', 'Tuesday' | ForEach-Object { (New-NemoSession -Name `$_ -Language en).SessionId }")
        Connect-Nemo 6> $null
        $null = New-NemoSession -Name 'Wednesday'
        $all = Get-NemoSession -All
        $all.Name | Should -Be @('Monday', 'Tuesday', 'Wednesday')
        $all[0..1].SessionId | Should -Be $ids
        $all[0].Language | Should -Be 'en'
    }

    It 'is not read with -NoCache' {
        $null = Invoke-NewPowerShell ($start + "Send-NemoUpload '$clip' -SessionPerFile | Start-NemoExport")
        Connect-Nemo -NoCache 6> $null
        Get-NemoExport | Should -BeNullOrEmpty
        Get-NemoSession -All | Should -BeNullOrEmpty
    }

    It 'lists no export that failed' {
        $id = Invoke-NewPowerShell ($start + "(Send-NemoUpload '$clip' -SessionPerFile | Start-NemoExport).Id")
        $emulator.AddFault("GET /api/render/proxy/lambda/${id}: answer 200 {""id"":""$id"",""status"":""failed"",""error"":""no"" }")
        Connect-Nemo 6> $null
        (Get-NemoExport).Status | Should -Be 'Failed'
        Invoke-NewPowerShell ($start + '@(Get-NemoExport).Count') | Should -Be 0
    }

    It 'is read despite a damaged line, with a warning and a copy of the file' {
        $id = Invoke-NewPowerShell ($start + "(Send-NemoUpload '$clip' -SessionPerFile | Start-NemoExport).Id")
        $journal = Get-Journal
        $lines = Get-Content -LiteralPath $journal.FullName
        Set-Content -LiteralPath $journal.FullName -Value (@($lines[0], 'no JSON') + $lines[1..($lines.Count - 1)])
        Connect-Nemo 6> $null
        (Get-NemoExport -WarningVariable warned -WarningAction SilentlyContinue).Id | Should -Be $id
        "$warned" | Should -Match ([regex]::Escape($journal.Name))
        Get-ChildItem -LiteralPath $journal.DirectoryName -Filter "$($journal.Name).corrupt-*" | Should -HaveCount 1
    }

    It 'is not used if it is larger than 64 MiB, and nothing is sent' {
        Connect-Nemo 6> $null
        $null = New-NemoSession -Name 'before'
        $journal = Get-Journal
        $stream = [System.IO.File]::OpenWrite($journal.FullName)
        try { $stream.SetLength(64MB + 1) } finally { $stream.Dispose() }
        $sent = @($emulator.GetRequests() | Where-Object method -eq 'POST').Count

        $null = New-NemoSession -Name 'after' -ErrorAction SilentlyContinue -ErrorVariable made
        $null = Send-NemoUpload -LiteralPath $clip -SessionPerFile -ErrorAction SilentlyContinue -ErrorVariable uploaded
        $null = Get-NemoSession -All -WarningAction SilentlyContinue -WarningVariable warned

        foreach ($failure in $made, $uploaded) {
            $failure | Should -HaveCount 1
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoFileAccess,*'
            foreach ($fact in $journal.FullName, '64 MiB') { "$failure" | Should -BeLike "*$fact*" }
            $failure[0].ErrorDetails.RecommendedAction | Should -Match 'move the journal'
        }
        foreach ($fact in $journal.FullName, '64 MiB', 'move the journal') { "$warned" | Should -BeLike "*$fact*" }
        @($emulator.GetRequests() | Where-Object method -eq 'POST').Count | Should -Be $sent

        Move-Item -LiteralPath $journal.FullName -Destination $folder
        (New-NemoSession -Name 'after').Name | Should -Be 'after'
    }
}
