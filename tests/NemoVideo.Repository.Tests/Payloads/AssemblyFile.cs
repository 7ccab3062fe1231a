using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace NemoVideo.Repository.Tests.Payloads;

/// <summary>The metadata of an assembly file. Nothing is loaded to run.</summary>
internal sealed class AssemblyFile : IDisposable
{
    private readonly PEReader _file;
    private readonly Dictionary<string, TypeDefinitionHandle> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _forwarded = new(StringComparer.Ordinal);

    public AssemblyFile(string path)
    {
        _file = new PEReader(File.OpenRead(path));
        Metadata = _file.GetMetadataReader();
        Name = Path.GetFileNameWithoutExtension(path);
        Version = Metadata.GetAssemblyDefinition().Version;
        foreach (var handle in Metadata.TypeDefinitions)
        {
            _types[SignatureText.NameOf(Metadata, handle)] = handle;
        }

        foreach (var type in Metadata.ExportedTypes.Select(Metadata.GetExportedType))
        {
            if (type.Implementation.Kind == HandleKind.AssemblyReference)
            {
                var target = Metadata.GetAssemblyReference((AssemblyReferenceHandle)type.Implementation);
                var name = SignatureText.Join(Metadata.GetString(type.Namespace), Metadata.GetString(type.Name));
                _forwarded[name] = Metadata.GetString(target.Name);
            }
        }
    }

    public string Name { get; }

    public Version Version { get; }

    public MetadataReader Metadata { get; }

    /// <summary>The type with this full name, or null. A nested type is separated from the outer type by a plus sign.</summary>
    public TypeDefinition? FindType(string name) => _types.TryGetValue(name, out var handle) ? Metadata.GetTypeDefinition(handle) : null;

    /// <summary>The name of the assembly that has the type now, or null. A nested type moves with the outer type.</summary>
    public string? FindForwarded(string name) => _forwarded.GetValueOrDefault(name.Split('+')[0]);

    public void Dispose() => _file.Dispose();
}
