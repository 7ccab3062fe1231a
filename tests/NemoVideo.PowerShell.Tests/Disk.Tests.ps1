# A disk that is full or read-only causes one clear error, and nothing is lost.
BeforeDiscovery {
    # A separate disk of any size for a test: a file system in memory that only the processes of one command see. It needs Linux and the
    # right to create one, as root or, if the system allows it, as any user.
    $confine = @()
    $refusal = if (-not $IsLinux) {
        'only Linux can give a process its own file system'
    } elseif (-not (Get-Command -Name unshare -CommandType Application -ErrorAction Ignore)) {
        'the command unshare (util-linux) was not found'
    } else {
        foreach ($how in '-rm', '-m') {
            $output = @(unshare $how sh -c 'mount -t tmpfs -o size=4k tmpfs /mnt' 2>&1)
            if ($LASTEXITCODE -eq 0) { $confine = 'unshare', $how; break }
            "unshare $how failed: $output"
        }
    }
}

BeforeAll {
    . $PSScriptRoot/common.ps1
    . $PSScriptRoot/surroundings.ps1
    $emulator = Start-TestEnvironment
    $clip = Get-SampleClip -Name 'sunset.mp4'

    # Runs a script in a process with its own disk at $small.
    function Invoke-OnSmallDisk {
        param([string] $Script, [string] $Size)
        $mount = @($Confine) + 'sh', '-c', "mount -t tmpfs -o size=$Size,mode=700 tmpfs '$small' && exec `"`$@`"", 'sh'
        Invoke-ScriptProcess -Script ($disk + $Script) -CommandPrefix $mount
    }

    # Set-Full fills the disk to its last byte. Set-Free removes the filler.
    $disk = @'
function Set-Full {
    $filler = [System.IO.FileStream]::new("$small/filler", 'Append', 'Write', 'None', 1)
    try {
        foreach ($chunk in 65536, 4096, 1) { try { while ($true) { $filler.Write([byte[]]::new($chunk), 0, $chunk) } } catch [System.IO.IOException] { } }
    } finally {
        $filler.Dispose()
    }
}
function Set-Free { Remove-Item -LiteralPath "$small/filler" }
'@
}

AfterAll {
    Stop-TestEnvironment $emulator
}

Describe 'A separate disk' -ForEach @{ Confine = $confine; Refusal = $refusal } {
    It 'is available, so that the tests for full and read-only disks run' {
        # Without a separate disk, the tests below are skipped silently.
        if (-not $Confine) { Set-ItResult -Skipped -Because "FULL AND READ-ONLY DISKS ARE NOT TESTED: $($Refusal -join '; ')" }
    }
}

