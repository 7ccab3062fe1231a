# A process can continue the work of a previous process: no export is orphaned.
BeforeAll {
    . $PSScriptRoot/common.ps1
    $emulator = Start-TestEnvironment
    $clip = Get-SampleClip -Name 'sunset.mp4'
    $option = '@{ StatePollIntervalSec = 0.02; StatePollCount = 2; RenderPollIntervalSec = 0.02; RetryDelaySec = 0.001 }'
    $start = "Import-Module '$(Get-NemoModulePath)'; Connect-Nemo -Option $option 6> `$null`n"
}

AfterAll { Stop-TestEnvironment $emulator }

Describe 'The history of a previous process' {
    BeforeEach {
        $emulator.Reset()
        $folder = New-TestFolder
        Remove-Item -LiteralPath "$env:NEMO_HOME/history" -Recurse -Force -ErrorAction Ignore
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

    # With the client ID, anyone can renew the free token. In NEMO_HOME, which isn't always in a profile, it's encrypted like the token.
    It 'belongs to the same user, whose client ID is not readable on Windows' {
        $user = Invoke-NewPowerShell ($start + '(Get-NemoConnection).UserId')
        (Connect-Nemo -PassThru 6> $null).UserId | Should -Be $user
        $stored = [System.IO.File]::ReadAllText("$env:NEMO_HOME/client_id")
        $stored -match '^[0-9a-f-]{36}\s*$' | Should -Be ($env:OS -ne 'Windows_NT')
    }

    It 'provides the name of a video by its export ID' {
        $id = Invoke-NewPowerShell ($start + "(Send-NemoUpload '$clip' -SessionPerFile | Start-NemoExport).Id")
        Connect-Nemo 6> $null
        (Wait-NemoExport -Id $id -Destination $folder -PollIntervalSec 0.02).Name | Should -Be 'sunset'
        Disconnect-Nemo
        Connect-Nemo 6> $null
        (Wait-NemoExport -Id $id -Destination $folder -Force).Path | Should -Be (Join-Path -Path $folder -ChildPath 'sunset.mp4')
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

    It 'lists no export that failed' {
        $id = Invoke-NewPowerShell ($start + "(Send-NemoUpload '$clip' -SessionPerFile | Start-NemoExport).Id")
        $emulator.AddFault("GET /api/render/proxy/lambda/${id}: answer 200 {""id"":""$id"",""status"":""failed"",""error"":""no"" }")
        Connect-Nemo 6> $null
        (Get-NemoExport).Status | Should -Be 'Failed'
        Invoke-NewPowerShell ($start + '@(Get-NemoExport).Count') | Should -Be 0
    }

    It 'shows date, source file and first message of sessions and exports within 80 columns' {
        $message = 'title "x", and ' + 'a very ' * 10 + 'long message'
        $null = Invoke-NewPowerShell ($start + "Send-NemoUpload '$clip' -SessionPerFile | Invoke-NemoEdit '$message' -ResultOnly | Start-NemoExport")
        Connect-Nemo 6> $null
        $session = Get-NemoSession -All
        $export = Get-NemoExport
        foreach ($one in $session, $export) {
            $one.SourcePath | Should -Be $clip
            $one.FirstMessage | Should -Be ($message.Substring(0, 60) + '…')
        }

        foreach ($time in $session.CreatedAt, $export.StartedAt) { $time | Should -BeGreaterThan ([DateTimeOffset]::Now.AddMinutes(-5)) }
        $copy = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($session))
        foreach ($shown in $session, $export, $copy) {
            $lines = $shown | Out-String -Width 80 -Stream
            $lines | Where-Object Length -GT 80 | Should -BeNullOrEmpty
            "$lines" | Should -Match '\d{4}-\d\d-\d\d \d\d:\d\d .*sunset\.mp4 +title "x", and .*…'
        }

        ($session | Format-List | Out-String) + ($export | Format-List | Out-String) | Should -Match "(?s)$($session.SessionId).*$($export.Id)"
    }

    It 'never sends the first message of a listed session again' {
        $null = Invoke-NewPowerShell ($start + "Send-NemoUpload '$clip' -SessionPerFile | Invoke-NemoEdit 'add a title'")
        Connect-Nemo 6> $null
        $sent = @(Get-SentMessage $emulator).Count
        { Get-NemoSession -All | Invoke-NemoEdit -ErrorAction Stop } | Should -Throw '*message*'
        @(Get-SentMessage $emulator).Count | Should -Be $sent
    }
}
