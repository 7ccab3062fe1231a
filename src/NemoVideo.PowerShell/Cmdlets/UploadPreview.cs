using NemoVideo.PowerShell.Formatting;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>Adds up what -WhatIf names file by file.</summary>
internal sealed class UploadPreview
{
    private int _count;
    private long _byteCount;
    private bool _isSizeKnown = true;

    /// <param name="length">The file's size; null for an address, whose size nobody knows here.</param>
    public void Add(long? length)
    {
        _count++;
        _byteCount += length ?? 0;
        _isSizeKnown &= length is not null;
    }

    /// <summary>One line for a person; null where there is nothing to upload.</summary>
    public string? Describe(bool isSessionPerFile) => _count == 0 ? null
        : $"What if: {_count} {(_count == 1 ? "file" : "files")}{(_isSizeKnown ? $", {DisplayText.Size(_byteCount)} in all" : "")}"
            + $"{(isSessionPerFile ? ", each into a session of its own" : "")}. Nothing goes down the pipeline.";
}
