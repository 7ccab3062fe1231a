namespace NemoVideo.Client.Skills;

/// <summary>The skill in whose name a call is made (protocol section 1): goes out as three headers on every request.</summary>
/// <param name="Source">The skill's name, <c>X-Skill-Source</c>.</param>
/// <param name="Version">The skill's version, <c>X-Skill-Version</c>.</param>
/// <param name="Platform">Where the skill is installed, <c>X-Skill-Platform</c>: clawhub, cursor or unknown.</param>
public sealed record Attribution(string Source, string Version, string Platform);
