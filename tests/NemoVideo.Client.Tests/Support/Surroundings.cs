using System.Runtime.CompilerServices;

namespace NemoVideo.Client.Tests.Support;

/// <summary>Takes away what the developer's own environment would say: no test may meet a real token.</summary>
internal static class Surroundings
{
    [ModuleInitializer]
    internal static void Clear()
    {
        foreach (var name in new[] { "NEMO_TOKEN", "NEMO_CLIENT_ID", "NEMO_HOME", "NEMO_API_URL", "NEMO_WEB_URL", "SKILL_SOURCE", "NEMO_TRUSTED_FOLDER" })
        {
            Environment.SetEnvironmentVariable(name, null);
        }
    }
}
