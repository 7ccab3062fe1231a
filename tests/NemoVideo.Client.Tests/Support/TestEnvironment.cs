using System.Runtime.CompilerServices;

namespace NemoVideo.Client.Tests.Support;

/// <summary>Clears the developer's environment variables, so that no test uses a real token.</summary>
internal static class TestEnvironment
{
    [ModuleInitializer]
    internal static void Clear()
    {
        foreach (var name in new[] { "NEMO_TOKEN", "NEMO_CLIENT_ID", "NEMO_HOME", "NEMO_API_URL", "NEMO_WEB_URL", "SKILL_SOURCE" })
        {
            Environment.SetEnvironmentVariable(name, null);
        }
    }
}
