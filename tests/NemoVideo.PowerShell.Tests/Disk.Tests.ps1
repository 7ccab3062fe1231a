# The disk is full or cannot be written: that is one clear error, and nothing is lost.
BeforeDiscovery {
    # A disk of a test's own, of any size: a file system in memory that only the processes of one command see. It needs Linux, and the
    # right to make one, as root or as any user where the system allows it.
    $confine = @()
    $refusal = if (-not $IsLinux) {
        'only Linux gives a process a file system of its own'
    } elseif (-not (Get-Command -Name unshare -CommandType Application -ErrorAction Ignore)) {
        'there is no unshare (of util-linux) here'
    } else {
        foreach ($how in '-rm', '-m') {
            $said = @(unshare $how sh -c 'mount -t tmpfs -o size=4k tmpfs /mnt' 2>&1)
            if ($LASTEXITCODE -eq 0) { $confine = 'unshare', $how; break }
            "unshare $how is refused: $said"
        }
    }
}

BeforeAll {
    . $PSScriptRoot/common.ps1
    . $PSScriptRoot/surroundings.ps1
    $emulator = Start-Surroundings
    $clip = Get-SampleClip -Name 'sunset.mp4'

    # In a process with a disk of its own at $small.
    function Invoke-OnSmallDisk {
        param([string] $Script, [string] $Size)
        $mount = @($Confine) + 'sh', '-c', "mount -t tmpfs -o size=$Size,mode=700 tmpfs '$small' && exec `"`$@`"", 'sh'
        Invoke-Told -Script ($disk + $Script) -Through $mount
    }

    # Fills the disk to its last byte, and makes room again.
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
    Stop-Surroundings $emulator
}

Describe 'A disk of its own' -ForEach @{ Confine = $confine; Refusal = $refusal } {
    It 'can be had here, so that what follows is proven' {
        # The tests below are then skipped without a word of their own.
        if (-not $Confine) { Set-ItResult -Skipped -Because "NOTHING OF FULL AND READ-ONLY DISKS IS PROVEN: $($Refusal -join '; ')" }
    }
}

