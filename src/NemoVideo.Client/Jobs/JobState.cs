namespace NemoVideo.Client.Jobs;

/// <summary>What the lines of a record say together.</summary>
internal sealed class JobState
{
    private readonly List<JobLine> _messages = [];
    private readonly List<JobLine> _renders = [];
    private readonly List<JobLine> _files = [];
    private int _earlierFileCount;

    public bool IsStarted { get; private set; }

    public string? SessionId { get; private set; }

    /// <summary>The number of complete uploads in the session.</summary>
    public int UploadCount { get; private set; }

    /// <summary>Whether the outcome of an upload is unknown, so that the session can't be used.</summary>
    public bool HasOpenUpload { get; private set; }

    /// <summary>The last line of each message in order, except of those that were refused.</summary>
    public IReadOnlyList<JobLine> Messages => _messages;

    /// <summary>The last of them; null if there is none.</summary>
    public JobLine? LastMessage => _messages.LastOrDefault();

    /// <summary>The number of messages that the service completed.</summary>
    public int EditCount => _messages.Count(static message => message.State == JobStepState.Done);

    /// <summary>The renders after the last message in order. The service may not have received the last one.</summary>
    public IReadOnlyList<JobLine> Renders => _renders;

    /// <summary>The videos of the last message in order. An earlier one can be the video of an equal job, or have another quality.</summary>
    public IEnumerable<JobLine> Videos => _files.Skip(_earlierFileCount);

    /// <summary>All videos that were written, also before the start.</summary>
    public IReadOnlyList<JobLine> Files => _files;

    /// <summary>Adds a line. Returns false if it can't follow the earlier lines, so that the record is damaged.</summary>
    public bool TryAdd(JobLine line)
    {
        switch (line)
        {
            case { Step: JobStep.Start }:
                IsStarted = true;
                SessionId = null;
                ClearSession();
                return true;
            case { Step: JobStep.Session, Session: not null } when _messages.Count == 0:
                SessionId = line.Session;
                ClearSession();
                return IsStarted;
            case { Step: JobStep.Upload, State: not null } when line.Number == UploadCount:
                HasOpenUpload = line.State == JobStepState.Sending;
                UploadCount += line.State == JobStepState.Done ? 1 : 0;
                return SessionId is not null;
            case { Step: JobStep.Message, State: not null, Number: { } number } when SessionId is not null
                && (number == EditCount || IsLateChange(line)) && (line.State != JobStepState.Sending || line.Before is not null):
                _messages.RemoveRange(number, _messages.Count - number);
                if (line.State != JobStepState.Refused)
                {
                    _messages.Add(line);
                }

                _renders.Clear();
                _earlierFileCount = _files.Count;
                return true;
            case { Step: JobStep.Render, Render: not null, Format: not null, Quality: not null }:
                _renders.Add(line);
                return EditCount > 0;
            case { Step: JobStep.File, Path: not null, Length: not null, ContentHash: not null }:
                _files.Add(line);
                return EditCount > 0;
            default:
                return false;
        }
    }

    /// <summary>Whether the last message changed the timeline only after it had ended.</summary>
    private bool IsLateChange(JobLine line) => line is { State: JobStepState.Done, IsChanged: true } && line.Number == EditCount - 1
        && LastMessage is { State: JobStepState.Done, IsChanged: false };

    private void ClearSession()
    {
        (UploadCount, HasOpenUpload, _earlierFileCount) = (0, false, _files.Count);
        _messages.Clear();
        _renders.Clear();
    }
}
