# Loads the assemblies as most modules do: in the default load context. If PowerShell has a later version, PowerShell's version is used.
Import-Module -Name ([System.IO.Path]::Combine($PSScriptRoot, 'OtherModule.dll'))
