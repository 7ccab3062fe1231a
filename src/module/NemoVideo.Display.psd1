# Adds the views and the extended type data. NemoVideo.psm1 imports this module, because Update-TypeData would load
# Microsoft.PowerShell.Utility. The manifest of NemoVideo would add them before the psm1 can prepare it.
@{
    ModuleVersion     = '1.0'
    GUID              = '5d0a0d3e-6b0e-4d7c-8a37-9d1f2a7c55b1'
    TypesToProcess    = @('NemoVideo.Types.ps1xml')
    FormatsToProcess  = @('NemoVideo.Format.ps1xml')
    CmdletsToExport   = @()
    FunctionsToExport = @()
    AliasesToExport   = @()
    VariablesToExport = @()
}
