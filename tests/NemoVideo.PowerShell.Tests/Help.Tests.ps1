BeforeDiscovery {
    $docs = [System.IO.Path]::Combine((Split-Path -Path (Split-Path -Path $PSScriptRoot -Parent) -Parent), 'docs', 'en-US')

    function Read-Page {
        param([System.IO.FileInfo] $File)
        [System.IO.File]::ReadAllText($File.FullName).Replace("`r`n", "`n")
    }

    $pages = @(Get-ChildItem -Path $docs -Filter '*-*.md' | ForEach-Object { @{ Cmdlet = $_.BaseName; Text = Read-Page $_ } })
    $examples = @(foreach ($page in $pages) {
        $found = [regex]::Matches($page.Text, '(?ms)^### (?<title>Example \d+: [^\n]+)\n+```powershell\n(?<code>.*?)\n```$(?<rest>.*?)(?=^##)')
        foreach ($match in $found) {
            @{
                Cmdlet      = $page.Cmdlet
                Title       = $match.Groups['title'].Value
                Code        = $match.Groups['code'].Value
                ShowsOutput = $match.Groups['rest'].Value -match '(?m)^```Output$'
            }
        }
    })
    $topics = @(Get-ChildItem -Path $docs -Filter 'about_*.md' | ForEach-Object { @{ Topic = $_.BaseName } })
    $isCore = $PSVersionTable.PSEdition -eq 'Core'
}

