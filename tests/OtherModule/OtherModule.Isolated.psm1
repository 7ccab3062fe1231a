# Loads its own version of each library in a load context, even if PowerShell has a later version. PowerShell provides the polyfills.
$context = [System.Runtime.Loader.AssemblyLoadContext]::new('OtherModule')
foreach ($name in 'OtherModule', 'Polly', 'System.Text.Json', 'System.Text.Encodings.Web', 'System.Net.ServerSentEvents', 'Microsoft.Extensions.*') {
    foreach ($file in Get-ChildItem -Path "$PSScriptRoot/$name.dll") {
        $assembly = $context.LoadFromAssemblyPath($file.FullName)
        if ($name -eq 'OtherModule') { $module = $assembly }
    }
}

Import-Module -Assembly $module
