using NemoVideo.Client.Edits;
using NemoVideo.Client.Exports;
using NemoVideo.Client.Http;
using NemoVideo.Client.Sessions;
using NemoVideo.Client.Skills;
using NemoVideo.Client.Timeline;
using NemoVideo.Client.Uploads;

namespace NemoVideo.Client.Jobs;

/// <summary>The operations of a connection that jobs use.</summary>
internal sealed record JobServices(
    Uri Api, SkillProfile Skill, ApiTransport Transport, StateReader States, SessionOperations Sessions, UploadOperations Uploads,
    EditOperation Edits, RenderOperations Renders, Func<RenderJob, VideoFile, CancellationToken, Task<string>> DownloadAsync,
    Func<CancellationToken, Task<CreditBalance>> ReadBalanceAsync, JobLogs Logs, InputHashes Hashes);
