# Checks the module's cmdlets and parameters against the guidelines of MicrosoftDocs/PowerShell-Docs in a real PowerShell. Outside PowerShell, the attributes of
# PowerShellStandard.Library are empty.
BeforeDiscovery {
    . $PSScriptRoot/common.ps1
    Import-Module -Name (Get-NemoModulePath) -Force
    $commands = Get-Command -Module NemoVideo | ForEach-Object { @{ Name = $_.Name } }
    $parameters = foreach ($command in Get-Command -Module NemoVideo) {
        foreach ($parameter in $command.Parameters.Values) {
            $declared = $command.ImplementingType.GetProperty($parameter.Name)
            if ($declared -and $declared.DeclaringType.Assembly -eq $command.ImplementingType.Assembly) {
                @{ Command = $command.Name; Name = $parameter.Name }
            }
        }
    }
}

BeforeAll {
    . $PSScriptRoot/common.ps1
    Import-Module -Name (Get-NemoModulePath) -Force
    $repository = Split-Path -Path (Split-Path -Path $PSScriptRoot -Parent) -Parent

    # Parameters that are text. Any other string parameter must have a more specific type.
    $texts = 'Message', 'Request', 'Name', 'Session', 'Id', 'Path', 'LiteralPath', 'Destination', 'FileName', 'SkillPath', 'Skill', 'Language', 'Format', 'Quality',
        'Resolution', 'OutputName'

    # Each name has one type, or an array of it.
    $types = @{
        Session = [string]; Id = [string]; Path = [string]; LiteralPath = [string]; Destination = [string]; Url = [uri]; ApiUrl = [uri]
        WebUrl = [uri]; Proxy = [uri]; Token = [securestring]; ProxyCredential = [pscredential]; TimeoutSec = [double]; PollIntervalSec = [double]
        ThrottleLimit = [int]; ShardIndex = [int]; ShardCount = [int]; MaximumCredit = [long]; InputObject = [psobject]; Force = [switch]; PassThru = [switch]; Any = [switch]; FailIfUnchanged = [switch]; Show = [switch]
        SessionPerFile = [switch]; ResultOnly = [switch]; IncludePartial = [switch]; IncludeHeartbeat = [switch]; IncludeEvent = [switch]; Join = [switch]; KeepFolders = [switch]; Restart = [switch]; AcceptTimeline = [switch]
        NoCache = [switch]; All = [switch]
    }

    # Names that people type by habit, from other cmdlets and programs.
    $aliases = @{
        LiteralPath = 'FullName', 'PSPath', 'LP'; Destination = 'OutputPath', 'OutDir'; ThrottleLimit = 'Parallel'; MaximumCredit = 'MaxCredit'; Url = 'Uri'
    }

    function Get-ParameterAttribute {
        param([string] $Command, [string] $Name, [type] $Type = [Parameter])
        @((Get-Command -Name $Command).Parameters[$Name].Attributes | Where-Object { $_ -is $Type })
    }

    function Get-ElementType {
        param([type] $Type)
        if ($Type.IsArray) { $Type = $Type.GetElementType() }
        $inner = [Nullable]::GetUnderlyingType($Type)
        if ($inner) { $inner } else { $Type }
    }
}

Describe 'The cmdlets' {
    It 'are those of the manifest, with one file each' {
        $source = Join-Path -Path $repository -ChildPath 'src/NemoVideo.PowerShell'
        $files = Get-ChildItem -LiteralPath $source -Filter '?*Nemo*Command.cs' -Recurse | ForEach-Object BaseName
        $expected = Get-Command -Module NemoVideo | ForEach-Object { $_.Name.Replace('-', '') + 'Command' }
        $files | Where-Object { $_ -notin $expected } | Should -BeNullOrEmpty -Because 'CmdletsToExport in NemoVideo.psd1 has each cmdlet'
        $expected | Where-Object { $_ -notin $files } | Should -BeNullOrEmpty -Because 'each cmdlet has a file with the name of its class'
    }

    It 'are in the table of README.md' {
        $readme = [System.IO.File]::ReadAllText("$repository/README.md")
        (Get-Command -Module NemoVideo).Name | Where-Object { -not $readme.Contains("``$_``") } | Should -BeNullOrEmpty
    }

    Context '<Name>' -ForEach $commands {
        BeforeAll {
            $command = Get-Command -Name $Name
            $type = $command.ImplementingType
            $cmdlet = @($type.GetCustomAttributes([System.Management.Automation.CmdletAttribute], $false))[0]
        }

        It 'has an approved verb, one hyphen, and a singular noun with the prefix' {
            (Get-Verb).Verb | Should -Contain $command.Verb
            $Name | Should -MatchExactly '^[A-Z][a-z]+-Nemo([A-Z][a-z]+)*$'
            $command.Noun | Should -Not -Match '[^s]s$'
        }

        It 'is a public sealed class in Commands with the cmdlet''s name' {
            $type.FullName | Should -Be "NemoVideo.PowerShell.Commands.$($Name.Replace('-', ''))Command"
            $type.IsPublic -and $type.IsSealed | Should -BeTrue
            $type.IsSubclassOf([System.Management.Automation.PSCmdlet]) | Should -BeTrue
        }

        It 'declares its output types' {
            $declared = @($type.GetCustomAttributes([System.Management.Automation.OutputTypeAttribute], $false))
            $declared.Count | Should -BeGreaterThan 0
            foreach ($name in $declared.Type.Name) {
                $name | Should -BeIn @('System.Void', 'System.Uri', 'System.IO.FileInfo', ($name -like 'NemoVideo.PowerShell.Output.Nemo*' ? $name : 'none'))
            }
        }

        It 'supports ShouldProcess if it changes or spends anything' {
            # A link gives access to a session, so it needs a confirmation.
            $cmdlet.SupportsShouldProcess | Should -Be ($command.Verb -ne 'Get' -or $Name -eq 'Get-NemoSessionLink')
            if ($cmdlet.SupportsShouldProcess) { $cmdlet.ConfirmImpact | Should -BeIn @('Medium', 'Low') }
        }

        It 'has a default parameter set if there are several, with at most one parameter each from the pipeline by value' {
            if ($command.ParameterSets.Count -gt 1) { $command.ParameterSets.Name | Should -Contain $command.DefaultParameterSet }
            foreach ($set in $command.ParameterSets) {
                @($set.Parameters | Where-Object ValueFromPipeline).Count | Should -BeLessOrEqual 1 -Because "set $($set.Name)"
            }
        }

        It 'has -Connection unless it opens, returns or doesn''t use a connection' {
            if ($Name -notin 'Connect-Nemo', 'Get-NemoConnection', 'Export-NemoReport', 'Export-NemoTimeline') {
                $because = 'the class derives from ConnectionCommand, or the cmdlet is named above because it uses no connection'
                $command.Parameters['Connection'].ParameterType.Name | Should -Be 'NemoConnection' -Because $because
            }
        }

        It 'can be stopped if it waits' {
            if ($Name -notin 'Get-NemoConnection', 'Disconnect-Nemo') {
                $type.GetMethod('StopProcessing', [System.Reflection.BindingFlags] 'Instance, NonPublic').DeclaringType.Assembly | Should -Be $type.Assembly
                $type.GetInterfaces().Name | Should -Contain 'IDisposable'
            }
        }
    }
}

