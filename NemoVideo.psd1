@{
    RootModule             = 'NemoVideo.psm1'

    # The only place of the version. The build reads it from this line.
    ModuleVersion          = '0.1.0'

    GUID                   = '3f0d6f0a-8c1e-4b7d-9f57-6f0c2d6a4e19'
    Author                 = 'The NemoVideo for PowerShell contributors'
    CompanyName            = 'NemoVideo for PowerShell'
    Copyright              = '(c) 2026 the NemoVideo for PowerShell contributors. MIT license.'
    Description            = 'Edits videos with the NemoVideo service from the pipeline: uploads clips, sends messages in plain words, streams the events as objects, exports and downloads the finished videos.'

    # Windows PowerShell 5.1 on .NET Framework 4.7.2 or later, PowerShell 7.4 or later on Windows, or 7.6 or later.
    PowerShellVersion      = '5.1'
    CompatiblePSEditions   = @('Desktop', 'Core')
    DotNetFrameworkVersion = '4.7.2'

    CmdletsToExport        = @(
        'Connect-Nemo'
        'Disconnect-Nemo'
        'Get-NemoConnection'
        'New-NemoVideo'
        'New-NemoSession'
        'Get-NemoSession'
        'Set-NemoSession'
        'Get-NemoSessionLink'
        'Send-NemoUpload'
        'Invoke-NemoEdit'
        'Get-NemoState'
        'Export-NemoReport'
        'Export-NemoTimeline'
        'Get-NemoCredit'
        'Start-NemoExport'
        'Get-NemoExport'
        'Wait-NemoExport'
        'Stop-NemoExport'
        'Invoke-Nemo'
    )
    FunctionsToExport      = @()
    AliasesToExport        = @()
    VariablesToExport      = @()

    # The build completes FileList, ReleaseNotes (from CHANGELOG.md), ProjectUri and IconUri (from the Git remote).
    FileList               = @()

    PrivateData            = @{
        PSData = @{
            Tags         = @(
                'NemoVideo', 'Video', 'VideoEditing', 'Media', 'AI', 'Automation'
                'PSEdition_Desktop', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS'
            )
            LicenseUri   = 'https://licenses.nuget.org/MIT'
            ProjectUri   = ''
            IconUri      = ''
            ReleaseNotes = ''
        }
    }
}
