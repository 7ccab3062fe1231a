namespace NemoVideo.Language.Intents;

/// <summary>Opens the resources of the models.</summary>
internal static class ModelResource
{
    public static Stream Open(string name) => typeof(ModelResource).Assembly.GetManifestResourceStream("NemoVideo.Language.Intents." + name)
        ?? throw new InvalidOperationException($"The resource '{name}' is missing. Run the training project, which writes it.");
}
