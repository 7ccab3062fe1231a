# The start of the module in a new process.

$script:lazyAssemblies = 'System.Net.Http', 'Polly.Core', 'YamlDotNet', 'NemoVideo.Language', 'Microsoft.Extensions.Http'

function Measure-Import {
    $empty = Join-Path -Path $script:folder -ChildPath 'EmptyModule.dll'
    Add-Type -OutputAssembly $empty -TypeDefinition @'
[System.Management.Automation.Cmdlet("Test", "Empty")]
public sealed class TestEmptyCommand : System.Management.Automation.PSCmdlet { }
'@
    $both = Measure-Pair { Invoke-Measured 'Measure-Work { Import-Module -Name $Module }' } {
        Invoke-Measured 'Measure-Work { Import-Module -Name $Empty }' @{ Empty = $empty }
    } -Warm
    # In a process of its own, because reading the list compiles code that the import also needs.
    $loaded = Invoke-Measured @'
$before = [AppDomain]::CurrentDomain.GetAssemblies().ForEach({ $_.GetName().Name })
Import-Module -Name $Module
@{ Names = [AppDomain]::CurrentDomain.GetAssemblies().ForEach({ $_.GetName().Name }).Where({ $_ -notin $before }) }
'@
    $early = @($loaded.Names | Where-Object { $_ -in $script:lazyAssemblies })
    $note = if ($early) { "loaded too early: $($early -join ', ')" } else { 'loads no assembly for HTTP, retries or language' }
    # Without machine code in PowerShell, .NET compiles about ten times as many methods.
    $note += "; compiles $(Get-Median $both.Ours.Methods) methods, the empty module $(Get-Median $both.Theirs.Methods)"
    New-Row 'Import-Module' 'an empty compiled module' $both.Ours.Ms $both.Theirs.Ms -Difference -AtMost 60 -Target '<= +60 ms' -Note $note
}

function Measure-Connect {
    $variables = @{ Url = $script:sink.Url }
    $both = Measure-Pair {
        Invoke-Measured 'Import-Module -Name $Module; Measure-Work { Connect-Nemo -Token nmv_usr_sink -ApiUrl $Url -NoCache 6> $null }' $variables
    } {
        Invoke-Measured @'
Measure-Work {
    $http = [System.Net.Http.HttpClient]::new()
    $http.DefaultRequestHeaders.Add('Authorization', 'Bearer nmv_usr_sink')
    $json = $http.GetStringAsync("$Url/api/credits/balance/simple").GetAwaiter().GetResult()
    [System.Text.Json.JsonDocument]::Parse($json).RootElement.GetProperty('code').GetInt32()
}
'@ $variables
    } -Warm
    New-Row 'Connect-Nemo with a token, first call' 'HttpClient in PowerShell' $both.Ours.Ms $both.Theirs.Ms -Difference -AtMost 150 -Target '<= +150 ms'
}

function Measure-FirstEdit {
    $variables = @{ Url = $script:sink.Url }
    $ours = foreach ($run in 1..$script:pairs) {
        Invoke-Measured @'
Connect-Sink @{ StatePollIntervalSec = 0.01; RecoveryDelaySec = 0.01; RecoveryIntervalSec = 0.01; RecoveryCount = 1 }
$session = New-NemoSession -Name speed
Measure-Work { Invoke-NemoEdit -Message 'events 10' -WarningAction Ignore > $null }
'@ $variables
    }
    New-Row 'Invoke-NemoEdit, first call' '' $ours.Ms (@(0) * $script:pairs) -Difference -AtMost 320 -Target '<= 320 ms' -Note "compiles $(Get-Median $ours.Methods) methods"
}
