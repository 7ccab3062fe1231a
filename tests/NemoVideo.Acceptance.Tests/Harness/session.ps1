# Runs the scripts that the tests send, one line of JSON each, and writes one line of JSON for each. Everything else on standard output is
# what a user would see on the console.
param([Parameter(Mandatory)] [string] $Module)

[Console]::OutputEncoding = [Console]::InputEncoding = [System.Text.UTF8Encoding]::new($false)
$ProgressPreference = 'SilentlyContinue'
$PSStyle.OutputRendering = 'PlainText'
Import-Module -Name $Module -ErrorAction Stop

function Get-Text { param($Record) "$Record" }

function Write-Answer {
    param([hashtable] $Answer)
    [Console]::Out.WriteLine('@@' + (ConvertTo-Json -InputObject $Answer -Depth 12 -Compress -WarningAction SilentlyContinue))
    [Console]::Out.Flush()
}

function Get-ErrorSummary {
    param([System.Management.Automation.ErrorRecord] $Record, [bool] $IsTerminating)
    @{
        Id            = ($Record.FullyQualifiedErrorId -split ',')[0]
        Category      = "$($Record.CategoryInfo.Category)"
        Message       = "$Record"
        Action        = "$($Record.ErrorDetails.RecommendedAction)"
        Target        = "$($Record.TargetObject)"
        IsTerminating = $IsTerminating
    }
}

Write-Answer @{ Version = "$($PSVersionTable.PSVersion)" }
while ($null -ne ($line = [Console]::In.ReadLine())) {
    $request = $line | ConvertFrom-Json
    foreach ($variable in $request.Environment.PSObject.Properties) { [Environment]::SetEnvironmentVariable($variable.Name, $variable.Value) }
    # An earlier script may have changed it.
    [cultureinfo]::CurrentCulture = 'en-US'
    if ($request.Location) { Set-Location -LiteralPath $request.Location; [Environment]::CurrentDirectory = $request.Location }
    $objects = [System.Collections.Generic.List[object]]::new()
    $errors = [System.Collections.Generic.List[object]]::new()
    $warnings = [System.Collections.Generic.List[string]]::new()
    $information = [System.Collections.Generic.List[string]]::new()
    $verbose = [System.Collections.Generic.List[string]]::new()
    try {
        & ([scriptblock]::Create($request.Script)) *>&1 | ForEach-Object {
            switch ($_) {
                { $_ -is [System.Management.Automation.ErrorRecord] } { $errors.Add((Get-ErrorSummary $_ $false)); break }
                { $_ -is [System.Management.Automation.WarningRecord] } { $warnings.Add("$_"); break }
                { $_ -is [System.Management.Automation.InformationRecord] } { $information.Add("$_"); break }
                { $_ -is [System.Management.Automation.VerboseRecord] -or $_ -is [System.Management.Automation.DebugRecord] } { $verbose.Add("$_"); break }
                default { $objects.Add($_) }
            }
        }
    } catch {
        $errors.Add((Get-ErrorSummary $_ $true))
    }

    Write-Answer @{
        Objects = $objects; Errors = $errors; Warnings = $warnings; Information = $information; Verbose = $verbose
    }
}
