<#
.SYNOPSIS
Signs the files of a built module with Authenticode.

.DESCRIPTION
Signs the scripts and the assemblies of the project. Third-party assemblies stay as they are on nuget.org, because the bill of materials
contains their hashes. Requires Windows, because PowerShell can't sign files on other systems.

.PARAMETER Path
The version folder of the module.

.PARAMETER Thumbprint
The thumbprint of a code-signing certificate with a private key in Cert:\CurrentUser\My or Cert:\LocalMachine\My.

.PARAMETER TimestampServer
The URL of a timestamp server. Without a timestamp, the signatures expire with the certificate.

.PARAMETER Check
Only checks that signing is possible.
#>
[CmdletBinding()]
param(
    [string] $Path,

    [Parameter(Mandatory)]
    [string] $Thumbprint,

    [string] $TimestampServer,

    [switch] $Check
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

if (-not (Get-Command -Name Set-AuthenticodeSignature -ErrorAction Ignore)) {
    throw 'The module can only be signed on Windows, because Set-AuthenticodeSignature is not available on this system.'
}

$certificate = Get-Item -Path "Cert:\CurrentUser\My\$Thumbprint", "Cert:\LocalMachine\My\$Thumbprint" -ErrorAction Ignore |
    Where-Object { $_.HasPrivateKey } | Select-Object -First 1
if (-not $certificate) {
    throw "No certificate with a private key and the thumbprint $Thumbprint was found in CurrentUser\My or LocalMachine\My."
}

if ($Check) { return }

$parameters = @{ Certificate = $certificate; HashAlgorithm = 'SHA256'; IncludeChain = 'NotRoot' }
if ($TimestampServer) { $parameters.TimestampServer = $TimestampServer }
$files = Get-ChildItem -LiteralPath $Path -Recurse -File |
    Where-Object { $_.Name -like 'NemoVideo.*' -and $_.Extension -in '.dll', '.psm1', '.psd1', '.ps1xml' }
foreach ($file in $files) {
    $signature = Set-AuthenticodeSignature -LiteralPath $file.FullName @parameters
    if (-not $signature.SignerCertificate -or $signature.SignerCertificate.Thumbprint -ne $Thumbprint) {
        throw "$($file.Name) could not be signed: $($signature.StatusMessage)"
    }
}

Write-Host "Signed $(@($files).Count) files"
