# New-NemoVideo -Plan, and its objects back into New-NemoVideo (design.md 7; a day as a new user, 29 November: a plan as objects).
BeforeAll {
    . $PSScriptRoot/common.ps1
    $secret = 'nmv_usr_secret_of_the_user'
    $emulator = Start-TestEnvironment '--no-ffmpeg', '--credits', '1000000', '--silent-rate', '0', '--token', $secret
    $option = @{ StatePollIntervalSec = 0.02; StatePollCount = 2; RenderPollIntervalSec = 0.02; RetryDelaySec = 0.001 }
    $registered = Connect-Nemo -Token $secret -Option $option -PassThru 6> $null
    Connect-Nemo -Option $option 6> $null
    $PSDefaultParameterValues = @{ 'New-NemoVideo:InformationAction' = 'Ignore'; 'New-NemoVideo:Destination' = './out' }

    function Get-NewMessageText {
        Get-SentMessage $emulator | ForEach-Object { ($_.body | ConvertFrom-Json).new_message.parts[0].text } | Sort-Object
    }
}

AfterAll { Stop-TestEnvironment $emulator }

Describe 'A plan' {
    BeforeEach {
        $ErrorActionPreference = 'Continue'
        $quiet = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'failure' }
        $failure = $null
        $emulator.Reset()
        $folder = New-TestFolder
        $null = New-Item -ItemType Directory -Path "$folder/clips"
        New-ClipCopy 'clips/a.mp4', 'clips/b.mp4', 'clips/c.mp4'
        Push-Location -LiteralPath $folder
        $message = "add the title ""$([guid]::NewGuid())"""
    }

    AfterEach {
        Pop-Location
        Remove-Item -LiteralPath $folder -Recurse -Force
    }

    It 'has an object for each video, and sends nothing' {
        Set-Content -LiteralPath './clips/bad.mp4' -Value 'no video'
        Set-OldTime -LiteralPath "$folder/clips/bad.mp4"
        $plan = Get-ChildItem -LiteralPath './clips' | New-NemoVideo $message, 'add calm music' -Plan @quiet
        $plan | ForEach-Object { $_.GetType().Name } | Should -Be @('NemoVideoPlan', 'NemoVideoPlan', 'NemoVideoPlan')
        $plan.Status | Should -Be @('New', 'New', 'New')
        $plan.SourceName | Should -Be @('a.mp4', 'b.mp4', 'c.mp4')
        $plan.EstimatedCredit | Should -Be @(100, 100, 100)
        $plan[0].Message | Should -Be "$message;;add calm music"
        $plan[0].OutputName | Should -Be 'a.mp4'
        $plan[0].OutputPath | Should -Be (Get-NativePath "$folder/out/a.mp4")
        $plan[0].Path | Should -Be (Get-NativePath "$folder/clips/a.mp4")
        $failure | Should -HaveCount 1
        $failure[0].TargetObject | Should -Be (Get-NativePath "$folder/clips/bad.mp4")
        $emulator.GetRequests() | Where-Object method -NE 'GET' | Should -BeNullOrEmpty
        Test-Path -LiteralPath './out' | Should -BeFalse
    }

    It 'has the total and the balance of -WhatIf' {
        $emulator.SetCredit(120)
        try {
            $shown = Get-ChildItem -LiteralPath './clips' | New-NemoVideo $message -Plan -InformationAction SilentlyContinue 6>&1
            "$($shown[-1])" | Should -Be "Plan: 3 videos would cost about 150 credits. Available credits: 120. The credits aren't enough for all of them."
        } finally {
            $emulator.SetCredit(1000000)
        }
    }

    It 'fits 80 columns, without the secrets of URLs' {
        $name = 'a very long name of a clip from the second camera on the beach.mp4'
        New-ClipCopy $name
        $rows = "./$name", 'https://example.com/clip.mp4?sig=secret' | ForEach-Object { [pscustomobject] @{ Path = $_ } }
        $plan = $rows | New-NemoVideo "$message https://example.com/logo.png?sig=secret" -Plan
        $table = $plan | Out-String -Width 80
        ($table -split '\r?\n').Length | Measure-Object -Maximum | ForEach-Object Maximum | Should -BeLessOrEqual 80
        $table | Should -Match 'Status +Source +Message +Credits Output'
        $table | Should -Match '(?m)^New +a very long name o +add the title "\w+ +50 a very long name of *\r?$'
        $table, ($plan | Format-List | Out-String), "$plan" | Should -Not -Match 'secret'
        $plan[1].Path | Should -Be 'https://example.com/clip.mp4?sig=secret'
    }

    It 'creates exactly the rows that are left: <Name>' -ForEach @(
        @{ Name = 'the objects'; Pass = { $plan } }
        @{ Name = 'a CSV file'; Pass = { $plan | Export-Csv -LiteralPath './plan.csv' -Encoding UTF8 -NoTypeInformation; Import-Csv -LiteralPath './plan.csv' } }
        @{ Name = 'a CSV file with types'; Pass = { $plan | Export-Csv -LiteralPath './plan.csv' -Encoding UTF8 -IncludeTypeInformation; Import-Csv -LiteralPath './plan.csv' } }
        @{ Name = 'Export-Clixml'; Pass = { $plan | Export-Clixml -LiteralPath './plan.xml'; Import-Clixml -LiteralPath './plan.xml' } }
        @{ Name = 'JSON'; Pass = { $plan | ConvertTo-Json | ConvertFrom-Json } }
        @{ Name = 'Select-Object'; Pass = { $plan | Select-Object -Property * } }
    ) {
        $odd = "it's 沙滩 [1]; `$x.mp4"
        New-ClipCopy 'x;y.mp4', $odd
        $rows = @(
            [pscustomobject] @{ Path = './clips/a.mp4'; Message = $message; OutputName = 'no'; Customer = 'Ann' }
            [pscustomobject] @{ Path = './clips/b.mp4'; Message = "$message;;add ""calm"", 音乐"; OutputName = 'b;1'; Customer = 'Bob'; FrameRate = 23.5 }
            [pscustomobject] @{ Path = "./x;y.mp4; $odd;./clips/c.mp4"; Message = $message; OutputName = ''; Customer = 'Cid'; Resolution = '720p' }
            [pscustomobject] @{ LiteralPath = $odd; Message = $message; Customer = 'Dan'; Language = 'de' }
        )
        $culture = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = 'de-DE'
            $plan = $rows | New-NemoVideo -Plan
            $results = & $Pass | Where-Object Customer -NE 'Ann' | New-NemoVideo @quiet -WarningVariable warning | Sort-Object -Property Customer
        } finally {
            [cultureinfo]::CurrentCulture = $culture
        }
        "$failure$warning" | Should -Be ''
        $results.Status | Should -Be @('Succeeded', 'Succeeded', 'Succeeded')
        $results.Customer | Should -Be @('Bob', 'Cid', 'Dan')
        $results.OutputPath | Should -Be $plan[1..3].OutputPath
        $results[1].SourceName | Should -Be "x;y.mp4; $odd; c.mp4"
        Get-NewMessageText | Should -Be (@($message, $message, $message, 'add "calm", 音乐') | Sort-Object)
        $requests = $emulator.GetRequests()
        $bodies = $requests | Where-Object path -EQ '/api/render/proxy/lambda' | ForEach-Object { ($_.body | ConvertFrom-Json).output }
        $bodies.fps | Where-Object { $_ } | Should -Be 23.5
        $bodies.resolution | Where-Object { $_ } | Should -Be '720p'
        $requests | Where-Object path -Like '/api/tasks/*' | ForEach-Object { ($_.body | ConvertFrom-Json).language } | Sort-Object | Should -Be @('de', 'en', 'en')

        # The rows, and the same plan again, are the same videos.
        ($rows[1..3] | New-NemoVideo @quiet).Status | Should -Be @('AlreadyDone', 'AlreadyDone', 'AlreadyDone')
        (& $Pass | Where-Object Customer -NE 'Ann' | New-NemoVideo @quiet).Status | Should -Be @('AlreadyDone', 'AlreadyDone', 'AlreadyDone')
        Get-NewMessageText | Should -HaveCount 4
    }

    It 'keeps the number of a generated video, also without the one before it' {
        $text = "generate a clip of $([guid]::NewGuid())"
        $rows = 1..3 | ForEach-Object { [pscustomobject] @{ Path = ''; Message = $text; OutputName = "take $_" } }
        $null = $rows[0] | New-NemoVideo -WarningAction SilentlyContinue
        $plan = $rows | New-NemoVideo -Plan -WarningAction SilentlyContinue
        $plan.Status | Should -Be @('Done', 'New', 'New')
        $plan.EstimatedCredit | Should -Be @(0, 100, 100)
        $plan | Export-Csv -LiteralPath './plan.csv'
        $results = Import-Csv -LiteralPath './plan.csv' | Select-Object -Skip 2 | New-NemoVideo -WarningVariable warning
        $results.Status | Should -Be 'Succeeded'
        $warning | Should -BeNullOrEmpty
        ($rows | New-NemoVideo -Plan -WarningAction SilentlyContinue).Status | Should -Be @('Done', 'New', 'Done')
        ($plan[1] | New-NemoVideo).Status | Should -Be 'Succeeded'
        Get-NewMessageText | Should -HaveCount 3
    }

    It 'says that a clip has changed since, and charges nothing for it' {
        $plan = New-NemoVideo $message -Path './clips' -Plan
        [System.IO.File]::AppendAllText("$folder/clips/b.mp4", 'x')
        Set-OldTime -LiteralPath "$folder/clips/b.mp4"
        $results = $plan | New-NemoVideo @quiet | Sort-Object -Property SourceName
        $results.Status | Should -Be @('Succeeded', 'Failed', 'Succeeded')
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoInvalidArgument,*'
        "$($failure[0])" | Should -BeLike "Row 2: *b.mp4' has changed since the plan*"
        Get-NewMessageText | Should -HaveCount 2

        # As the error recommends.
        $plan[1] | Select-Object -Property *, @{ Name = 'PlannedInput'; Expression = { '' } } -ExcludeProperty PlannedInput | New-NemoVideo |
            ForEach-Object Status | Should -Be 'Succeeded'
    }

    It 'shows what previous runs did' {
        $second = "add calm music $([guid]::NewGuid())"
        $null = New-NemoVideo $message -Path './clips/a.mp4'
        $emulator.AddFault('POST /run_sse: code 2001')
        $null = New-NemoVideo $message -Path './clips/b.mp4' @quiet
        $emulator.ClearFaults()
        $plan = New-NemoVideo $message -Path './clips' -Plan
        $plan.Status | Should -Be @('Done', 'New', 'New')

        $emulator.AddFault("POST /run_sse: raw frame {""type"":""sparkle""} after 1 events`nPOST /run_sse: code 2001")
        $null = New-NemoVideo "$message;;$second" -Path './clips/c.mp4' @quiet -WarningAction SilentlyContinue
        $emulator.ClearFaults()
        $plan = New-NemoVideo "$message;;$second" -Path './clips/c.mp4' -Plan
        $plan.Status | Should -Be 'Continues'
        $plan.EstimatedCredit | Should -Be 50
        $emulator.Reset()
        ($plan | New-NemoVideo).Status | Should -Be 'Succeeded'
        Get-NewMessageText | Should -Be $second
    }

    It 'of joined clips, of folders, and of a signed URL creates what it shows' {
        $joined = Get-ChildItem -LiteralPath './clips' | New-NemoVideo $message -Join -OutputName 'day' -Plan
        ($joined | New-NemoVideo).SourceName | Should -Be 'a.mp4; b.mp4; c.mp4'

        $kept = Get-ChildItem -LiteralPath './clips' | New-NemoVideo $message -KeepFolders -Plan
        ($kept | New-NemoVideo -KeepFolders).OutputPath | Sort-Object | Should -Be $kept.OutputPath

        $url = "$($emulator.Url)/clip.mp4?sig=secret$([guid]::NewGuid())"
        New-NemoVideo $message -Path $url -Plan | Export-Csv -LiteralPath './plan.csv'
        $result = Import-Csv -LiteralPath './plan.csv' | New-NemoVideo @quiet
        @($emulator.GetRequests() | Where-Object path -Like '/api/upload-video/*' | Where-Object { "$($_.body)".Contains($url) }) | Should -HaveCount 1
        $result | ConvertTo-Json | Should -Not -Match 'sig=secret'
    }

    It 'of one shard creates the videos of the shard' {
        $shard = @{ ShardIndex = 1; ShardCount = 2; Connection = $registered }
        # With random messages, a shard would be empty in one of 128 runs.
        $rows = 1..8 | ForEach-Object { [pscustomobject] @{ Path = ''; Message = "generate a clip of shard test $_" } }
        $plan = $rows | New-NemoVideo -Plan @shard -WarningAction SilentlyContinue
        $plan.Count | Should -BeIn (1..7)
        $results = $plan | New-NemoVideo @shard
        $results.SourceName | Sort-Object | Should -Be ($plan.SourceName | Sort-Object)
        ($plan | New-NemoVideo -Connection $registered).Status | Select-Object -Unique | Should -Be 'AlreadyDone'
    }
}
