@{
    RootModule             = 'NemoVideo.psm1'
    ModuleVersion          = '0.1.0'
}