BeforeAll {
    . $PSScriptRoot/common.ps1
    $arguments = '--no-ffmpeg', '--credits', '1000000', '--silent-rate', '0', '--token', 'nmv_usr_test'
    $emulator = Start-NemoEmulator -ArgumentList $arguments
    # Renders take long enough here to be canceled.
    $slow = Start-NemoEmulator -ArgumentList ($arguments + @('--render-seconds', '600'))
    Set-NemoEnvironment -ApiUrl $emulator.Url

    # For examples that import the module by name in a new runspace.
    $savedModulePath = $env:PSModulePath
    $env:PSModulePath = (Split-Path -Path (Get-NemoModulePath) -Parent) + [System.IO.Path]::PathSeparator + $env:PSModulePath
    Import-Module -Name (Get-NemoModulePath) -Force

    # Preparation for the examples of a page, as script lines.
    $before = @{
        'Send-NemoUpload' = "Copy-Item -LiteralPath './sunset.mp4' -Destination './take [1].mp4'"
    }

    # Runs code blocks one after another in a new runspace, and returns the output of each.
    function Invoke-Example {
        param([string[]] $Code, [string] $Prepare = '', [string] $ApiUrl = $emulator.Url)

        $folder = New-ExampleFolder
        $env:NEMO_API_URL = $ApiUrl
        $state = [System.Management.Automation.Runspaces.InitialSessionState]::CreateDefault()
        $state.ImportPSModule([string[]] (Get-NemoModulePath))
        $runspace = [runspacefactory]::CreateRunspace($state)
        $runspace.Open()
        try {
            # Replaces Read-Host, because the test can't type: returns the emulator's URL or its token.
            $answers = @'
                function Read-Host {
                    param([string] $Prompt, [switch] $AsSecureString)
                    if (-not $AsSecureString) { return $env:NEMO_API_URL }
                    ConvertTo-SecureString -String 'nmv_usr_test' -AsPlainText -Force
                }
                function Get-Secret {
                    param([string] $Name, [switch] $AsPlainText)
                    if ($AsPlainText) { 'nmv_usr_test' } else { ConvertTo-SecureString -String 'nmv_usr_test' -AsPlainText -Force }
                }
'@
            foreach ($script in @("Set-Location -LiteralPath '$folder'", $answers, $Prepare) + $Code) {
                $shell = [powershell]::Create()
                $shell.Runspace = $runspace
                $run = $shell.AddScript($script).BeginInvoke()
                if (-not $run.AsyncWaitHandle.WaitOne([timespan]::FromMinutes(2))) {
                    $shell.Stop()
                    throw "Timed out after 2 minutes: $script"
                }
                $output = $shell.EndInvoke($run)
                $errors = @($shell.Streams.Error)
                $shell.Dispose()
                if ($errors) { throw "$($errors -join "`n")`nin: $script" }
                [pscustomobject]@{ Code = $script; Output = @($output | Where-Object { $null -ne $_ }) }
            }
        } finally {
            $runspace.Dispose()
            $env:NEMO_API_URL = $emulator.Url
            $env:NEMO_TOKEN = $null
            Remove-Item -LiteralPath $folder -Recurse -Force -ErrorAction Ignore
        }
    }
}

AfterAll {
    $env:PSModulePath = $savedModulePath
    Stop-NemoEmulator -Emulator $emulator
    Stop-NemoEmulator -Emulator $slow
    Restore-NemoEnvironment
}

Describe 'The help page of <Cmdlet>' -ForEach $pages {
    BeforeAll {
        $help = Get-Help -Name $Cmdlet -Full
        $command = Get-Command -Name $Cmdlet
        $own = @($command.Parameters.Keys | Where-Object {
            $_ -notin [System.Management.Automation.PSCmdlet]::CommonParameters
        })
    }

    It 'is shown by Get-Help' {
        $help.Name | Should -Be $Cmdlet
        $help.Synopsis | Should -Not -Match '\[<CommonParameters>\]' -Because 'PowerShell shows the syntax if it finds no help'
        $help.Synopsis | Should -Match '^[A-Z].+\.$'
        ($help.Description | Out-String).Trim().Length | Should -BeGreaterThan 100
    }

    It 'describes every parameter' {
        foreach ($name in $own) {
            $parameter = Get-Help -Name $Cmdlet -Parameter $name
            ($parameter.description | Out-String).Trim() | Should -Match '\w+ \w+.*\.' -Because "-$name must be described"
        }
        @($help.parameters.parameter.name | Sort-Object) | Should -Be @($own | Sort-Object)
    }

    It 'shows the syntax of the cmdlet' {
        $form = { ($_ -replace '<[^>]*>+|\{[^}]*\}', '<>' -replace '\s+', ' ').Trim() }
        $actual = (Get-Command -Name $Cmdlet -Syntax) -split '\r?\n' -match '\S' | ForEach-Object $form | Sort-Object
        $shown = ($help.syntax | Out-String -Width 4000) -split '\r?\n' -match '\S' | ForEach-Object $form | Sort-Object
        @($shown) | Should -Be @($actual)
    }

    It 'has at least three examples, each with code and an explanation' {
        $shown = @((Get-Help -Name $Cmdlet -Examples).examples.example)
        $shown.Count | Should -BeGreaterOrEqual 3
        $shown.Count | Should -Be ([regex]::Matches($Text, '(?m)^### Example ').Count)
        foreach ($example in $shown) {
            $example.code | Should -Match "$($command.Verb)-$($command.Noun)"
            ($example.remarks | Out-String).Trim() | Should -Match '\.$'
        }
    }

    It 'describes inputs, outputs and errors, and has related links' {
        ($help.inputTypes | Out-String).Trim() | Should -Not -BeNullOrEmpty
        ($help.returnValues | Out-String).Trim() | Should -Not -BeNullOrEmpty
        # A clone without an address has no page to open, so that Get-Help must not offer it.
        if ($help.relatedLinks) { $help.relatedLinks.navigationLink[0].uri | Should -BeLike "https://*/$Cmdlet.md"; return }
        ($help.alertSet | Out-String) | Should -Match 'See also: .+\.'
        $help | Out-String | Should -Not -BeLike '*-Online*'
    }
}

Describe 'The example of <Cmdlet>' -ForEach $examples {
    It 'runs: <Title>' -Skip:($Code -match '-Parallel' -and -not $isCore) {
        $address = if ($Cmdlet -eq 'Stop-NemoExport') { $slow.Url } else { $emulator.Url }
        $ran = @(Invoke-Example -Code $Code -Prepare "$($before[$Cmdlet])" -ApiUrl $address)
        $ran[-1].Code | Should -BeExactly $Code
        if ($ShowsOutput) { $ran[-1].Output | Should -Not -BeNullOrEmpty -Because 'the page shows output' }
    }
}

Describe 'The examples of all pages' {
    It 'are all found' -ForEach @(@{ Pages = $pages; Examples = $examples }) {
        $headings = ($Pages | ForEach-Object { [regex]::Matches($_.Text, '(?m)^### Example ').Count } | Measure-Object -Sum).Sum
        $Examples.Count | Should -Be $headings
    }
}

Describe 'The help topic <Topic>' -ForEach $topics {
    It 'is found by Get-Help and has a short description' {
        $text = Get-Help -Name $Topic | Out-String
        $text | Should -Match 'SHORT DESCRIPTION'
        $text | Should -Match 'SEE ALSO'
        $text -split '\r?\n' | Where-Object { $_.Length -gt 80 } | Should -BeNullOrEmpty
        (Get-Help -Name "$Topic*" | Where-Object Name -EQ $Topic).Synopsis | Should -Match '^\w+ \w+'
    }
}

Describe 'The help topics of the error IDs' {
    It 'are each found by Get-Help, without the other entries' {
        $files = Get-ChildItem -Path (Get-NemoModulePath) -Recurse -Filter 'Nemo*.help.txt'
        $files.Count | Should -BeGreaterThan 50
        foreach ($id in $files.Name -replace '\.help\.txt$') {
            $text = Get-Help -Name $id | Out-String
            $text | Should -Match "^TOPIC\s+$id\s+SHORT DESCRIPTION\s"
            $text.Length | Should -BeLessThan 1200
        }
    }
}
