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

AfterAll { Stop-TestEnvironment $emulator }

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
        It 'creates sessions that cannot be recorded, with one warning' {
            $result = Invoke-OnSmallDisk -Size '64k' -Script @'
$env:NEMO_HOME = "$small/home"
Connect-Nemo -Option $option 6> $null
$before = New-NemoSession -Name 'before'
Set-Full
$made = 1..20 | ForEach-Object { New-NemoSession -Name ('n' * 300) -WarningAction SilentlyContinue -WarningVariable +warned }
Set-Free
$null = New-NemoSession -Name 'after'
Write-Result @{ Made = @($made.SessionId).Count; Warned = @($warned | ForEach-Object { "$_" }); Known = @(Get-NemoSession -All).Name }
'@
            $result.Made | Should -Be 20
            $result.Warned | Should -HaveCount 1
            foreach ($fact in 'history', 'No space left on device') { $result.Warned[0] | Should -BeLike "*$fact*" }
            $result.Known | Should -Contain 'before'
            $result.Known[-1] | Should -Be 'after' -Because 'the record that was truncated is not continued'
        }
    }

    Context 'that is read-only' {
        It 'uses the cached token, and starts an export with a warning that it cannot be recorded' {
            $result = Invoke-OnSmallDisk -Size '1m' -Script @'
$env:NEMO_HOME = "$small/home"
Connect-Nemo -Option $option 6> $null
$session = New-NemoSession -Name 'a'
$null = Send-NemoUpload $clip -Session $session
mount -o remount,ro $small
$nemo = Connect-Nemo -PassThru 6> $null
$credit = (Get-NemoCredit).Available
$export = Start-NemoExport -Session $session -WarningAction SilentlyContinue -WarningVariable warned
$removing = try { Disconnect-Nemo -RemoveCache -ErrorAction Stop } catch { $_ }
Write-Result @{ Source = "$($nemo.TokenSource)"; Credit = $credit; Export = $export.Id; Warned = @($warned | ForEach-Object { "$_" }); Removing = ConvertTo-ErrorSummary $removing }
'@
            $result.Source, $result.Credit | Should -Be @('Cache', 1000000)
            $result.Export | Should -BeLike 'render_*'
            $result.Warned | Should -HaveCount 1
            foreach ($fact in 'history', 'Read-only file system') { $result.Warned[0] | Should -BeLike "*$fact*" }
            $result.Removing.Id | Should -Be 'NemoFileAccess'
            $result.Removing.Text | Should -BeLike "*$small/home/tokens/*"
        }
    }
}
