# The module checks certificates, and accepts those that the system trusts.
BeforeAll {
    . $PSScriptRoot/common.ps1
    . $PSScriptRoot/surroundings.ps1
    Set-NemoEnvironment
    Import-Module -Name (Get-NemoModulePath) -Force
    $clip = Get-SampleClip -Name 'sunset.mp4'
}

AfterAll {
    Disconnect-Nemo -ErrorAction Ignore
    Restore-NemoEnvironment
}

Describe 'An encrypted connection' -Skip:(-not $IsLinux) {
    BeforeAll {
        # A self-signed certificate. A process trusts it only with SSL_CERT_FILE.
        $key = [System.Security.Cryptography.ECDsa]::Create()
        $request = [System.Security.Cryptography.X509Certificates.CertificateRequest]::new('CN=localhost', $key, [System.Security.Cryptography.HashAlgorithmName]::SHA256)
        $names = [System.Security.Cryptography.X509Certificates.SubjectAlternativeNameBuilder]::new()
        $names.AddIpAddress([ipaddress]::Loopback)
        $request.CertificateExtensions.Add($names.Build())
        $certificate = $request.CreateSelfSigned([datetimeoffset]::UtcNow.AddDays(-1), [datetimeoffset]::UtcNow.AddDays(1))
        $place = New-TestFolder
        Set-Content -LiteralPath "$place/trusted.pem" -Value $certificate.ExportCertificatePem()
        Set-Content -LiteralPath "$place/server.pem" -Value $certificate.ExportCertificatePem(), $key.ExportPkcs8PrivateKeyPem()
        $secure = Start-NemoEmulator -ArgumentList '--no-ffmpeg', '--credits', '1000', '--silent-rate', '0', '--urls', 'https://127.0.0.1:0', '--certificate', "$place/server.pem"
        $script = "Write-Result `$(try {
            Connect-Nemo -ApiUrl '$($secure.Url)' -NoCache -Option $option 6> `$null
            @{ Path = (Send-NemoUpload '$clip' -SessionPerFile | Invoke-NemoEdit 'add the title ""safe""' -ResultOnly | Start-NemoExport | Wait-NemoExport -Destination '$place/out').Path }
        } catch { ConvertTo-ErrorSummary `$_ })"
    }

    AfterAll {
        Stop-NemoEmulator -Emulator $secure
        Remove-Item -LiteralPath $place -Recurse -Force
    }

    It 'reports NemoConnectionFailed for an untrusted certificate and sends no request' {
        $result = Invoke-ScriptProcess -Script $script
        $result.Id | Should -Be 'NemoConnectionFailed'
        $result.Text | Should -Match 'certificate'
        $result.Next | Should -Match 'certificate'
        $secure.GetRequests() | Should -BeNullOrEmpty
    }

    It 'completes the main job if the system trusts the certificate' {
        $result = Invoke-ScriptProcess -Script $script -CommandPrefix 'env', "SSL_CERT_FILE=$place/trusted.pem"
        $result.Path | Should -Be "$place/out/sunset.mp4"
        (Get-Item -LiteralPath $result.Path).Length | Should -Be (Get-Item -LiteralPath $clip).Length
        @($secure.GetRequests() | Where-Object origin -eq 'cdn') | Should -HaveCount 1
        $secure.GetFailures() | Should -BeNullOrEmpty
    }
}
