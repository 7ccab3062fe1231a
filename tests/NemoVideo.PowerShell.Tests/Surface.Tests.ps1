# Checks the module's cmdlets and parameters against the guidelines of MicrosoftDocs/PowerShell-Docs in a real PowerShell. Outside PowerShell, the attributes of
# PowerShellStandard.Library are empty.
BeforeDiscovery {
    . $PSScriptRoot/common.ps1
    Import-Module -Name (Get-NemoModulePath) -Force
    $commands = Get-Command -Module NemoVideo | ForEach-Object { @{ Name = $_.Name } }
}

BeforeAll {
    . $PSScriptRoot/common.ps1
    Import-Module -Name (Get-NemoModulePath) -Force
    $repository = Split-Path -Path (Split-Path -Path $PSScriptRoot -Parent) -Parent
    $assembly = (Get-Command -Name Get-NemoCredit).ImplementingType.Assembly

    function Get-ElementType {
        param([type] $Type)
        if ($Type.IsArray) { $Type = $Type.GetElementType() }
        $inner = [Nullable]::GetUnderlyingType($Type)
        if ($inner) { $inner } else { $Type }
    }

    # The parameters that the cmdlets declare, without those of PowerShell.
    $parameters = foreach ($command in Get-Command -Module NemoVideo) {
        foreach ($parameter in $command.Parameters.Values) {
            $declared = $command.ImplementingType.GetProperty($parameter.Name)
            if ($declared -and $declared.DeclaringType.Assembly -eq $assembly) {
                [pscustomobject]@{
                    Text = "$($command.Name) -$($parameter.Name)"; Command = $command.Name; Name = $parameter.Name
                    Type = Get-ElementType $parameter.ParameterType; Aliases = $parameter.Aliases -join ' '
                    Attributes = @($parameter.Attributes | ForEach-Object { $_.GetType().Name })
                }
            }
        }
    }
}

Describe 'The cmdlets' {
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

        It 'is a sealed class in Commands with the cmdlet''s name' {
            $type.FullName | Should -Be "NemoVideo.PowerShell.Commands.$($Name.Replace('-', ''))Command"
            $type.IsSealed | Should -BeTrue
        }

        It 'declares its output types' {
            $declared = @($type.GetCustomAttributes([System.Management.Automation.OutputTypeAttribute], $false))
            $declared.Count | Should -BeGreaterThan 0
            $declared.Type.Name | Should -MatchExactly '^(System\.(Void|Uri|IO\.FileInfo)|NemoVideo\.PowerShell\.Output\.Nemo\w+)$'
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
    }
}

Describe 'The parameters' {
    It 'have singular names in Pascal case that are not common parameters' {
        # -KeepFolders is a statement, not the name of a value.
        $common = [System.Management.Automation.Cmdlet]::CommonParameters
        $parameters | Where-Object { $_.Name -cnotmatch '^([A-Z][a-z]+)+$' -or ($_.Name -match '[^s]s$' -and $_.Name -ne 'KeepFolders') -or $_.Name -in $common } |
            ForEach-Object Text | Should -BeNullOrEmpty
    }

    It 'have one type per name in all cmdlets' {
        $parameters | Group-Object -Property Name | Where-Object { @($_.Group.Type | Sort-Object -Unique).Count -gt 1 } |
            ForEach-Object { $_.Group.Text } | Should -BeNullOrEmpty
    }

    It 'have an alias in common per name in all cmdlets, or none' {
        # A path to write has no wildcards and no alias for an input.
        $parameters | Group-Object -Property Name, { $_.Attributes -contains 'SupportsWildcardsAttribute' } | Where-Object {
            $same = $_.Group
            -not ($same[0].Aliases -split ' ' | Where-Object { $alias = $_; @($same | Where-Object { $alias -notin ($_.Aliases -split ' ') }).Count -eq 0 } |
                    ForEach-Object { "[$_]" })
        } | ForEach-Object { $_.Group.Text } | Should -BeNullOrEmpty
    }

    It 'validate numbers and addresses' {
        # New-NemoVideo checks the values of a row itself. PowerShell would skip the row, and -Join would miss a clip.
        # Connect-Nemo checks its URLs itself. If an attribute refused them, the cmdlet wouldn't run, and the old connection would stay.
        $parameters | Where-Object {
            ($_.Type -in [double], [int] -and $_.Text -ne 'New-NemoVideo -FrameRate' -and $_.Attributes -notcontains 'ValidateRangeAttribute') -or
            ($_.Type -eq [uri] -and $_.Command -ne 'Connect-Nemo' -and $_.Attributes -notcontains 'WebAddressAttribute')
        } | ForEach-Object Text | Should -BeNullOrEmpty
    }

    It 'complete sessions, IDs, skills and languages' {
        $parameters | Where-Object { $_.Name -in 'Session', 'Id', 'Skill', 'Language' -and $_.Attributes -notcontains 'ArgumentCompleterAttribute' } |
            ForEach-Object Text | Should -BeNullOrEmpty
    }

    It 'include no switch that turns off certificate checks' {
        $names = @($parameters.Name) + (Get-Command -Name Connect-Nemo).Parameters['Option'].ParameterType.GetProperties().Name
        $names.Count | Should -BeGreaterThan 50
        $names -match 'Certificate|Skip|Tls|Ssl|Insecure|Validation|Handler|Trust' | Should -BeNullOrEmpty
    }
}
