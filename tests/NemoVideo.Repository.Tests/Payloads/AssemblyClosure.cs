using System.Reflection.Metadata;

namespace NemoVideo.Repository.Tests.Payloads;

/// <summary>
/// Assemblies that can refer only to each other. As the loader does, it prefers the host's assembly if its version suffices.
/// </summary>
internal sealed class AssemblyClosure : IDisposable
{
    private readonly Dictionary<string, AssemblyFile> _host;
    private readonly Dictionary<string, AssemblyFile> _payload;

    /// <param name="host">The files of .NET Framework and PowerShell.</param>
    /// <param name="payload">The files of the module.</param>
    public AssemblyClosure(IEnumerable<string> host, IEnumerable<string> payload)
    {
        _host = Read(host);
        _payload = Read(payload);
    }

    /// <summary>
    /// Returns each reference in the module to an assembly, a type or a member that doesn't exist, as
    /// <c>referring assembly: what is missing</c>.
    /// </summary>
    public IReadOnlyList<string> FindMissing() =>
    [
        .. _payload.Values.SelectMany(file => MissingFrom(file).Select(missing => $"{file.Name}: {missing}"))
            .Distinct().Order(StringComparer.Ordinal),
    ];

    public void Dispose()
    {
        foreach (var file in _host.Values.Concat(_payload.Values))
        {
            file.Dispose();
        }
    }

    private static Dictionary<string, AssemblyFile> Read(IEnumerable<string> paths) =>
        paths.Select(static path => new AssemblyFile(path)).ToDictionary(static file => file.Name, StringComparer.OrdinalIgnoreCase);

    private static string SignatureOf(MetadataReader reader, string name, MemberReference member) =>
        member.GetKind() == MemberReferenceKind.Field
            ? $"{member.DecodeFieldSignature(SignatureText.Provider, null)} {name}"
            : SignatureText.Of(name, member.DecodeMethodSignature(SignatureText.Provider, null));

    private static bool Declares(MetadataReader reader, TypeDefinition type, string name, string signature) =>
        type.GetMethods().Select(reader.GetMethodDefinition).Any(method =>
            reader.StringComparer.Equals(method.Name, name)
            && SignatureText.Of(name, method.DecodeSignature(SignatureText.Provider, null)) == signature)
        || type.GetFields().Select(reader.GetFieldDefinition).Any(field =>
            reader.StringComparer.Equals(field.Name, name) && $"{field.DecodeSignature(SignatureText.Provider, null)} {name}" == signature);

    /// <summary>
    /// The type in a type specification such as <c>List&lt;int&gt;</c>. Null for an array, whose members the runtime provides.
    /// </summary>
    private static EntityHandle? GenericTypeOf(MetadataReader reader, TypeSpecificationHandle handle)
    {
        var signature = reader.GetBlobReader(reader.GetTypeSpecification(handle).Signature);
        if (signature.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
        {
            return null;
        }

        _ = signature.ReadSignatureTypeCode();
        return signature.ReadTypeHandle();
    }

    private IEnumerable<string> MissingFrom(AssemblyFile file)
    {
        var reader = file.Metadata;
        foreach (var reference in reader.AssemblyReferences.Select(reader.GetAssemblyReference))
        {
            if (Find(reader.GetString(reference.Name), reference.Version) is not { } target || target.Version < reference.Version)
            {
                yield return $"assembly {reader.GetString(reference.Name)} {reference.Version}";
            }
        }

        foreach (var handle in reader.TypeReferences)
        {
            if (Resolve(file, handle) is null)
            {
                yield return $"type {SignatureText.NameOf(reader, handle)}";
            }
        }

        foreach (var member in reader.MemberReferences.Select(reader.GetMemberReference))
        {
            var name = reader.GetString(member.Name);
            var signature = SignatureOf(reader, name, member);
            if (TypeOf(reader, member.Parent) is { } parent && Resolve(file, parent) is { } type && !Has(type, name, signature))
            {
                yield return $"{SignatureText.NameOf(reader, parent)}: {signature}";
            }
        }
    }

    private static EntityHandle? TypeOf(MetadataReader reader, EntityHandle parent) => parent.Kind switch
    {
        HandleKind.TypeSpecification => GenericTypeOf(reader, (TypeSpecificationHandle)parent),
        HandleKind.TypeReference or HandleKind.TypeDefinition => parent,
        _ => null,
    };

    /// <summary>Whether a type or one of its base types has the member.</summary>
    private bool Has(ResolvedType resolved, string name, string signature)
    {
        for (ResolvedType? current = resolved; current is { } one;)
        {
            var reader = one.File.Metadata;
            if (Declares(reader, one.Type, name, signature))
            {
                return true;
            }

            current = one.Type.BaseType.IsNil || TypeOf(reader, one.Type.BaseType) is not { } parent ? null : Resolve(one.File, parent);
        }

        return false;
    }

    private ResolvedType? Resolve(AssemblyFile file, EntityHandle handle)
    {
        var reader = file.Metadata;
        if (handle.Kind == HandleKind.TypeDefinition)
        {
            return new ResolvedType(file, reader.GetTypeDefinition((TypeDefinitionHandle)handle));
        }

        var scope = reader.GetTypeReference((TypeReferenceHandle)handle).ResolutionScope;
        while (scope.Kind == HandleKind.TypeReference)
        {
            scope = reader.GetTypeReference((TypeReferenceHandle)scope).ResolutionScope;
        }

        var name = SignatureText.NameOf(reader, handle);
        var reference = reader.GetAssemblyReference((AssemblyReferenceHandle)scope);
        var target = Find(reader.GetString(reference.Name), reference.Version);
        while (target is not null)
        {
            if (target.FindType(name) is { } type)
            {
                return new ResolvedType(target, type);
            }

            target = target.FindForwarded(name) is { } next ? Find(next, new Version(0, 0, 0, 0)) : null;
        }

        return null;
    }

    /// <summary>Finds an assembly. If its version is too early, its types and members still show what else is missing.</summary>
    private AssemblyFile? Find(string name, Version version)
    {
        var host = _host.GetValueOrDefault(name);
        return host?.Version >= version ? host : _payload.GetValueOrDefault(name) ?? host;
    }

    private readonly record struct ResolvedType(AssemblyFile File, TypeDefinition Type);
}
