namespace NemoVideo.PowerShell.Tests.SupplyChain;

/// <summary>A package that a lock file names.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">The exact version.</param>
/// <param name="ContentHash">The hash that a restore holds its content against; empty where the file names none.</param>
internal sealed record LockedPackage(string Id, string Version, string ContentHash);
