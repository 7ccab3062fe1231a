using System.Collections.Concurrent;
using NemoVideo.Client.Skills;

namespace NemoVideo.Client.Jobs;

/// <summary>What the jobs of a connection use.</summary>
/// <param name="Api">The API's base URL.</param>
/// <param name="Skill">The connection's skill.</param>
/// <param name="CreateOperations">Creates the operations for a skill.</param>
/// <param name="Logs">The logs of the jobs.</param>
/// <param name="Catalog">The hashes of the inputs, and the finished videos.</param>
internal sealed record JobServices(
    Uri Api, SkillProfile Skill, Func<SkillProfile, ServiceOperations> CreateOperations, JobLogs Logs, JobCatalog Catalog)
{
    private readonly ConcurrentDictionary<SkillProfile, ServiceOperations> _operations = new();

    /// <summary>The operations for a skill; null for the connection's.</summary>
    public ServiceOperations For(SkillProfile? skill = null) => _operations.GetOrAdd(skill ?? Skill, CreateOperations);
}
