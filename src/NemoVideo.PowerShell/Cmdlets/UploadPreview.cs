namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>Counts the files that -WhatIf shows, and adds their sizes.</summary>
internal sealed class UploadPreview
{
    private int _count;
    private long _byteCount;
    private bool _isSizeKnown = true;

    /// <param name="length">The size in bytes; null for a URL.</param>
    public void Add(long? length)
    {
        _count++;
        _byteCount += length ?? 0;
        _isSizeKnown &= length is not null;
    }

    /// <summary>The total in one line; null if there is nothing to upload.</summary>
    public string? Format(bool isSessionPerFile) => _count == 0 ? null
        : $"What if: {_count} {(_count == 1 ? "file" : "files")}{(_isSizeKnown ? $", {DisplayText.Size(_byteCount)} in total" : "")}"
            + $"{(isSessionPerFile ? ", each in a new session" : "")}. Nothing is written to the pipeline.";
}
