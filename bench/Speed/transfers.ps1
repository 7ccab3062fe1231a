# Uploads and downloads, compared with curl and Invoke-RestMethod. All of them use the sink.

# Creates a file with content that begins like an MP4 file.
function New-LargeClip {
    param([string] $Name, [long] $Length)
    $path = Join-Path -Path $script:folder -ChildPath $Name
    $block = [byte[]]::new(1MB)
    [System.Random]::new(1).NextBytes($block)
    [System.Text.Encoding]::ASCII.GetBytes("`0`0`0`bftyp`0`0`0`bmoov").CopyTo($block, 0)
    $file = [System.IO.File]::Create($path)
    for ($left = $Length; $left -gt 0; $left -= $block.Length) { $file.Write($block, 0, [math]::Min($left, $block.Length)) }
    $file.Dispose()
    $path
}

$script:upload = @'
Connect-Sink
$null = New-NemoSession -Name 'speed'
Measure-Work { $null = Send-NemoUpload -LiteralPath $Path }
'@

function Measure-Upload {
    $path = New-LargeClip 'large.mp4' 500MB
    $variables = @{ Url = $script:sink.Url; Path = $path }
    $address = "$($script:sink.Url)/api/upload-video/nemo_agent/me/s"
    $curl = { Invoke-Program curl '-sSf', '-F', "files=@$path", $address }
    $form = { Invoke-Measured 'Measure-Work { $null = Invoke-RestMethod -Uri $Address -Method Post -Form @{ files = Get-Item -LiteralPath $Path } }' ($variables + @{ Address = $address }) }
    $ours = { Invoke-Measured $script:upload $variables }
    $byCurl = Measure-Pair $ours $curl -Warm
    $byForm = Measure-Pair $ours $form -Warm
    $perMegabyte = [math]::Round((Get-Median $byCurl.Ours.Allocated) / 500 / 1KB, 1)
    New-Row 'Send-NemoUpload, 500 MB: wall' 'curl -F' $byCurl.Ours.Ms $byCurl.Theirs.Ms -AtMost 1.1 -Target '<= 1.10 x' -Note "$perMegabyte KiB allocated per MiB"
    New-Row 'Send-NemoUpload, 500 MB: CPU' 'curl -F' $byCurl.Ours.CpuMs $byCurl.Theirs.CpuMs -AtMost 2 -Target '<= 2 x'
    New-Row 'Send-NemoUpload, 500 MB: wall' 'Invoke-RestMethod -Form' $byForm.Ours.Ms $byForm.Theirs.Ms -AtMost 1 -Target 'faster'
    Remove-Item -LiteralPath $path
}

function Measure-UploadMemory {
    foreach ($size in 5, 500) {
        $path = New-LargeClip 'memory.mp4' ($size * 1MB)
        $variables = @{ Url = $script:sink.Url; Path = $path }
        $both = Measure-Pair { Invoke-Measured $script:upload $variables } { Invoke-Measured 'Start-Sleep -Milliseconds 1; Measure-Work { Start-Sleep -Seconds 1 }' }
        New-Row "Send-NemoUpload, $size MB: memory growth" 'pwsh doing nothing' $both.Ours.GrowthMiB $both.Theirs.GrowthMiB -Unit MiB -Difference -AtMost 32 -Target '<= +32 MiB'
        Remove-Item -LiteralPath $path
    }
}

function Measure-ManyUploads {
    $clips = (New-Item -Path (Join-Path -Path $script:folder -ChildPath 'many') -ItemType Directory).FullName
    foreach ($index in 1..200) { $null = New-LargeClip "many/clip$index.mp4" 1MB }
    $address = "$($script:sink.Url)/api/upload-video/nemo_agent/me/s"
    # -F belongs to one transfer, so each file is a transfer of its own.
    $config = Join-Path -Path $script:folder -ChildPath 'many.curl'
    $transfers = Get-ChildItem -LiteralPath $clips | ForEach-Object { "url = ""$address""`nfail`nform = ""files=@$($_.FullName)""`noutput = /dev/null`nnext" }
    Set-Content -LiteralPath $config -Value ($transfers -join "`n").Substring(0, ($transfers -join "`n").Length - 4)
    $both = Measure-Pair {
        Invoke-Measured 'Connect-Sink; Measure-Work { $null = Get-ChildItem -LiteralPath $Clips | Send-NemoUpload -SessionPerFile -ThrottleLimit 4 }' @{ Url = $script:sink.Url; Clips = $clips }
    } { Invoke-Program curl '-sSf', '--parallel', '--parallel-max', '4', '--config', $config } -Warm
    New-Row '200 files of 1 MB, -SessionPerFile -ThrottleLimit 4' 'curl --parallel -F' $both.Ours.Ms $both.Theirs.Ms -AtMost 1.15 -Target '<= 1.15 x'
    Remove-Item -LiteralPath $clips -Recurse
}

function Measure-Download {
    $out = Join-Path -Path $script:folder -ChildPath 'downloads'
    $variables = @{ Url = $script:sink.Url; Out = $out }
    $both = Measure-Pair {
        Invoke-Measured 'Connect-Sink; Measure-Work { $null = Wait-NemoExport -Id file_524288000 -Destination $Out -Force }' $variables
    } { Invoke-Program curl '-sSf', '-o', (Join-Path -Path $script:folder -ChildPath 'curl.mp4'), "$($script:sink.Url)/files/524288000" } -Warm
    foreach ($file in @(Get-ChildItem -LiteralPath $out) + (Get-Item -LiteralPath (Join-Path -Path $script:folder -ChildPath 'curl.mp4'))) {
        if ($file.Length -ne 524288000) { throw "'$file' has $($file.Length) bytes." }
    }
    $perMegabyte = [math]::Round((Get-Median $both.Ours.Allocated) / 500 / 1KB, 1)
    New-Row 'Download of 500 MB' 'curl -o' $both.Ours.Ms $both.Theirs.Ms -AtMost 1.1 -Target '<= 1.10 x' -Note "$perMegabyte KiB allocated per MiB"
    New-Row 'Download of 500 MB: memory growth' 'nothing' $both.Ours.GrowthMiB @(foreach ($one in $both.Ours) { 0 }) -Unit MiB -Difference -AtMost 32 -Target '<= +32 MiB'
    Remove-Item -LiteralPath $out, (Join-Path -Path $script:folder -ChildPath 'curl.mp4') -Recurse
}
