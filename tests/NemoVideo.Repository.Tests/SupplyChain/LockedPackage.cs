namespace NemoVideo.Repository.Tests.SupplyChain;

/// <summary>A package in a lock file.</summary>
/// <param name="Id">The package ID.</param>
/// <param name="Version">The exact version.</param>
/// <param name="ContentHash">The hash that a restore checks the content against. Empty if the lock file has none.</param>
internal sealed record LockedPackage(string Id, string Version, string ContentHash);
