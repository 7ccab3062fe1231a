# Videos from files and messages, with a real emulator. Each test has its own message, because a message that was sent is never sent again.
BeforeAll {
    . $PSScriptRoot/common.ps1
    $secret = 'nmv_usr_secret_of_the_user'
    $emulator = Start-TestEnvironment '--no-ffmpeg', '--credits', '1000000', '--silent-rate', '0', '--token', $secret
    $module = Get-NemoModulePath
    $option = @{
        StatePollIntervalSec = 0.02; StatePollCount = 2; RenderPollIntervalSec = 0.02; RetryDelaySec = 0.001
        RecoveryDelaySec = 0.02; RecoveryIntervalSec = 0.02; RecoveryCount = 2
    }
    $registered = Connect-Nemo -Token $secret -Option $option -PassThru 6> $null
    $nemo = Connect-Nemo -Option $option -PassThru 6> $null

    # The summaries aren't part of the output of the tests.
    $PSDefaultParameterValues = @{ 'New-NemoVideo:InformationAction' = 'Ignore' }

    # The number of messages that the service has received in this test.
    function Get-NewMessageCount { @(Get-SentMessage $emulator).Count - $sent }

    function New-Row { param([hashtable[]] $Column) foreach ($one in $Column) { [pscustomobject] $one } }
}

AfterAll { Stop-TestEnvironment $emulator }

