using NemoVideo.Language;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>Uploads the files of a request: those of the input, and those that the text names.</summary>
public abstract class RequestUploadCommand : SessionCommand
{
    private protected const string NewSession = "a new session";

    /// <summary>Whether the request has only one step.</summary>
    private protected bool IsAlone { get; set; }

    /// <summary>Whether the request runs in several sessions of the input.</summary>
    private protected bool HasManySessions { get; set; }

    /// <summary>The session that earlier steps would create or select without -WhatIf, as text; null for none.</summary>
    private protected string? PreviewedSession { get; set; }

    /// <summary>Whether nothing failed since the step began.</summary>
    private protected bool IsComplete { get; set; }

    /// <summary>Uploads files in order. Null stands for a file that was reported, so the step isn't complete.</summary>
    private protected void Upload(IReadOnlyCollection<string?> files)
    {
        IsComplete &= !files.Contains(null);
        Upload([.. files.OfType<string>().Select(static file => new UploadSource(file))]);
    }

    /// <summary>Uploads a file, the files of a folder, or a URL that a request names.</summary>
    private protected void UploadNamed(string named)
    {
        if (AddressOf(named) is { } address)
        {
            Upload([new UploadSource(null, address)]);
            return;
        }

        // Brackets are common in file names, so only * and ? are wildcards.
        var pattern = WildcardPattern.Escape(named).Replace("`*", "*").Replace("`?", "?");
        Upload([.. FilePaths.Resolve(this, pattern, isLiteral: false)]);
    }

    /// <summary>The local files and folders that a step names.</summary>
    private protected static IEnumerable<string> PathsOf(RequestStep step) =>
        step.Files.Where(static file => AddressOf(file) is null).Concat(step.Folder == "." ? [] : [step.Folder]);

    private static Uri? AddressOf(string named) =>
        UrlText.Parse(named) is { } address && DisplayText.IsWebAddress(address) ? address : null;

    private void Upload(IReadOnlyCollection<UploadSource> sources)
    {
        using var uploads = new UploadRunner(this, static (_, end) => end());
        foreach (var source in uploads.Queue(sources))
        {
            var target = source.ToString();
            if (ShouldProcess(target, "Upload"))
            {
                Process(target, () =>
                {
                    uploads.Begin(source);
                    uploads.WaitUntilRunning(0);
                });
            }
            else
            {
                PreviewNewSession();
            }
        }
    }

    /// <summary>Describes the new session of the later steps if -WhatIf only shows an upload or a message without a session.</summary>
    private protected void PreviewNewSession() =>
        PreviewedSession ??= IsWhatIf && FindSessionId() is null ? NewSession : null;

    /// <summary>
    /// If other steps follow, no error is terminating, so that a warning can list them. If other sessions follow, a failure that all of
    /// them would have ends the request.
    /// </summary>
    private protected void Process(object? target, Action action)
    {
        var isDone = false;
        Action run = () =>
        {
            action();
            isDone = true;
        };
        if (HasManySessions)
        {
            Finish(target, run, whole: Session);
        }
        else if (IsAlone)
        {
            ProcessInput(target, run);
        }
        else
        {
            Finish(target, run, endsOthers: false);
        }

        IsComplete &= isDone;
    }
}
