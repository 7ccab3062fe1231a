using NemoVideo.Client.Skills;

namespace NemoVideo.Client.Transport;

/// <summary>Adds the three attribution headers to each request to the API. Without them, the service rejects an export with 402.</summary>
internal sealed class AttributionHandler(SkillProfile skill, ApiOrigin origin) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (origin.Includes(request.RequestUri))
        {
            Set(request, "X-Skill-Source", skill.Name);
            Set(request, "X-Skill-Version", skill.Version);
            Set(request, "X-Skill-Platform", skill.Platform);
        }

        return base.SendAsync(request, cancellationToken);
    }

    private static void Set(HttpRequestMessage request, string name, string value)
    {
        request.Headers.Remove(name);
        request.Headers.TryAddWithoutValidation(name, value);
    }
}