Describe 'New-NemoVideo' {
    BeforeEach {
        # Pester sets Stop, which changes what the cmdlet does after an error.
        $ErrorActionPreference = 'Continue'
        $quiet = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'failure' }
        $failure = $null
        $emulator.Reset()
        $emulator.SetCredit(1000000)
        $folder = New-TestFolder
        $null = New-Item -ItemType Directory -Path "$folder/clips"
        New-ClipCopy 'clips/a.mp4', 'clips/b.mp4'
        Push-Location -LiteralPath $folder
        $message = "add the title ""$([guid]::NewGuid())"""
        $sent = @(Get-SentMessage $emulator).Count
    }

    AfterEach {
        $emulator.ClearFaults()
        $emulator.Release()
        Stop-Background
        Pop-Location
        Remove-Item -LiteralPath $folder -Recurse -Force
    }

    Context 'A folder of clips' {
        It 'becomes a folder of videos' {
            $results = Get-ChildItem -Path './clips' | New-NemoVideo $message -Destination ./out
            $results.Status | Should -Be @('Succeeded', 'Succeeded')
            $results.SourcePath | Sort-Object | Should -Be (Get-NativePath "$folder/clips/a.mp4", "$folder/clips/b.mp4")
            foreach ($result in $results) {
                $result.OutputPath | Should -Be $result.SourcePath.Replace('clips', 'out')
                $result.Length | Should -Be (Get-Item -LiteralPath $result.OutputPath).Length
                Get-Mp4Box -LiteralPath $result.OutputPath | Should -Contain 'moov'
                $result.Duration.TotalSeconds | Should -BeGreaterThan 1
                "$($result.Changes)" | Should -BeLike 'Title added: *'
                $result.TracksBefore | Should -HaveCount 1
                $result.TracksAfter | Should -HaveCount 2
                $result.AgentText | Should -BeLike '*Title added*'
                $result.EditTime, $result.ExportTime | ForEach-Object { $_ | Should -BeGreaterThan ([timespan]::Zero) }
                $result.Error | Should -BeNullOrEmpty
            }
            Get-NewMessageCount | Should -Be 2
        }

        It 'keeps an existing file of another program, unless -Force is used' {
            $null = New-Item -ItemType Directory -Path './out'
            Set-Content -LiteralPath './out/a.mp4' -Value 'mine'
            (New-NemoVideo $message -Destination ./out -Path './clips/a.mp4').OutputPath | Should -Be (Get-NativePath "$folder/out/a (2).mp4")
            Get-Content -LiteralPath './out/a.mp4' | Should -Be 'mine'
            $forced = New-NemoVideo "$message." -Destination ./out -Path './clips/a.mp4' -Force
            $forced.OutputPath | Should -Be (Get-NativePath "$folder/out/a.mp4")
            (Get-Item -LiteralPath './out/a.mp4').Length | Should -Be $forced.Length
        }

        It 'keeps its subfolders with -KeepFolders, and gets names from a script block' {
            Push-Location -LiteralPath './clips'
            New-ClipCopy 'top.mp4'
            Pop-Location
            $results = Get-ChildItem -Path '.' -Recurse -Filter '*.mp4' | New-NemoVideo $message -Destination ./out -KeepFolders -OutputName { $_.BaseName + '-x' }
            $results.OutputPath | Sort-Object | Should -Be (Get-NativePath "$folder/out/clips/a-x.mp4", "$folder/out/clips/b-x.mp4", "$folder/out/top-x.mp4")
            Set-Location -LiteralPath './clips'
            $outside = New-NemoVideo $message -Destination ../out -Path '../top.mp4' -KeepFolders @quiet
            $outside | Should -BeNullOrEmpty
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoInvalidArgument,*'
            "$($failure[0])" | Should -BeLike (Get-NativePath "*$folder/top.mp4*")
        }

        It 'says with -WhatIf that <Name>' -ForEach @(
            @{ Name = '-MaximumCredit is not enough for all videos'; Option = '-MaximumCredit 60'; Credit = 777; Text = '* credits: 777. With -MaximumCredit 60, not all of them would be created.' }
            @{ Name = 'the credits are not enough for all videos'; Option = ''; Credit = 60; Text = "* credits: 60. The credits aren't enough for all of them." }
            @{ Name = 'the credits are available, without more, if they are enough'; Option = '-MaximumCredit 100'; Credit = 777; Text = '* credits: 777.' }
        ) {
            $emulator.SetCredit($Credit)
            $shown = Invoke-NewPowerShell "Import-Module '$module'; Connect-Nemo 6> `$null
                Get-ChildItem '$folder/clips' | New-NemoVideo '$message' -Destination '$folder/out' -WhatIf $Option"
            "$shown" | Should -BeLike $Text
        }
    }

    Context 'A CSV file' {
        It 'has a row for each video' {
            New-ClipCopy 'x;y.mp4', 'c.mp4'
            Set-Content -LiteralPath './jobs.csv' -Value @(
                'Path,Message,OutputName,Quality,Language,Skill,Customer'
                'clips/a.mp4; clips/b.mp4,"{0};;add calm music",joined,low,de,for-video-free,Ann' -f $message.Replace('"', '""')
                'x;y.mp4,"{0}",,,,,Bob' -f $message.Replace('"', '""')
                'missing.mp4,"{0}",,,,,Cid' -f $message.Replace('"', '""')
                ',"generate a clip of {0}",generated,,,,Dan' -f [guid]::NewGuid()
                'c.mp4, ,,,,,Eve'
                'c.mp4,"{0}",,,,video-generation-4k,Fay' -f $message.Replace('"', '""')
                'c.mp4,"{0}",,,,unknown,Gus' -f $message.Replace('"', '""')
            )
            $results = Import-Csv -LiteralPath './jobs.csv' |
                New-NemoVideo -Destination ./out @quiet -WarningVariable warning -WarningAction SilentlyContinue | Sort-Object -Property Customer
            $warning | Should -HaveCount 1
            "$warning" | Should -BeLike "*'generate a clip of *' has no path*"
            $results.Where{ $_.Status -eq 'Failed' }.Customer | Should -Be @('Cid', 'Eve', 'Gus')
            $results = $results.Where{ $_.Status -eq 'Succeeded' }
            $results.Customer | Should -Be @('Ann', 'Bob', 'Dan', 'Fay')
            $results.OutputPath | Should -Be (Get-NativePath "$folder/out/joined.mp4", "$folder/out/x;y.mp4", "$folder/out/generated.mp4", "$folder/out/c.mp4")
            $skills = foreach ($result in $results) {
                (Get-SentMessage $emulator | Where-Object { "$($_.body)".Contains($result.SessionId) }).headers.'X-Skill-Source' | Select-Object -Unique
            }
            $skills | Should -Be @('for-video-free', 'for-video-free', 'for-video-free', 'video-generation-4k')
            $results[0].SourcePath | Should -Be (Get-NativePath "$folder/clips/a.mp4;$folder/clips/b.mp4")
            $results[0].TracksBefore | Should -BeLike '*a*b*'
            "$($results[0].Changes)" | Should -BeLike 'Title added: * BGM added: *'
            $results[2].SourcePath | Should -BeNullOrEmpty
            Get-NewMessageCount | Should -Be 5
            @(Get-SentMessage $emulator | Select-Object -Last 5 | Where-Object { $_.body -like '*calm music*' }) | Should -HaveCount 1

            $failure.Count | Should -Be 3
            $failure.FullyQualifiedErrorId -replace ',.*' | Sort-Object | Should -Be @('NemoFileNotFound', 'NemoInvalidArgument', 'NemoInvalidArgument')
            "$failure" | Should -BeLike '*missing.mp4*'
            "$failure" | Should -BeLike (Get-NativePath "*$folder/c.mp4': A message is missing, blank, or not text.*")
            "$failure" | Should -BeLike (Get-NativePath "*$folder/c.mp4*'unknown' is not the name of a built-in skill.*")
        }

        It 'is rejected alone if a message is <Name>' -ForEach @(
            @{ Name = 'one of several and null'; Text = @('title "a"', $null) }
            @{ Name = 'null'; Text = $null }
            @{ Name = 'a hashtable'; Text = @{ Title = 'a' } }
            @{ Name = 'an object'; Text = [pscustomobject] @{ Title = 'a' } }
        ) {
            $results = New-Row @{ Path = './clips/a.mp4'; Message = $Text }, @{ Path = './clips/b.mp4'; Message = $message } |
                New-NemoVideo -Destination ./out @quiet
            $results.Status | Should -Be @('Failed', 'Succeeded')
            $results.SourcePath | Should -Be (Get-NativePath "$folder/clips/a.mp4", "$folder/clips/b.mp4")
            $failure.FullyQualifiedErrorId -replace ',.*' | Should -Be 'NemoInvalidArgument'
            Get-NewMessageCount | Should -Be 1
        }

        It 'loses its message to -Message on the command line, with one warning' {
            $rows = New-Row @{ Path = './clips/a.mp4'; Message = 'add music' }, @{ Path = './clips/b.mp4'; Message = 'add a title' }
            $results = $rows | New-NemoVideo $message -Destination ./out @quiet -WarningVariable warning -WarningAction SilentlyContinue
            $results.Status | Should -Be @('Succeeded', 'Succeeded')
            $warning | Should -HaveCount 1
            "$warning" | Should -BeLike '*Message column*'
            $null = $rows | New-NemoVideo -Message { $_.Message } -Destination ./out @quiet -WarningVariable warning -WarningAction SilentlyContinue -WhatIf
            $warning | Should -BeNullOrEmpty
        }

        It 'that can not be used has a result with the error, which a report contains' {
            New-ClipCopy 'clips/c.mp4'
            $rows = New-Row @{ Path = './missing.mp4'; Customer = 'Ann' }, @{ Path = './clips/a.mp4'; Quality = 'huge' },
                @{ Path = './clips/b.mp4'; Skill = 'unknown' }, @{ Path = './clips/c.mp4'; Customer = 'Bob' }
            $results = $rows | New-NemoVideo $message -Destination ./out @quiet | Sort-Object -Property SourceName
            $results.SourceName | Should -Be 'a.mp4', 'b.mp4', 'c.mp4', 'missing.mp4'
            $results.Status | Should -Be 'Failed', 'Failed', 'Succeeded', 'Failed'
            $failure.Count | Should -Be 3
            $results[3].Customer, $results[3].SourcePath, $results[3].Message | Should -Be 'Ann', (Get-NativePath "$folder/missing.mp4"), $message
            $results[3].Error | Should -BeLike '*missing.mp4*'
            $results[3].RecommendedAction | Should -Be $failure[0].ErrorDetails.RecommendedAction
            $page = Get-Content -Raw -LiteralPath ($results | Export-NemoReport -Path './report.html').FullName
            $page | Should -Match '1 of 4 videos is ready'
            Get-NewMessageCount | Should -Be 1
        }

        It 'with several files that can not be used has one error and one result' {
            $result = New-Row @{ Path = './missing.mp4;./clips/a.mp4;./absent.mp4' } | New-NemoVideo $message -Destination ./out @quiet
            $result.SourcePath | Should -Be './missing.mp4;./clips/a.mp4;./absent.mp4'
            $result.SourceName | Should -Be 'missing.mp4; a.mp4; absent.mp4'
            $failure | Should -HaveCount 1
            $result.Error | Should -BeLike '*missing.mp4*'
            Get-NewMessageCount | Should -Be 0
        }

        It 'with a list of literal paths has a result for each file' {
            $results = New-Row @{ LiteralPath = './missing.mp4', './clips/b.mp4' } | New-NemoVideo $message -Destination ./out @quiet
            $results.SourcePath | Should -Be (Get-NativePath "$folder/missing.mp4", "$folder/clips/b.mp4")
            $results.Status | Should -Be @('Failed', 'Succeeded')
            $failure | Should -HaveCount 1
            Get-NewMessageCount | Should -Be 1
        }

        It 'that can not be used shows no secret of a URL in its result: <_>' -ForEach @(
            '/clips/missing.mp4;https://localhost.invalid/b.mp4?sig=SECRET', 'ftp://u:SECRET@localhost.invalid/b.mp4?sig=SECRET'
        ) {
            $result = New-Row @{ Path = $_ } | New-NemoVideo $message -Destination ./out @quiet
            $result.Status | Should -Be 'Failed'
            $result.SourcePath | Should -BeLike '*b.mp4*'
            $result.SourcePath, $result.SourceName, "$result", ($result | Out-String), ($result | ConvertTo-Json) | Should -Not -Match 'SECRET'
            $failure | Should -HaveCount 1
            "$failure", ($failure | Format-List * -Force | Out-String) | Should -Not -Match 'SECRET'
        }

        It 'is not a video to generate if it is an exported output without a file' {
            $row = [pscustomobject] @{ ExportId = 'x'; SessionId = 's'; Path = ''; Status = 'Completed' }
            ($row | New-NemoVideo "generate $([guid]::NewGuid())" -Destination ./out @quiet).Status | Should -Be 'Failed'
            $failure.FullyQualifiedErrorId | Should -BeLike 'NemoNoPathInInput,*'
            Get-NewMessageCount | Should -Be 0
        }

        It 'is not a video to generate if its only files are those that macOS adds: <_>' -ForEach './clips/._a.mp4;', './clips/._a.mp4;./clips/._b.mp4' {
            (New-Row @{ Path = $_ } | New-NemoVideo "generate $([guid]::NewGuid())" -Destination ./out @quiet).Status | Should -Be 'Failed'
            Get-NewMessageCount | Should -Be 0
        }

        It 'that can not be used has one result in all shards' {
            $results = foreach ($index in 0..2) {
                New-Row @{ Path = './missing.mp4' } | New-NemoVideo $message -Destination ./out -ShardIndex $index -ShardCount 3 @quiet
            }
            @($results).Count | Should -Be 1
        }

        It 'gets its results in a file with all columns of the row' {
            Set-Content -LiteralPath './jobs.csv' -Value 'Path,Customer', 'clips/a.mp4,Ann'
            Import-Csv -LiteralPath './jobs.csv' | New-NemoVideo $message -Destination ./out | Export-Csv -LiteralPath './report.csv' -NoTypeInformation
            $row = Import-Csv -LiteralPath './report.csv'
            $row.Customer, $row.Path, $row.Status, $row.OutputPath | Should -Be @('Ann', 'clips/a.mp4', 'Succeeded', (Get-NativePath "$folder/out/a.mp4"))
            Get-Content -LiteralPath './report.csv' -Raw | Should -Not -Match 'NemoVideo\.|System\.|Tag'
        }

        It 'gets its result with the columns that it had when it was piped' {
            $row = [pscustomobject] @{ Path = ''; Ref = '' }
            $results = 'a', 'b' | ForEach-Object { $row.Path, $row.Ref = "./clips/$_.mp4", $_; $row } | New-NemoVideo $message -Destination ./out @quiet
            $results | Sort-Object -Property Path | ForEach-Object Ref | Should -Be @('a', 'b')
        }
    }

    Context 'A row with secrets in its columns' {
        It 'gets its result without them' {
            $row = [pscustomobject] @{ Path = 'https://me:hunter2@localhost.invalid/a.mp4?sig=SIGNATURE'; Note = 'see https://h.example/?token=SIGNATURE'; Number = 5 }
            $result = $row | New-NemoVideo $message -Destination ./out -MaximumCredit 0 @quiet
            $result.Path | Should -Be 'https://localhost.invalid/a.mp4?…'
            $result.Number | Should -Be 5
            $result | ConvertTo-Json -Depth 3 | Should -Not -Match 'SIGNATURE|hunter2'
        }

        It 'is not created from its result, because the URL is incomplete there' {
            $row = [pscustomobject] @{ Path = 'https://localhost.invalid/a.mp4?sig=SIGNATURE'; Message = $message }
            $row | New-NemoVideo -Destination ./out -MaximumCredit 0 @quiet | Export-Csv -LiteralPath './log.csv'
            $result = Import-Csv -LiteralPath './log.csv' | Select-Object -Property Path, Message | New-NemoVideo -Destination ./out @quiet
            $result.Status | Should -Be 'Failed'
            $failure | Should -HaveCount 1
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoInvalidArgument,*'
            $failure[0].ErrorDetails.RecommendedAction | Should -BeLike '*original URL*'
            Get-NewMessageCount | Should -Be 0
        }
    }

    Context '-Join' {
        It 'makes one video of all inputs in their order' {
            $result = './clips/b.mp4', './clips/a.mp4' | New-NemoVideo $message -Destination ./out -OutputName 'day' -Join
            $result.SourceName | Should -Be 'b.mp4; a.mp4'
            $result.OutputPath | Should -Be (Get-NativePath "$folder/out/day.mp4")
            Get-NewMessageCount | Should -Be 1
        }

        It 'makes no video if an input is skipped, reported or invalid: <Name>' -ForEach @(
            @{ Name = 'one file is in the destination'; Create = { './clips/a.mp4', './out/c.mp4' | New-NemoVideo @args -Join }; Id = 'NemoInvalidArgument' }
            @{ Name = 'all files are in the destination'; Create = { New-NemoVideo @args -Path './out/*.mp4' -Join }; Id = 'NemoInvalidArgument' }
            @{ Name = 'a quality'; Create = { New-Row @{ Path = './clips/a.mp4' }, @{ Path = './clips/b.mp4'; Quality = 'ultra' }, @{ Path = './c.mp4' } | New-NemoVideo @args -Join }; Id = 'NemoInvalidArgument' }
            @{ Name = 'a LiteralPath without a value'; Create = { New-Row @{ FullName = $null; Note = 'x' }, @{ FullName = './clips/a.mp4' } | New-NemoVideo @args -Join }; Id = 'NemoNoPathInInput' }
            @{ Name = 'only a row without a path'; Create = { New-Row @{ Message = 'a city' } | New-NemoVideo @args -Join }; Id = 'NemoNoPathInInput' }
            @{ Name = 'two properties with a path'; Create = { New-Row @{ Path = './clips/b.mp4'; FullName = './c.mp4' }, @{ Path = './clips/a.mp4' } | New-NemoVideo @args -Join }; Id = 'NemoInvalidArgument' }
        ) {
            $null = New-Item -ItemType Directory -Path './out'
            New-ClipCopy 'out/c.mp4', 'c.mp4'
            . $Create -Message $message -Destination ./out @quiet -WarningAction SilentlyContinue | Should -BeNullOrEmpty
            $failure | Should -HaveCount 1
            $failure[0].FullyQualifiedErrorId | Should -Be "$Id,NemoVideo.PowerShell.Commands.NewNemoVideoCommand"
            Get-NewMessageCount | Should -Be 0
        }

        It 'includes the file of a row without a Message column' {
            $result = New-Row @{ Path = './clips/a.mp4' }, @{ Path = './clips/b.mp4'; Message = $message } | New-NemoVideo -Destination ./out -Join
            $result.SourceName | Should -Be 'a.mp4; b.mp4'
        }

        It 'accepts no script block, because PowerShell would omit the inputs for which it fails' {
            { Get-ChildItem -Path './clips' | New-NemoVideo $message -Destination ./out -Join -OutputName { if ($_.Name -eq 'b.mp4') { throw 'no name' }; 'x' } } |
                Should -Throw -ErrorId 'NemoInvalidArgument,*'
            Get-NewMessageCount | Should -Be 0
        }

        It 'makes no video if one of the files is missing' {
            './clips/b.mp4', './missing.mp4' | New-NemoVideo $message -Destination ./out -Join @quiet | Should -BeNullOrEmpty
            $failure.FullyQualifiedErrorId | Should -BeLike 'NemoFileNotFound,*'
            Get-NewMessageCount | Should -Be 0
        }
    }

    Context 'Input that names no file' {
        It 'sends nothing if the script block of -LiteralPath returns <Name>' -ForEach @(
            @{ Name = 'null'; Find = { $files[$_.Message] } }
            @{ Name = 'an empty string'; Find = { '' } }
        ) {
            $files = @{ other = './clips/a.mp4' }
            (New-Row @{ Message = $message } | New-NemoVideo -LiteralPath $Find -Destination ./out @quiet).Status | Should -Be 'Failed'
            $failure | Should -HaveCount 1
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoNoPathInInput,*'
            Get-NewMessageCount | Should -Be 0
        }

        It 'sends nothing: <Name>' -ForEach @(
            @{ Name = 'a session'; Piped = { New-NemoSession } }
            @{ Name = 'the result of an edit'; Piped = { $null = Send-NemoUpload -Path './clips/a.mp4' -Session (New-NemoSession); Invoke-NemoEdit 'title "x"' -ResultOnly } }
            @{ Name = 'a variable without a value'; Piped = { , $null } }
            @{ Name = 'a row with an unknown column'; Piped = { [pscustomobject] @{ File = './clips/a.mp4' } } }
            @{ Name = 'a row whose Path is a URI object'; Piped = { New-Row @{ Path = [uri] 'https://localhost.invalid/a.mp4' } } }
            @{ Name = 'a row whose Path is only a separator'; Piped = { New-Row @{ Path = ' ; ' } } }
            @{ Name = 'a row of the report of a previous run'; Piped = { New-Row @{ SourcePath = "$folder/clips/a.mp4"; Message = 'x'; Status = 'Failed' } } }
            @{ Name = 'a row with a space after Path'; Piped = { "Path ,Message`n./clips/a.mp4,x" | ConvertFrom-Csv } }
            @{ Name = 'a file without a Path'; Piped = { Get-Item './clips/a.mp4' | Select-Object -Property Path, @{ n = 'Message'; e = { 'x' } } } }
        ) {
            $piped = & $Piped
            $sent = @(Get-SentMessage $emulator).Count
            @($piped | New-NemoVideo $message -Destination ./out @quiet).Where{ $_.Status -ne 'Failed' } | Should -BeNullOrEmpty
            $failure.Count | Should -Be 1
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoNoPathInInput,*'
            Get-NewMessageCount | Should -Be 0
        }

        It 'is a terminating error on the command line: <Name>' -ForEach @(
            @{ Name = 'an empty -Path'; With = @{ Path = '' }; Id = 'NemoEmptyArgument' }
            @{ Name = '-InputObject $null'; With = @{ InputObject = $null }; Id = 'NemoEmptyArgument' }
            @{ Name = '-LiteralPath $null'; With = @{ LiteralPath = $null }; Id = 'NemoEmptyArgument' }
            @{ Name = 'an empty -LiteralPath'; With = @{ LiteralPath = './clips/a.mp4', '' }; Id = 'NemoEmptyArgument' }
            @{ Name = '-Path and -LiteralPath'; With = @{ Path = './clips/a.mp4'; LiteralPath = './clips/b.mp4' }; Id = 'NemoInvalidArgument' }
            @{ Name = 'an unknown quality'; With = @{ Quality = 'ultra' }; Id = 'NemoInvalidArgument' }
            @{ Name = 'an unknown resolution'; With = @{ Resolution = '9K' }; Id = 'NemoInvalidArgument' }
            @{ Name = 'a frame rate of 0'; With = @{ FrameRate = 0 }; Id = 'NemoInvalidArgument' }
            @{ Name = 'a frame rate that is no number'; With = @{ FrameRate = 'fast' }; Id = 'NemoInvalidArgument' }
            @{ Name = 'an invalid language'; With = @{ Language = 'x_y' }; Id = 'NemoInvalidArgument' }
            @{ Name = 'a blank message'; With = @{ Message = 'title;; ' }; Id = 'NemoInvalidArgument' }
            @{ Name = '-ShardCount without -ShardIndex'; With = @{ ShardCount = 2 }; Id = 'NemoInvalidArgument' }
            @{ Name = '-ShardIndex without -ShardCount'; With = @{ ShardIndex = 0 }; Id = 'NemoInvalidArgument' }
            @{ Name = 'a message $null'; With = @{ Message = $null }; Id = 'NemoInvalidArgument' }
        ) {
            $all = @{ Message = $message; Destination = './out' }
            foreach ($key in $With.Keys) { $all[$key] = $With[$key] }
            { New-NemoVideo @all } | Should -Throw -ErrorId "$Id,*"
            Get-NewMessageCount | Should -Be 0
        }

        It 'is an error for a second argument without a parameter name, and sends nothing' {
            { New-NemoVideo $message ./clips } | Should -Throw -ErrorId 'PositionalParameterNotFound,*'
            { New-NemoVideo $message ./clips -Destination ./out } | Should -Throw -ErrorId 'PositionalParameterNotFound,*'
            Get-NewMessageCount | Should -Be 0
            './clips/a.mp4' | Should -Exist
        }

        It 'is an error for a row with several paths of which one is skipped, and other rows are created' {
            $null = New-Item -ItemType Directory -Path './out'
            New-ClipCopy 'out/c.mp4'
            $results = New-Row @{ Path = 'out/c.mp4;out/c.mp4' }, @{ Path = 'clips/a.mp4;out/c.mp4' }, @{ Path = 'clips/b.mp4' } |
                New-NemoVideo $message -Destination ./out @quiet -WarningAction SilentlyContinue
            $results.SourceName | Should -Be @('c.mp4; c.mp4', 'a.mp4; c.mp4', 'b.mp4')
            $results.Status | Should -Be @('Failed', 'Failed', 'Succeeded')
            $failure.FullyQualifiedErrorId -replace ',.*' | Should -Be @('NemoInvalidArgument', 'NemoInvalidArgument')
            "$failure" | Should -BeLike '*clips/a.mp4;out/c.mp4*'
            Get-NewMessageCount | Should -Be 1
        }

        It 'is an error for a typed row, whose properties PowerShell does not bind' {
            New-NemoVideo $message -Destination ./out -InputObject (New-Row @{ Path = './clips/a.mp4' }) @quiet | Should -BeNullOrEmpty
            $failure.FullyQualifiedErrorId | Should -BeLike 'NemoNoPathInInput,*'
            Get-NewMessageCount | Should -Be 0
        }

        It 'is an error for a row with a value that is not text' {
            New-Row @{ Path = './clips/a.mp4'; Language = 'de', 'fr' }, @{ Path = './clips/a.mp4'; OutputName = @{ a = 1 } } |
                New-NemoVideo $message -Destination ./out @quiet | ForEach-Object -MemberName Status | Should -Be @('Failed', 'Failed')
            $failure.FullyQualifiedErrorId -replace ',.*' | Should -Be @('NemoInvalidArgument', 'NemoInvalidArgument')
            "$($failure[0])" | Should -BeLike (Get-NativePath "*$folder/clips/a.mp4*Language*")
            Get-NewMessageCount | Should -Be 0
        }

        It 'generates a video from the message' {
            $result = New-NemoVideo "generate a clip of $([guid]::NewGuid())" -Destination ./out
            $result.Status, $result.OutputPath | Should -Be @('Succeeded', (Get-NativePath "$folder/out/video.mp4"))
            Get-NewMessageCount | Should -Be 1
        }
    }

    Context 'Credits' {
        It 'limit the videos with -MaximumCredit, and the next run continues' {
            $results = Get-ChildItem -Path './clips' | New-NemoVideo $message -Destination ./out -MaximumCredit 60 @quiet
            $results.Status | Sort-Object | Should -Be @('NotStarted', 'Succeeded')
            $failure.Count | Should -Be 1
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoOutOfCredits,*'
            "$($failure[0])" | Should -BeLike (Get-NativePath "'$folder/clips/?.mp4': The credit limit for this run doesn't leave enough*50 credits.")
            $results = Get-ChildItem -Path './clips' | New-NemoVideo $message -Destination ./out
            $results.Status | Sort-Object | Should -Be @('AlreadyDone', 'Succeeded')
            Get-NewMessageCount | Should -Be 2
        }

        It 'that run out cause one error with all videos that were not created, and do not affect earlier videos' {
            $null = New-NemoVideo $message -Destination ./out -Path './clips/b.mp4'
            New-ClipCopy 'clips/c.mp4', 'clips/d.mp4'
            $emulator.SetCredit(60)
            $results = Get-ChildItem -Path './clips' | New-NemoVideo $message -Destination ./out -ThrottleLimit 1 @quiet
            $results.Status | Sort-Object | Should -Be @('AlreadyDone', 'NotStarted', 'NotStarted', 'Succeeded')
            $failure.Count | Should -Be 1
            $failure[0].TargetObject | Should -Be (Get-NativePath "$folder/clips/c.mp4", "$folder/clips/d.mp4")
            "$($failure[0])" | Should -BeLike (Get-NativePath "*2 videos were not created: '$folder/clips/c.mp4', '$folder/clips/d.mp4'.")
            Get-NewMessageCount | Should -Be 2
        }

        It 'that the service finds used up, with -ErrorAction Stop, throw one error and start no more videos' {
            New-ClipCopy 'clips/c.mp4', 'clips/d.mp4', 'clips/e.mp4', 'clips/f.mp4'
            $emulator.AddFault('POST /run_sse: answer 402 {"code":2001,"message":"no credits"} x*')
            $results = [System.Collections.Generic.List[object]]::new()
            {
                Get-ChildItem -Path './clips' | New-NemoVideo $message -Destination ./out -ThrottleLimit 2 -ErrorAction Stop 6> $null |
                    ForEach-Object { $results.Add($_) }
            } | Should -Throw -ErrorId 'NemoOutOfCredits,*'
            $results.Status | Should -Not -Contain 'Succeeded'
            Get-NewMessageCount | Should -BeLessOrEqual 2
        }
    }

    Context 'Failures' {
        It 'of a property of an input end the command when the videos in progress are complete' {
            $row = [pscustomobject] @{ Path = './clips/b.mp4' } |
                Add-Member -MemberType ScriptProperty -Name 'Note' -Value { throw 'enough' } -PassThru
            $results = [System.Collections.Generic.List[object]]::new()
            {
                & { Get-Item -Path './clips/a.mp4'; $row } | New-NemoVideo $message -Destination ./out 6> $null |
                    ForEach-Object { $results.Add($_) }
            } | Should -Throw '*enough*'
            $results.Status | Should -Be 'Succeeded'
        }

        It 'of the connection start no more videos' {
            New-ClipCopy 'clips/c.mp4', 'clips/d.mp4'
            $emulator.AddFault('POST /api/tasks/*: status 401 x*')
            $results = Get-ChildItem -Path './clips' | New-NemoVideo $message -Destination ./out -ThrottleLimit 1 -Connection $registered @quiet
            # Some can start before the error of the first one is read.
            $results.Status[0] | Should -Be 'Failed'
            $results.Status | Should -Not -Contain 'Succeeded'
            $failure.Count | Should -Be 1
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'NemoAuthenticationFailed,*'
            @($failure[0].TargetObject).Count | Should -Be 4
        }

        It 'of the input are errors: an edit that changes nothing, unless -AcceptTimeline is used' {
            $nothing = "hello $([guid]::NewGuid())"
            (New-NemoVideo $nothing -Destination ./out -Path './clips/a.mp4' @quiet).Status | Should -Be 'Failed'
            $failure.FullyQualifiedErrorId | Should -BeLike 'NemoEditUnchanged,*'
            $failure.ErrorDetails.RecommendedAction | Should -BeLike '*New-NemoVideo -AcceptTimeline*'
            (New-NemoVideo $nothing -Destination ./out -Path './clips/a.mp4' -AcceptTimeline).Status | Should -Be 'Succeeded'
            Get-NewMessageCount | Should -Be 1
        }
    }

    Context 'Several runs' {
        It 'do not create the same video at the same time' {
            $emulator.AddFault('POST /run_sse: hold after 1 events')
            $background = Start-Background -Variable @{ nemo = $nemo; folder = $folder; message = $message } -Script 'New-NemoVideo $message -Destination "$folder/out" -Path "$folder/clips/a.mp4" -Connection $nemo'
            $null = Wait-Until { (Get-NewMessageCount) -eq 1 -and @(Get-SentMessage $emulator)[-1].eventsSent -eq 1 }
            $second = New-NemoVideo $message -Destination ./out -Path './clips/a.mp4' @quiet -WarningVariable warning -WarningAction SilentlyContinue
            $second.Status | Should -Be 'InUse'
            $failure | Should -BeNullOrEmpty
            $warning.Count | Should -Be 1
            "$warning" | Should -BeLike (Get-NativePath "*$folder/clips/a.mp4*")
            $emulator.Release()
            Wait-Background $background
            $background.Output.Status | Should -Be 'Succeeded'
            Get-NewMessageCount | Should -Be 1
        }

        It 'charge again only with -Restart after a confirmation' {
            $null = New-NemoVideo $message -Destination ./out -Path './clips/a.mp4'
            # This host can't ask.
            $background = Start-Background -Variable @{ nemo = $nemo; folder = $folder; message = $message } -Script 'New-NemoVideo $message -Destination "$folder/out" -Path "$folder/clips/a.mp4" -Connection $nemo -Restart'
            $background.Invocation.AsyncWaitHandle.WaitOne(60000) | Should -BeTrue
            $failure = @($background.Shell.Streams.Error) + $background.Shell.InvocationStateInfo.Reason.ErrorRecord
            $background.Output | Should -BeNullOrEmpty
            "$($failure.ErrorDetails.RecommendedAction)" | Should -BeLike '*-Confirm:$false*'
            Get-NewMessageCount | Should -Be 1
            $again = New-NemoVideo $message -Destination ./out -Path './clips/a.mp4' -Restart -Confirm:$false
            $again.Status, $again.OutputPath | Should -Be @('Succeeded', (Get-NativePath "$folder/out/a.mp4")) -Because 'the file of the first run is unchanged'
            Get-NewMessageCount | Should -Be 2
        }
    }

    Context 'Inputs and videos in one place' {
        It 'skips the videos of a previous run in the destination folder, with a warning' {
            $null = Get-ChildItem -Path '.' -Recurse -Filter '*.mp4' | New-NemoVideo $message -Destination ./out
            $sent = @(Get-SentMessage $emulator).Count
            $again = Get-ChildItem -Path '.' -Recurse -Filter '*.mp4' | New-NemoVideo $message -Destination ./out/ -WarningVariable warning -WarningAction SilentlyContinue
            $again.Status | Sort-Object -Unique | Should -Be 'AlreadyDone' -Because 'a separator at the end is the same folder'
            @(Get-SentMessage $emulator).Count | Should -Be $sent
            $warning.Count | Should -Be $again.Count
            "$($warning[0])" | Should -BeLike (Get-NativePath "'$folder/out/*.mp4' was skipped, because it is in the destination folder.*")
        }

        # A day as a new user, 29 November: the report had the order in which videos ended, and omitted what was skipped.
        It 'numbers the results in the order of the input, and names what was skipped' {
            $null = New-Item -ItemType Directory -Path ./out
            New-ClipCopy 'out/old.mp4'
            $emulator.AddFault('POST /api/upload-video/*: hold before answer')
            $rows = New-Row @{ Path = './clips/a.mp4' }, @{ Path = '' }, @{ Path = './missing.mp4' }, @{ Path = './clips/b.mp4' }, @{ Path = './out/old.mp4' }
            $results = $rows | New-NemoVideo $message -Destination ./out @quiet -WarningAction SilentlyContinue |
                ForEach-Object { $emulator.Release(); $_ }
            $numbered = @{}
            foreach ($result in $results) { $numbered[$result.InputNumber] = $result.SourceName }
            $numbered[1], $numbered[3] | Should -Be 'a.mp4', 'b.mp4'
            $numbered[2] | Should -BeLike '*missing.mp4'
            $skipped = $results.SkippedInputs
            $skipped | Should -HaveCount 2
            $skipped[0] | Should -BeLike '*2 was skipped, because it is empty.'
            $skipped[1] | Should -BeLike "*old.mp4' was skipped, because it is in the destination folder.*"
            $page = Get-Content -Raw -LiteralPath ($results | Sort-Object -Property SourceName -Descending | Export-NemoReport -Path './report.html').FullName
            [regex]::Matches($page, '<h3>(.*?)</h3>').ForEach{ $_.Groups[1].Value } | Should -Be 'a.mp4', 'missing.mp4', 'b.mp4'
            $page | Should -Match '<h2 id="skipped">Skipped inputs</h2><ul>(<li>[^<]*</li>\s*)*<li>[^<]*2 was skipped'
        }

        It 'skips the music in a folder of clips, with a warning, unless -Join or a row uses it' {
            Set-Content -Path ./music.wav -Value ([byte[]] ([char[]] 'RIFF' + 36, 0, 0, 0 + [char[]] 'WAVEfmt ' + (, 0 * 40))) -AsByteStream
            $result = Get-Item -Path ./music.wav | New-NemoVideo $message -Destination ./out -WarningVariable warning -WarningAction SilentlyContinue
            $result | Should -BeNullOrEmpty
            "$warning" | Should -BeExactly ((Get-NativePath "'$folder/music.wav' was skipped, because it contains only audio. ") +
                'To include it in a video, use -Join, or upload it with Send-NemoUpload.')
            New-NemoVideo $message -Path './mus*' -Destination ./out -WarningAction SilentlyContinue | Should -BeNullOrEmpty
            Get-NewMessageCount | Should -Be 0

            $row = [pscustomobject] @{ Path = "$folder/music.wav"; Message = 'add a title' }
            @($row | New-NemoVideo -Destination ./out -WarningAction SilentlyContinue).Status | Should -Be 'Succeeded'
            Get-NewMessageCount | Should -Be 1
            @(New-NemoVideo 'title "music"' -Path ./music.wav -Destination ./out -WarningAction SilentlyContinue).Status | Should -Be 'Succeeded'
            Get-NewMessageCount | Should -Be 2
        }

        It 'never replaces a clip with its video, not even with -Force' {
            $hash = (Get-FileHash -LiteralPath './clips/a.mp4').Hash
            New-NemoVideo $message -Destination ./clips -Path './clips/a.mp4' -Force -WarningAction SilentlyContinue | Should -BeNullOrEmpty
            (Get-FileHash -LiteralPath './clips/a.mp4').Hash | Should -Be $hash
        }

        It 'never replaces a clip with the video of another input, not even with -Force' {
            $null = New-Item -ItemType Directory -Path './other'
            New-ClipCopy 'other/a.mp4'
            $hash = (Get-FileHash -LiteralPath './clips/a.mp4').Hash
            $result = New-NemoVideo $message -Destination ./clips -Path './other/a.mp4', './clips/a.mp4' -Force -ThrottleLimit 1 -WarningAction SilentlyContinue
            $result.OutputPath | Should -Be (Get-NativePath "$folder/clips/a (2).mp4")
            (Get-FileHash -LiteralPath './clips/a.mp4').Hash | Should -Be $hash
        }

        It 'gives the video another name if a folder has its name, with -Force' {
            $null = New-Item -ItemType Directory -Path './out/a.mp4'
            (New-NemoVideo $message -Destination ./out -Path './clips/a.mp4' -Force).OutputPath | Should -Be (Get-NativePath "$folder/out/a (2).mp4")
        }

        It 'finds the video of a previous run, and protects the clips, if the destination is written <Name>' -Skip:(-not $IsWindows) -ForEach @(
            @{ Name = 'in another case'; Write = { $args[0].ToUpperInvariant() } }
            @{ Name = 'with forward slashes'; Write = { $args[0].Replace('\', '/') } }
            @{ Name = 'with \\?\'; Write = { "\\?\$($args[0])" } }
        ) {
            $first = New-NemoVideo $message -Destination "$folder\out" -Path './clips/a.mp4'
            $again = New-NemoVideo $message -Destination (& $Write "$folder\out") -Path './clips/A.mp4'
            $again.Status, $again.OutputPath | Should -Be 'AlreadyDone', $first.OutputPath
            @(Get-ChildItem -Path ./out).Name | Should -Be 'a.mp4'

            $skipped = New-NemoVideo $message -Destination (& $Write "$folder\clips") -Path './clips/a.mp4' -Force -WarningVariable warning -WarningAction SilentlyContinue
            $skipped | Should -BeNullOrEmpty
            "$warning" | Should -BeLike '*in the destination folder*'
            $twice = New-NemoVideo $message -Destination ./two -Path './clips/b.mp4', (& $Write "$folder\clips\b.mp4") -WarningAction SilentlyContinue
            $twice | Should -HaveCount 1
        }

        It 'finds the clips and the destination through a linked folder' -Skip:(-not ($IsLinux -or $IsMacOS)) {
            $null = New-Item -ItemType Directory -Path ./videos
            $null = [System.IO.Directory]::CreateSymbolicLink("$folder/link", "$folder/clips")
            $null = [System.IO.Directory]::CreateSymbolicLink("$folder/out", "$folder/videos")
            (New-NemoVideo $message -Path ./link -Destination ./out).OutputPath | Sort-Object | Should -Be "$folder/out/a.mp4", "$folder/out/b.mp4"
            (Get-ChildItem -Path ./link | New-NemoVideo $message -Destination ./out).Status | Should -Be 'AlreadyDone', 'AlreadyDone'
            (Get-ChildItem -Path ./videos).Name | Should -Be 'a.mp4', 'b.mp4'
            Get-NewMessageCount | Should -Be 2
        }

        It 'includes files of a folder whose name differs only in case' -Skip:(-not $IsLinux) {
            (New-NemoVideo $message -Destination ./Clips -Path './clips/a.mp4').OutputPath | Should -Be (Get-NativePath "$folder/Clips/a.mp4")
        }

        It 'is charged once if a file is specified several times: <Name>' -ForEach @(
            @{ Name = 'overlapping paths'; Create = { New-NemoVideo @args -Path './clips/a*.mp4', './clips/a.mp4' } }
            @{ Name = 'files of another process'; Create = {
                    $file = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize((Get-Item './clips/a.mp4')))
                    $file, $file | New-NemoVideo @args } }
        ) {
            $result = . $Create -Message $message -Destination ./out -WarningVariable warning -WarningAction SilentlyContinue
            $result.OutputPath | Should -Be (Get-NativePath "$folder/out/a.mp4")
            "$warning" | Should -BeLike (Get-NativePath "*$folder/clips/a.mp4*more than once*")
            Get-NewMessageCount | Should -Be 1
        }

        It 'is charged once for two rows with the same content and message, and each name gets a copy' {
            $results = New-Row @{ Path = './clips/a.mp4'; OutputName = 'one' }, @{ Path = './clips/a.mp4'; OutputName = 'two' } |
                New-NemoVideo $message -Destination ./out
            $results.Status | Should -Be @('Succeeded', 'Succeeded')
            (Get-FileHash -Path ./out/one.mp4, ./out/two.mp4).Hash | Sort-Object -Unique | Should -HaveCount 1
            Get-NewMessageCount | Should -Be 1
        }

        It 'keeps the video of another input in the same run, with -Force' {
            $first = New-NemoVideo $message -Destination ./out -Path './clips/a.mp4' -OutputName 'same'
            $both = Get-ChildItem -Path './clips' -Filter '*.mp4' | Sort-Object -Property Name |
                New-NemoVideo $message -Destination ./out -OutputName 'same' -Force -ThrottleLimit 1
            $both.OutputPath | Sort-Object -Unique | Should -HaveCount $both.Count
            $both[0].Status | Should -Be 'AlreadyDone'
            $both[0].OutputPath | Should -Be $first.OutputPath
        }

        It 'does not read the path of an existing file as several paths' {
            New-ClipCopy 'x;y.mp4', 'x', 'y.mp4'
            $result = New-Row @{ Path = 'x;y.mp4' } | New-NemoVideo $message -Destination ./out
            $result.Status, $result.SourcePath | Should -Be 'Succeeded', (Get-NativePath "$folder/x;y.mp4")
        }

        It 'is an error with -Path and pipeline input' {
            foreach ($typed in @{ Path = './clips/a.mp4' }, @{ LiteralPath = './clips/a.mp4' }) {
                { Get-ChildItem -Path './clips' | New-NemoVideo $message -Destination ./out @typed } |
                    Should -Throw -ErrorId 'NemoInvalidArgument,NemoVideo.PowerShell.Commands.NewNemoVideoCommand'
            }

            Get-NewMessageCount | Should -Be 0
        }
    }

    Context 'Events' {
        It 'are returned with -IncludeEvent, in order for each session' {
            $output = Get-ChildItem -Path './clips' | New-NemoVideo "$message;;add calm music" -Destination ./out -IncludeEvent
            $results = @($output | Where-Object { $_.GetType().Name -eq 'NemoVideoResult' })
            $results | Should -HaveCount 2
            foreach ($result in $results) {
                $events = @($output | Where-Object { $_.SessionId -eq $result.SessionId -and $_.GetType().Name -ne 'NemoVideoResult' })
                @($events | Where-Object Kind -EQ 'Result').Message | Should -Be @($message, 'add calm music')
                $events[-1].Kind | Should -Be 'Result'
                $events.SourceName | Sort-Object -Unique | Should -Be $result.SourceName
                $previous = 0
                foreach ($one in $events) {
                    $one.Sequence | Should -BeGreaterThan $previous
                    $previous = if ($one.Kind -eq 'Result') { 0 } else { $one.Sequence }
                }
                $output.IndexOf($events[-1]) | Should -BeLessThan $output.IndexOf($result)
            }
        }
    }

    Context 'Background jobs' {
        It 'run with the operator &' {
            if ($PSVersionTable.PSEdition -ne 'Core') { Set-ItResult -Skipped -Because 'Windows PowerShell has no operator &' }
            Invoke-NewPowerShell @"
`$env:PSModulePath = '$(Split-Path -Path $module -Parent)' + [IO.Path]::PathSeparator + `$env:PSModulePath
`$job = Get-ChildItem -Path '$folder/clips' | New-NemoVideo '$message' -Destination '$folder/out' &
`$job | Receive-Job -Wait | ForEach-Object Status
"@ | Where-Object { $_ -notlike 'Summary: *' } | Select-Object -Last 2 | Should -Be @('Succeeded', 'Succeeded')
        }
    }
}