Describe 'A disk' -ForEach @{ Confine = $confine } -Skip:($confine.Count -eq 0) {
    BeforeEach {
        $emulator.ClearFaults()
        $folder = New-TestFolder
        $small = New-TestFolder
        $disk = "`$small = '$small'; `$clip = '$clip'; `$option = $option`n" + $disk
    }

    AfterEach {
        Disconnect-Nemo -ErrorAction Ignore
        Remove-Item -LiteralPath $folder, $small -Recurse -Force
    }

    Context 'that is full' {
        It 'keeps no half video, says so, and the export comes home where there is room' {
            $told = Invoke-OnSmallDisk -Size '24k' -Script @'
Connect-Nemo -Option $option 6> $null
$export = Send-NemoUpload $clip -SessionPerFile | Start-NemoExport
$gone = $export | Wait-NemoExport -Destination "$small/out" -ErrorAction SilentlyContinue -ErrorVariable bad
Out-Told @{ Export = $export.Id; Given = @($gone).Count; Left = @(Get-ChildItem "$small/out").Name; Errors = @($bad | ForEach-Object { Get-Told $_ }) }
'@
            $told.Errors | Should -HaveCount 1
            $told.Errors[0].Id | Should -Be 'NemoFileAccess'
            $told.Errors[0].Text | Should -BeLike "*The disk of '$small/out' has no room for 'sunset.mp4': No space left on device*"
            $told.Errors[0].Next | Should -Match 'Get-NemoExport \| Wait-NemoExport -Destination'
            $told.Given, $told.Left | Should -Be @(0, $null)

            Connect-Nemo 6> $null
            $found = Get-NemoExport | Where-Object Id -eq $told.Export
            $saved = $found | Wait-NemoExport -Destination $folder -PollIntervalSec 0.02
            $saved.Path | Should -Be (Join-Path -Path $folder -ChildPath 'sunset.mp4')
            (Get-Item -LiteralPath $saved.Path).Length | Should -Be (Get-Item -LiteralPath $clip).Length
        }

        It 'lets nothing begin that cannot be written down: nothing is sent' {
            $sent = Get-RequestCount $emulator POST '*'
            $told = Invoke-OnSmallDisk -Size '64k' -Script @'
$env:NEMO_HOME = "$small/home"
Connect-Nemo -Option $option 6> $null
$session = New-NemoSession
Set-Full
# What is left of the journal's last page still takes some. Where it ends in the line of an end, that session was made, with a warning.
$made = @(for ($number = 0; -not $one -and $number -lt 20; $number++) { New-NemoSession -Name ('n' * 200) -ErrorAction SilentlyContinue -ErrorVariable one -WarningAction SilentlyContinue -WarningVariable +unknown })
$null = Invoke-NemoEdit 'add a title' -Session $session -ErrorAction SilentlyContinue -ErrorVariable two
$null = Send-NemoUpload $clip -Session $session -ErrorAction SilentlyContinue -ErrorVariable three
$errors = @($one) + @($two) + @($three)
Set-Free
$third = New-NemoSession -Name 'third'
Out-Told @{ Errors = @($errors | ForEach-Object { Get-Told $_ }); Then = $third.Name; Made = @($session; $made; $third).SessionId; Known = @(Get-NemoSession -All).SessionId; Unknown = $unknown.Count }
'@
            $told.Errors.Id | Should -Be @('NemoFileAccess', 'NemoFileAccess', 'NemoFileAccess')
            foreach ($failure in $told.Errors) {
                $failure.Text | Should -BeLike "*journal '$small/home/journal/*' cannot be written*No space left on device*"
                $failure.Next | Should -Match 'room'
            }
            $told.Then | Should -Be 'third'
            @($told.Made | Where-Object { $_ -notin $told.Known }).Count | Should -BeLessOrEqual $told.Unknown -Because 'a warning tells each whose end could not be written'
            $told.Known | Where-Object { $_ -notin $told.Made } | Should -BeNullOrEmpty
            Get-RequestCount $emulator POST '*' | Should -Be ($sent + 1 + $told.Made.Count) -Because 'a token and these sessions were asked for, and nothing else'
        }

        It 'does not cost the answer whose end cannot be written, and what is torn is set aside' {
            $told = Invoke-OnSmallDisk -Size '96k' -Script @'
$env:NEMO_HOME = "$small/home"
$nemo = Connect-Nemo -Option $option -PassThru 6> $null
$null = New-NemoSession -Name 'a'
$journal = (Get-ChildItem "$small/home/journal/*.jsonl").FullName
$begun = (Get-Content $journal | Where-Object { $_ -like '*"begun"*' } | Select-Object -First 1).Length + 1

# A name of such a length that the announcement leaves 20 bytes of the page: the end of it does not fit in.
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
Out-Told @{
    Made = $session.SessionId; Warned = @($shell.Streams.Warning | ForEach-Object { "$_" }); Errors = $shell.Streams.Error.Count; Rest = $torn % 4096
    Aside = @(Get-ChildItem "$small/home/journal/*.torn").Count; Damaged = @(Get-ChildItem "$small/home/journal/*corrupt*").Count; Last = $all[-1].Name
}
'@
            $told.Made | Should -Not -BeNullOrEmpty
            $told.Errors | Should -Be 0
            $told.Warned | Should -HaveCount 1
            $told.Warned[0] | Should -Match 'not in the journal.*No space left on device'
            $told.Rest | Should -Be 0 -Because 'the page was filled with a torn line, or the test would prove nothing'
            $told.Aside, $told.Damaged, $told.Last | Should -Be @(1, 0, 'after')
        }

        It 'leaves a journal as it is that would have to be made smaller' {
            $told = Invoke-OnSmallDisk -Size '80m' -Script @'
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
$null = Get-NemoSession -All
Set-Full
Disconnect-Nemo
$same = (Get-FileHash $journal).Hash -eq $hash
Set-Free
Connect-Nemo -Option $option 6> $null
$null = New-NemoSession -Name ('n' * 200)
Disconnect-Nemo
$length = (Get-Item $journal).Length
$files = @(Get-ChildItem "$small/home/journal").Count
Connect-Nemo -Option $option 6> $null
Out-Told @{ Same = $same; Length = $length; Files = $files; Last = @(Get-NemoSession -All)[-1].Name }
'@
            $told.Same | Should -BeTrue
            $told.Length | Should -BeGreaterThan 20MB
            $told.Length | Should -BeLessThan 25MB
            $told.Files | Should -Be 2 -Because 'no draft is left beside the journal and its lock'
            $told.Last | Should -Be ('n' * 200)
        }
    }

    Context 'that cannot be written' {
        It 'gives a kept token all the same, and refuses what would have to be written down' {
            $told = Invoke-OnSmallDisk -Size '1m' -Script @'
$env:NEMO_HOME = "$small/home"
Connect-Nemo -Option $option 6> $null
$session = New-NemoSession -Name 'a'
mount -o remount,ro $small
$nemo = Connect-Nemo -PassThru 6> $null
$credit = (Get-NemoCredit).Available
Invoke-NemoEdit 'add a title' -Session $session -ErrorAction SilentlyContinue -ErrorVariable edit
$removing = try { Disconnect-Nemo -RemoveCache -ErrorAction Stop } catch { $_ }
Out-Told @{ Source = "$($nemo.TokenSource)"; Credit = $credit; Edit = @($edit | ForEach-Object { Get-Told $_ }); Removing = Get-Told $removing }
'@
            $told.Source, $told.Credit | Should -Be @('Cache', 1000000)
            $told.Edit | Should -HaveCount 1
            $told.Edit[0].Id, $told.Removing.Id | Should -Be @('NemoFileAccess', 'NemoFileAccess')
            $told.Edit[0].Text | Should -BeLike "*'$small/home/journal/*Read-only file system*"
            $told.Edit[0].Next | Should -Match 'NEMO_HOME.*-NoCache'
            $told.Removing.Text | Should -BeLike "*'$small/home/tokens/*"
        }

        It 'has no token asked for that could not be kept' {
            $asked = Get-RequestCount $emulator POST '/api/auth/anonymous-token'
            $told = Invoke-OnSmallDisk -Size '1m' -Script @'
mount -o remount,ro $small
$env:NEMO_HOME = "$small/home"
$failure = try { Connect-Nemo 6> $null } catch { $_ }
Out-Told (Get-Told $failure)
'@
            $told.Id | Should -Be 'NemoFileAccess'
            $told.Text | Should -BeLike "*'$small/home*"
            $told.Next | Should -Match 'NEMO_HOME.*-NoCache'
            Get-RequestCount $emulator POST '/api/auth/anonymous-token' | Should -Be $asked
        }

        It 'takes no video, which is known before it is waited for, and the export comes home elsewhere' {
            $looks = Get-RequestCount $emulator GET '/api/render/*'
            $told = Invoke-OnSmallDisk -Size '1m' -Script @'
mount -o remount,ro $small
Connect-Nemo -Option $option 6> $null
$export = Send-NemoUpload $clip -SessionPerFile | Start-NemoExport
$export | Wait-NemoExport -Destination $small -ErrorAction SilentlyContinue -ErrorVariable bad
Out-Told @{ Export = $export.Id; Error = Get-Told $bad[0]; Count = $bad.Count }
'@
            $told.Count | Should -Be 1
            $told.Error.Id | Should -Be 'NemoFileAccess'
            $told.Error.Text | Should -BeLike "*'$small/sunset.mp4' cannot be written: *"
            Get-RequestCount $emulator GET '/api/render/*' | Should -Be $looks
            Connect-Nemo 6> $null
            (Get-NemoExport | Where-Object Id -eq $told.Export | Wait-NemoExport -Destination $folder -PollIntervalSec 0.02).Path | Should -Exist
        }
    }
}
