# The four published skills as scenarios: the sentences are copied from the skills, the workflows are the code blocks of docs/skills.md.

BeforeDiscovery {
    # Sends: the messages that reach the agent, in order. Exports: whether an export starts. Files: what to upload first.
    # For a workflow, Summary is the timeline at the end, and Videos the number of finished videos.
    $sunset = 'Video: sunset (0-4.5s)'
    $skills = @(
        @{
            Skill     = 'for-video-free'
            Sentences = @(
                @{ Sentence = 'edit my video clips'; Sends = 'edit my video clips' }
                @{ Sentence = 'export 1080p MP4'; Exports = $true }
                @{ Sentence = 'trim, add transitions, and export this'; Sends = 'trim, add transitions'; Exports = $true }
            )
            Workflows = @(
                @{ Workflow = 'Quick edit'; Sends = 'trim, add transitions'; Videos = 1; Summary = "*$sunset" }
                @{ Workflow = 'Batch'; Sends = 'trim the pauses', 'add the title "Harbour"'; Videos = 2
                    Summary = '*Video: sunset (0-4.5s), harbour (4.5-10.5s) 2. Title: "Harbour" (0-3s)' }
                @{ Workflow = 'Iterative'; Videos = 1
                    Sends = 'trim the pauses, add the title "One"', 'cut the first two seconds', 'change the title to "Two"'
                    Summary = '*Video: sunset (0-2.5s) 2. Title: "Two" (0-2.5s)' }
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
            Workflows = @(
                @{ Workflow = 'Quick edit'; Sends = 'make a free video from my clips with music and transitions'; Videos = 1
                    Summary = '*Video: sunset (0-5s), harbour (5-11s) 2. BGM: *' }
                @{ Workflow = 'Batch'; Sends = 'add calm music', 'add the title "Harbour"'; Videos = 2
                    Summary = '*harbour (5-11s) 2. BGM: Calm (0-5s, 35%) 3. Title: "Harbour" (0-3s)' }
                @{ Workflow = 'Iterative'; Sends = 'add calm music and the title "Harbour"', 'remove the title'; Videos = 1
                    Summary = 'Timeline (2 tracks): 1. Video: harbour (0-6s) 2. BGM: Calm (0-6s, 35%)' }
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
            Workflows = @(
                @{ Workflow = 'Quick edit'; Sends = 'trim the shaky clips, color grade'; Videos = 1; Summary = '*Video: harbour (0-5.4s)' }
                @{ Workflow = 'Batch'; Sends = 'make it 4K', 'trim the shaky clips, color grade'; Videos = 2
                    Summary = '*Video: sunset (0-4.5s), harbour (4.5-9.9s)' }
                @{ Workflow = 'Iterative'; Sends = 'make it 4K, trim the shaky clips', 'cut the last two seconds'; Videos = 1
                    Summary = '*Video: harbour (0-3.4s)' }
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
            Workflows = @(
                @{ Workflow = 'Quick edit'; Sends = 'generate a 10-second 4K video of a futuristic city at night with neon lights'; Videos = 1
                    Summary = '*Video: futuristic city at night (0-10s) 2. BGM: * 3. Title: *' }
                @{ Workflow = 'Batch'; Sends = 'add the title "Sunset"', 'generate a 5-second clip of the sea and add it'; Videos = 2
                    Summary = '*Video: sunset (0-5s), harbour (5-11s), sea (11-16s) *' }
                @{ Workflow = 'Iterative'; Videos = 1
                    Sends = 'generate a 10-second 4K video of a mountain sunset', 'change the title to "Paradise Found"', 'remove the music'
                    Summary = 'Timeline (2 tracks): 1. Video: mountain sunset (0-10s) 2. Title: "Paradise Found" (0-3s)' }
            )
            Specific  = 'generate a 10-second 4K video of a futuristic city at night with neon lights'
        }
    )
}

BeforeAll {
    . $PSScriptRoot/common.ps1
    $emulator = Start-TestEnvironment
    $page = [System.IO.File]::ReadAllText("$repository/docs/skills.md").Replace("`r`n", "`n")

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
        $section = [regex]::Match($page, "(?ms)^## $Skill\n(.*?)(?=^## |\z)").Value
        $folder = (New-Item -ItemType Directory -Path (Join-Path -Path $TestDrive -ChildPath $Skill)).FullName
        foreach ($clip in 'sunset.mp4', 'harbour.mp4') { Copy-Item -LiteralPath (Get-SampleClip -Name $clip) -Destination $folder }
        Push-Location -LiteralPath $folder
        $null = Get-NewRequest
    }

    AfterAll { Pop-Location }

    Context 'Its sentence ''<Sentence>''' -ForEach $Sentences {
        It 'does what it says, and is on the page' {
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
            $section.Contains("``$Sentence``") | Should -BeTrue
        }
    }

    Context 'Its workflow ''<Workflow>''' -ForEach $Workflows {
        It 'makes its videos in one session' {
            $code = [regex]::Match($section, "(?ms)^### $Workflow\n+``````powershell\n(.*?)\n``````$").Groups[1].Value
            $code | Should -Match "^Connect-Nemo -Skill '$Skill'\n"
            Remove-Item -Path './out' -Recurse -ErrorAction Ignore
            $null = Get-NewRequest

            $ErrorActionPreference = 'Stop'
            $null = . ([scriptblock]::Create($code)) 6> $null 3> $null
            $requests = @(Get-NewRequest)
            Get-MessageText $requests | Should -Be $Sends
            Get-RenderCount $requests | Should -Be $Videos
            @(Get-ChildItem -Path './out' -Filter '*.mp4' | Where-Object Length).Count | Should -Be $Videos
            @($requests | Where-Object path -Like '*/with-session/*').Count | Should -Be 1
            $requests.headers.'X-Skill-Source' | Sort-Object -Unique | Should -Be $Skill
            (Get-NemoState).Summary | Should -BeLike $Summary
        }
    }

    It 'has a tip that is shown before a message, and on the page' {
        Connect-Nemo -Skill $Skill 6> $null
        $null = New-NemoSession -Name 'Tips'
        $verbose = "$(Invoke-NemoEdit -Message 'add the title "A"' -ResultOnly -Verbose 4>&1)"
        $verbose | Should -BeLike "*Tip: *Instead of ""make it look better"", try ""$Specific"".*"
        if ($section -match 'Be specific') {
            ($section -replace '\s+', ' ').Contains("Instead of ``make it look better``, try ``$Specific``") | Should -BeTrue
        }
    }
}

Describe 'The page about skills' {
    It 'lists the skills with the values of their connections' -ForEach $skills {
        Connect-Nemo -Skill $Skill 6> $null
        $connection = Get-NemoConnection
        $page | Should -Match "(?m)^\| ``$Skill``.* \| $($connection.Resolution) \| $($connection.TypicalTime) \|$"
    }

    It 'has a section and tests for each built-in skill' -ForEach @(@{ Tested = $skills.Skill }) {
        $names = (TabExpansion2 -inputScript 'Connect-Nemo -Skill ').CompletionMatches.ListItemText | Sort-Object
        $Tested | Sort-Object | Should -Be $names
        [regex]::Matches($page, '(?m)^## (\S+)$').ForEach({ $_.Groups[1].Value }) | Sort-Object | Should -Be $names
    }
}
