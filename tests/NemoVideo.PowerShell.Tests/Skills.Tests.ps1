# The four published skills as scenarios: their sentences, their tips and the three workflows that they describe.

BeforeDiscovery {
    # Sends: the messages that reach the agent, in order. Exports: whether an export starts. Files: what to upload first.
    $skills = @(
        @{
            Skill     = 'for-video-free'
            Sentences = @(
                @{ Sentence = 'edit my video clips'; Sends = 'edit my video clips' }
                @{ Sentence = 'export 1080p MP4'; Exports = $true }
                @{ Sentence = 'trim, add transitions, and export this'; Sends = 'trim, add transitions'; Exports = $true }
            )
            Specific  = 'trim, add transitions, and export this video for free'
        }
        @{
            Skill     = 'maker-free-best'
            Sentences = @(
                @{ Sentence = 'create my raw footage'; Sends = 'create my raw footage' }
                @{ Sentence = 'export 1080p MP4'; Exports = $true }
                @{ Sentence = 'make a free video from my'; Sends = 'make a free video from my' }
            )
            Specific  = 'make a free video from my clips with music and transitions'
        }
        @{
            Skill     = 'video-editing-with-4k'
            Sentences = @(
                @{ Sentence = 'edit my raw 4K footage'; Sends = 'edit my raw 4K footage' }
                @{ Sentence = 'export 4K MP4'; Exports = $true }
                @{ Sentence = 'trim the shaky clips, color grade,'; Sends = 'trim the shaky clips, color grade,' }
            )
            Specific  = 'trim the shaky clips, color grade, and export in 4K resolution'
        }
        @{
            Skill     = 'video-generation-4k'
            Sentences = @(
                'generate a short text description of a mountain sunset scene into a 4K MP4'
                'generate a 10-second 4K video of a futuristic city at night with neon lights'
                'generating high-resolution 4K video clips from text prompts for content creators, marketers, filmmakers'
            ).ForEach({ @{ Sentence = $_; Sends = $_; Generates = $true } })
            Specific  = 'generate a 10-second 4K video of a futuristic city at night with neon lights'
        }
    )

    # The workflows that all skills describe. Summary is the timeline at the end, and Videos the number of finished videos.
    $workflows = @(
        @{
            Workflow = 'a quick edit'; Skill = 'for-video-free'; Sends = 'trim, add transitions'; Videos = 1; Summary = '*Video: sunset (0-4.5s)'
            Code     = {
                $null = Send-NemoUpload -Path './sunset.mp4'
                Invoke-Nemo -Request 'trim, add transitions, and export this video for free' -Destination './out'
            }
        }
        @{
            Workflow = 'a generated clip'; Skill = 'video-generation-4k'; Videos = 1
            Sends    = 'generate a 10-second 4K video of a futuristic city at night with neon lights'
            Summary  = '*Video: futuristic city at night (0-10s) 2. BGM: * 3. Title: *'
            Code     = {
                Invoke-NemoEdit -Message 'generate a 10-second 4K video of a futuristic city at night with neon lights' |
                    Start-NemoExport | Wait-NemoExport -Destination './out'
            }
        }
        @{
            Workflow = 'a batch in one session'; Skill = 'maker-free-best'; Sends = 'add calm music', 'add the title "Harbour"'; Videos = 2
            Summary  = '*harbour (5-11s) 2. BGM: Calm (0-5s, 35%) 3. Title: "Harbour" (0-3s)'
            Code     = {
                $messages = [ordered] @{ './sunset.mp4' = 'add calm music'; './harbour.mp4' = 'add the title "Harbour"' }
                $messages.GetEnumerator() | ForEach-Object {
                    Send-NemoUpload -Path $_.Key | Invoke-NemoEdit -Message $_.Value | Start-NemoExport
                } | Wait-NemoExport -Destination './out'
            }
        }
        @{
            Workflow = 'a rough cut that is refined'; Skill = 'video-editing-with-4k'; Videos = 1; Summary = '*Video: harbour (0-3.4s)'
            Sends    = 'make it 4K, trim the shaky clips', 'cut the last two seconds'
            Code     = {
                $null = Send-NemoUpload -Path './harbour.mp4'
                Invoke-NemoEdit -Message 'make it 4K, trim the shaky clips' -ResultOnly
                (Get-NemoState).Summary
                Invoke-NemoEdit -Message 'cut the last two seconds' -ResultOnly
                Start-NemoExport | Wait-NemoExport -Destination './out'
            }
        }
    )
}

