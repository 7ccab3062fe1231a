# If a file changes while it is sent, the user gets one error and the timeline has no partial upload.
BeforeAll {
    . $PSScriptRoot/common.ps1
    . $PSScriptRoot/surroundings.ps1
    $emulator = Start-TestEnvironment
}

AfterAll {
    Stop-TestEnvironment $emulator
}

Describe 'A file that changes while it is sent' {
    BeforeEach {
        $emulator.Reset()
        $folder = New-TestFolder
        # Larger than the operating system's send buffers, so that the upload is still in progress.
        foreach ($name in 'a.mp4', 'b.mp4', 'c.mp4') {
            New-TestClip -Path "$folder/$name" -Length $(if ($name -eq 'b.mp4') { 64MB } else { 1KB })
        }
        $nemo = Connect-Nemo -NoCache -Option @{ StatePollIntervalSec = 0.02; StatePollCount = 1 } -PassThru 6> $null
        $session = New-NemoSession
    }

    AfterEach {
        Stop-Background $background
        Disconnect-Nemo -ErrorAction Ignore
        Remove-Item -LiteralPath $folder -Recurse -Force
    }

    # Windows lets no other program write to a file that the module reads.
    It 'causes one NemoFileInUse error, and the other files are uploaded' -Skip:($env:OS -eq 'Windows_NT') {
        $null = Send-NemoUpload -LiteralPath "$folder/a.mp4"
        $emulator.AddFault('POST /api/upload-video/*: hold body after 100000 bytes')
        $before = Get-RequestCount $emulator POST '/api/upload-video/*'
        $background = Start-Background 'Send-NemoUpload -LiteralPath $b, $c -Session $session -Connection $nemo' -Variable @{
            b = "$folder/b.mp4"; c = "$folder/c.mp4"; session = $session; nemo = $nemo
        }
        $null = Wait-Until { (Get-RequestCount $emulator POST '/api/upload-video/*') -gt $before }
        $file = [System.IO.File]::Open("$folder/b.mp4", 'Open', 'Write', 'ReadWrite')
        try {
            $null = $file.Seek(0, 'End')
            $file.WriteByte(7)
        } finally {
            $file.Dispose()
        }
        $emulator.Release()
        $background.Invocation.AsyncWaitHandle.WaitOne(30000) | Should -BeTrue

        $failures = @($background.Shell.Streams.Error)
        $failures | Should -HaveCount 1
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'NemoFileInUse,*'
        "$($failures[0])" | Should -BeLike '*b.mp4*'
        "$($failures[0].TargetObject)" | Should -Be "$folder/b.mp4"
        $background.Output.Name | Should -Be 'c.mp4'
        @((Get-NemoState).Tracks[0].Segments).Count | Should -Be 2 -Because 'the timeline has no partial upload'
    }
}