Describe 'The parameters' {
    Context '<Command> -<Name>' -ForEach $parameters {
        BeforeAll {
            $parameter = (Get-Command -Name $Command).Parameters[$Name]
            $element = Get-ElementType $parameter.ParameterType
        }

        It 'has a singular name in Pascal case that is not a common parameter' {
            $Name | Should -MatchExactly '^([A-Z][a-z]+)+$'
            # -KeepFolders is a statement, not the name of a value.
            if ($Name -ne 'KeepFolders') { $Name | Should -Not -Match '[^s]s$' }
            $Name | Should -Not -BeIn @([System.Management.Automation.Cmdlet]::CommonParameters)
        }

        It 'has the type of its name, and text only if no other type fits' {
            if ($types.ContainsKey($Name)) { $element | Should -Be $types[$Name] }
            if ($element -eq [string]) { $Name | Should -BeIn $texts }
        }

        It 'validates its values' {
            # New-NemoVideo checks the values of a row itself. PowerShell would skip the row, and -Join would miss a clip.
            if ($Name -in 'Quality', 'Resolution' -and $Command -ne 'New-NemoVideo') { @(Get-ParameterAttribute $Command $Name ([ValidateSet])).Count | Should -Be 1 }
            if ($element -in [double], [int] -and -not ($Command -eq 'New-NemoVideo' -and $Name -eq 'FrameRate')) { @(Get-ParameterAttribute $Command $Name ([ValidateRange])).Count | Should -Be 1 }
            # Connect-Nemo checks its URLs itself. If an attribute refused them, the cmdlet wouldn't run, and the old connection would stay.
            if ($element -eq [uri] -and $Command -ne 'Connect-Nemo') { ($parameter.Attributes | ForEach-Object { $_.GetType().Name }) | Should -Contain 'WebAddressAttribute' }
        }

        It 'completes sessions, IDs, skills and languages' {
            if ($Name -in 'Session', 'Id', 'Skill', 'Language') {
                @(Get-ParameterAttribute $Command $Name ([ArgumentCompleter])).Count | Should -Be 1
            }
        }

        It 'has the aliases of its name' {
            if ($aliases.ContainsKey($Name)) { $parameter.Aliases | Should -Be $aliases[$Name] }
            if ($Name -eq 'Session') { $parameter.Aliases | Should -Contain 'SessionId' }
            if ($Name -eq 'Id') { $parameter.Aliases | Should -Contain 'ExportId' }
            # A file that doesn't exist yet has no wildcards.
            if ($Name -eq 'Path' -and $Command -notin 'Export-NemoReport', 'Export-NemoTimeline') {
                ($parameter.Attributes | ForEach-Object { $_.GetType().Name }) | Should -Contain 'SupportsWildcardsAttribute'
                $parameter.Aliases | Should -Be 'FilePath'
            }
        }
    }

    It 'include no switch that turns off certificate checks' {
        $options = (Get-Command -Name Connect-Nemo).Parameters['Option'].ParameterType.GetProperties().Name
        $names = @((Get-Command -Module NemoVideo).Parameters.Values.Name) + $options
        $names.Count | Should -BeGreaterThan 50
        $names -match 'Certificate|Skip|Tls|Ssl|Insecure|Validation|Handler|Trust' | Should -BeNullOrEmpty
    }

    It 'include -Force only if a file is replaced or a message is sent without asking, and -PassThru only if there is no other output' {
        @(Get-Command -Module NemoVideo -ParameterName Force).Name | Sort-Object | Should -Be @('Export-NemoReport', 'Export-NemoTimeline', 'Invoke-Nemo', 'New-NemoVideo', 'Wait-NemoExport')
        @(Get-Command -Module NemoVideo -ParameterName PassThru).Name | Sort-Object | Should -Be @('Connect-Nemo', 'Set-NemoSession')
    }
}