BeforeAll {
    . $PSScriptRoot/common.ps1
    $emulator = Start-TestEnvironment

    # The requests since the last call of this function.
    $script:seen = 0
    function Get-NewRequest {
        $all = $emulator.GetRequests()
        $all | Select-Object -Skip $script:seen
        $script:seen = $all.Count
    }

    function Get-MessageText {
        param([AllowEmptyCollection()] [object[]] $Request)
        @($Request | Where-Object path -EQ '/run_sse' | ForEach-Object { ($_.body | ConvertFrom-Json).new_message.parts[0].text })
    }

    function Get-RenderCount {
        param([AllowEmptyCollection()] [object[]] $Request)
        @($Request | Where-Object { $_.path -eq '/api/render/proxy/lambda' -and $_.method -eq 'POST' }).Count
    }
}

AfterAll { Stop-TestEnvironment $emulator }

Describe 'The skill <Skill>' -ForEach $skills {
    BeforeAll {
        $folder = New-ExampleFolder
        Push-Location -LiteralPath $folder
        $null = Get-NewRequest
    }

    AfterAll {
        Pop-Location
        Remove-Item -LiteralPath $folder -Recurse -Force
    }

    It 'does what its sentence ''<Sentence>'' says' -ForEach $Sentences {
        Connect-Nemo -Skill $Skill 6> $null
        $null = New-NemoSession -Name 'Try'
        if (-not $Generates) { $null = Send-NemoUpload -Path './sunset.mp4' }
        $null = Get-NewRequest

        $output = @(Invoke-Nemo -Request $Sentence -ErrorVariable failures -WarningAction SilentlyContinue)
        $failures | Should -BeNullOrEmpty
        $requests = @(Get-NewRequest)
        Get-MessageText $requests | Should -Be @($Sends | Where-Object { $_ })
        Get-RenderCount $requests | Should -Be ([int] [bool] $Exports)
        if ($Exports) { (Wait-NemoExport -Id $output[-1].Id).Status | Should -Be 'Completed' }
        if ($Generates) { (Get-NemoState).Summary | Should -BeLike 'Timeline (3 tracks): *' }
        $requests.headers.'X-Skill-Source' | Sort-Object -Unique | Should -Be $Skill
    }

    It 'has a tip that is shown before a message' {
        Connect-Nemo -Skill $Skill 6> $null
        $null = New-NemoSession -Name 'Tips'
        $verbose = "$(Invoke-NemoEdit -Message 'add the title "A"' -ResultOnly -Verbose 4>&1)"
        $verbose | Should -BeLike "*Tip: *Instead of ""make it look better"", try ""$Specific"".*"
    }
}

Describe 'The workflow <Workflow>' -ForEach $workflows {
    BeforeAll {
        $folder = New-ExampleFolder
        Push-Location -LiteralPath $folder
    }

    AfterAll {
        Pop-Location
        Remove-Item -LiteralPath $folder -Recurse -Force
    }

    It 'makes its videos in one session' {
        $null = Get-NewRequest
        $ErrorActionPreference = 'Stop'
        Connect-Nemo -Skill $Skill 6> $null
        $null = New-NemoSession -Name $Workflow
        $null = . $Code 6> $null 3> $null
        $requests = @(Get-NewRequest)
        Get-MessageText $requests | Should -Be $Sends
        Get-RenderCount $requests | Should -Be $Videos
        @(Get-ChildItem -Path './out' -Filter '*.mp4' | Where-Object Length).Count | Should -Be $Videos
        @($requests | Where-Object path -Like '*/with-session/*').Count | Should -Be 1
        $requests.headers.'X-Skill-Source' | Sort-Object -Unique | Should -Be $Skill
        (Get-NemoState).Summary | Should -BeLike $Summary
    }
}

Describe 'The tests of the skills' {
    It 'cover each built-in skill' -ForEach @(@{ Tested = $skills.Skill }) {
        $names = (TabExpansion2 -inputScript 'Connect-Nemo -Skill ').CompletionMatches.ListItemText | Sort-Object
        $Tested | Sort-Object | Should -Be $names
    }
}