Describe 'A disk' -ForEach @{ Confine = $confine } -Skip:($confine.Count -eq 0) {
    BeforeEach {
        $emulator.Reset()
        $folder = New-TestFolder
        $small = New-TestFolder
        $disk = "`$small = '$small'; `$clip = '$clip'; `$option = $option`n" + $disk
    }

    AfterEach {
        Disconnect-Nemo -ErrorAction Ignore
        Remove-Item -LiteralPath $folder, $small -Recurse -Force
    }

    Context 'that is full' {
        It 'leaves no partial video, reports NemoFileAccess, and lets the export be downloaded elsewhere' {
            $result = Invoke-OnSmallDisk -Size '24k' -Script @'
Connect-Nemo -Option $option 6> $null
$export = Send-NemoUpload $clip -SessionPerFile | Start-NemoExport
$gone = $export | Wait-NemoExport -Destination "$small/out" -ErrorAction SilentlyContinue -ErrorVariable bad
Write-Result @{ Export = $export.Id; Given = @($gone).Count; Left = @(Get-ChildItem "$small/out").Name; Errors = @($bad | ForEach-Object { ConvertTo-ErrorSummary $_ }) }
'@
            $result.Errors | Should -HaveCount 1
            $result.Errors[0].Id | Should -Be 'NemoFileAccess'
            foreach ($fact in "$small/out", 'sunset.mp4', 'No space left on device') { $result.Errors[0].Text | Should -BeLike "*$fact*" }
            $result.Errors[0].Next | Should -Match '^(?=.*Wait-NemoExport -Id)(?=.*-Destination)'
            $result.Given, $result.Left | Should -Be @(0, $null)

            Connect-Nemo 6> $null
            $found = Get-NemoExport | Where-Object Id -eq $result.Export
            $saved = $found | Wait-NemoExport -Destination $folder -PollIntervalSec 0.02
            $saved.Path | Should -Be (Join-Path -Path $folder -ChildPath 'sunset.mp4')
            (Get-Item -LiteralPath $saved.Path).Length | Should -Be (Get-Item -LiteralPath $clip).Length
        }

        It 'sends no request that cannot be recorded in the journal first' {
            $sent = Get-RequestCount $emulator POST '*'
            $result = Invoke-OnSmallDisk -Size '64k' -Script @'
$env:NEMO_HOME = "$small/home"
Connect-Nemo -Option $option 6> $null
$session = New-NemoSession
Set-Full
# The rest of the journal's last page still takes some records. If it ends inside the record of a result, that session exists, with a
# warning.
$made = @(for ($number = 0; -not $one -and $number -lt 20; $number++) { New-NemoSession -Name ('n' * 200) -ErrorAction SilentlyContinue -ErrorVariable one -WarningAction SilentlyContinue -WarningVariable +unknown })
Set-Free
$third = New-NemoSession -Name 'third'
Write-Result @{ Errors = @($one | ForEach-Object { ConvertTo-ErrorSummary $_ }); Then = $third.Name; Made = @($session; $made; $third).SessionId; Known = @(Get-NemoSession -All).SessionId; Unknown = $unknown.Count }
'@
            $result.Errors.Id | Should -Be @('NemoFileAccess')
            foreach ($failure in $result.Errors) {
                $failure.Text | Should -BeLike "*$small/home/journal/*"
                $failure.Text | Should -BeLike '*No space left on device*'
                $failure.Next | Should -Be 'Free up disk space, and then try again.'
            }
            $result.Then | Should -Be 'third'
            @($result.Made | Where-Object { $_ -notin $result.Known }).Count | Should -BeLessOrEqual $result.Unknown -Because 'a warning names each session whose result couldn''t be recorded'
            $result.Known | Where-Object { $_ -notin $result.Made } | Should -BeNullOrEmpty
            Get-RequestCount $emulator POST '*' | Should -Be ($sent + 1 + $result.Made.Count) -Because 'only a token and these sessions were requested'
        }

        It 'returns a session whose result cannot be recorded, with one warning, and removes the truncated record' {
            $result = Invoke-OnSmallDisk -Size '96k' -Script @'
$env:NEMO_HOME = "$small/home"
$nemo = Connect-Nemo -Option $option -PassThru 6> $null
$null = New-NemoSession -Name 'a'
$journal = (Get-ChildItem "$small/home/journal/*.jsonl").FullName
$begun = (Get-Content $journal | Where-Object { $_ -like '*"begun"*' } | Select-Object -First 1).Length + 1

# The name has a length that leaves 20 bytes of the page: the record of the result doesn't fit.
$length = Wait-Until -Because 'the page must come near its end' {
    $left = (4096 - 20 - (((Get-Item $journal).Length + $begun - 1) % 4096) + 4096) % 4096
    if ($left -in 1..200) { $left } else { $null = New-NemoSession -Name 'a' }
}

$web = "$env:NEMO_API_URL/_emulator"
$null = Invoke-RestMethod "$web/faults" -Method Post -Body 'POST /api/tasks/*: hold before answer' -ContentType 'text/plain'
$before = (Get-Item $journal).Length
$shell = [powershell]::Create()
$null = $shell.AddScript({ param($module, $nemo, $name) Import-Module $module; New-NemoSession -Name $name -Connection $nemo }).AddArgument((Get-Module NemoVideo).Path).AddArgument($nemo).AddArgument('n' * $length)
$run = $shell.BeginInvoke()
$null = Wait-Until { (Get-Item $journal).Length -ne $before }
Set-Full
$null = Wait-Until { $null = Invoke-RestMethod "$web/release" -Method Post; $run.IsCompleted }
$session = $shell.EndInvoke($run)[0]
$torn = (Get-Item $journal).Length
Set-Free
$null = New-NemoSession -Name 'after'
$all = Get-NemoSession -All
Write-Result @{
    Made = $session.SessionId; Warned = @($shell.Streams.Warning | ForEach-Object { "$_" }); Errors = $shell.Streams.Error.Count; Rest = $torn % 4096
    Damaged = @(Get-ChildItem "$small/home/journal/*corrupt*").Count; Last = $all[-1].Name
}
'@
            $result.Made | Should -Not -BeNullOrEmpty
            $result.Errors | Should -Be 0
            $result.Warned | Should -HaveCount 1
            $result.Warned[0] | Should -Match 'No space left on device'
            $result.Damaged, $result.Last | Should -Be @(0, 'after')
        }

        It 'leaves the journal unchanged if there is no room to compact it' {
            $result = Invoke-OnSmallDisk -Size '80m' -Script @'
$env:NEMO_HOME = "$small/home"
Connect-Nemo -Option $option 6> $null
$null = New-NemoSession -Name 'a'
$journal = (Get-ChildItem "$small/home/journal/*.jsonl").FullName
$lines = Get-Content $journal
$id = ($lines[0] | ConvertFrom-Json).id
$session = ($lines[1] | ConvertFrom-Json).session
$pad = ',"pad":"' + ('x' * 60000) + """}`n"
$writer = [System.IO.StreamWriter]::new($journal)
for ($number = 0; $writer.BaseStream.Length -le 33MB; $number++) {
    foreach ($line in $lines) { $writer.Write($line.Replace($id, 'x{0:d31}' -f $number).Replace($session, "s$number").TrimEnd('}') + $pad) }
}

$writer.Dispose()
$hash = (Get-FileHash $journal).Hash
Set-Full
$null = Get-NemoSession -All
Disconnect-Nemo
$same = (Get-FileHash $journal).Hash -eq $hash
Set-Free
Connect-Nemo -Option $option 6> $null
$null = New-NemoSession -Name ('n' * 200)
Disconnect-Nemo
$length = (Get-Item $journal).Length
$files = @(Get-ChildItem "$small/home/journal").Count
Connect-Nemo -Option $option 6> $null
Write-Result @{ Same = $same; Length = $length; Files = $files; Last = @(Get-NemoSession -All)[-1].Name }
'@
            $result.Same | Should -BeTrue
            $result.Length | Should -BeGreaterThan 20MB
            $result.Length | Should -BeLessThan 25MB
            $result.Files | Should -Be 2 -Because 'the folder contains only the journal and its lock'
            $result.Last | Should -Be ('n' * 200)
        }
    }

    Context 'that is read-only' {
        It 'uses the cached token and starts no export that cannot be recorded' {
            $result = Invoke-OnSmallDisk -Size '1m' -Script @'
$env:NEMO_HOME = "$small/home"
Connect-Nemo -Option $option 6> $null
$session = New-NemoSession -Name 'a'
$null = Send-NemoUpload $clip -Session $session
mount -o remount,ro $small
$nemo = Connect-Nemo -PassThru 6> $null
$credit = (Get-NemoCredit).Available
Start-NemoExport -Session $session -ErrorAction SilentlyContinue -ErrorVariable export
$removing = try { Disconnect-Nemo -RemoveCache -ErrorAction Stop } catch { $_ }
Write-Result @{ Source = "$($nemo.TokenSource)"; Credit = $credit; Export = @($export | ForEach-Object { ConvertTo-ErrorSummary $_ }); Removing = ConvertTo-ErrorSummary $removing }
'@
            $result.Source, $result.Credit | Should -Be @('Cache', 1000000)
            $result.Export | Should -HaveCount 1
            $result.Export[0].Id, $result.Removing.Id | Should -Be @('NemoFileAccess', 'NemoFileAccess')
            $result.Export[0].Text | Should -BeLike "*$small/home/journal/*"
            $result.Export[0].Text | Should -BeLike '*Read-only file system*'
            $result.Export[0].Next | Should -Match '^(?=.*NEMO_HOME)(?=.*-NoCache)'
            $result.Removing.Text | Should -BeLike "*$small/home/tokens/*"
        }

        It 'requests no token that cannot be cached' {
            $asked = Get-RequestCount $emulator POST '/api/auth/anonymous-token'
            $result = Invoke-OnSmallDisk -Size '1m' -Script @'
mount -o remount,ro $small
$env:NEMO_HOME = "$small/home"
$failure = try { Connect-Nemo 6> $null } catch { $_ }
Write-Result (ConvertTo-ErrorSummary $failure)
'@
            $result.Id | Should -Be 'NemoFileAccess'
            $result.Text | Should -BeLike "*$small/home*"
            $result.Next | Should -Match '^(?=.*NEMO_HOME)(?=.*-NoCache)'
            Get-RequestCount $emulator POST '/api/auth/anonymous-token' | Should -Be $asked
        }

        It 'refuses a -Destination before it polls the export, which can still be downloaded elsewhere' {
            $polls = Get-RequestCount $emulator GET '/api/render/*'
            $result = Invoke-OnSmallDisk -Size '1m' -Script @'
mount -o remount,ro $small
Connect-Nemo -Option $option 6> $null
$export = Send-NemoUpload $clip -SessionPerFile | Start-NemoExport
$export | Wait-NemoExport -Destination $small -ErrorAction SilentlyContinue -ErrorVariable bad
Write-Result @{ Export = $export.Id; Error = ConvertTo-ErrorSummary $bad[0]; Count = $bad.Count }
'@
            $result.Count | Should -Be 1
            $result.Error.Id | Should -Be 'NemoFileAccess'
            $result.Error.Text | Should -BeLike "*$small/sunset.mp4*"
            Get-RequestCount $emulator GET '/api/render/*' | Should -Be $polls
            Connect-Nemo 6> $null
            (Get-NemoExport | Where-Object Id -eq $result.Export | Wait-NemoExport -Destination $folder -PollIntervalSec 0.02).Path | Should -Exist
        }
    }
}
