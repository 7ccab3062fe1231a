using System.Reflection;
using System.Reflection.Metadata;
using System.Text.RegularExpressions;
using NemoVideo.Repository.Tests.SupplyChain;

namespace NemoVideo.Repository.Tests.Payloads;

/// <summary>
/// The public API has no type of a package, because scripts and other modules may have another version of the package: no base type,
/// interface, constraint, field, return type or parameter. Types that .NET 10 has itself are allowed in the client library, such as
/// <c>JsonElement</c> and <c>IAsyncEnumerable</c>, but not in the cmdlets.
/// </summary>
public sealed partial class PublicTypesTests
{
    private static readonly string Bin = Path.Combine(ShippedPackages.Module, "bin");

    [Theory]
    [InlineData("netstandard2.0", "NemoVideo.Client", "shared")]
    [InlineData("net10.0", "NemoVideo.Client", "shared")]
    [InlineData("netstandard2.0", "NemoVideo.PowerShell", "netstandard2.0")]
    [InlineData("net10.0", "NemoVideo.PowerShell", "net10.0")]
    public void PublicTypes_OfAssembly_HaveNoTypeOfPackage(string payload, string assembly, string packages)
    {
        using var file = new AssemblyFile(Path.Combine(Bin, payload, assembly + ".dll"));
        var forbidden = PackageAssemblies(packages);
        Assert.Contains("Polly.Core", forbidden);

        Assert.DoesNotContain(ReferencesOfPublicTypes(file), one => forbidden.Contains(one.Assembly));
    }

    [Fact]
    public void PublicTypes_TypeOfPolyfill_IsFound()
    {
        using var file = new AssemblyFile(Path.Combine(Bin, "netstandard2.0", "NemoVideo.Client.dll"));

        // The client library has these types in its public API, so the search finds return types and parameters.
        Assert.Contains(
            ReferencesOfPublicTypes(file),
            static one => one is { Assembly: "Microsoft.Bcl.AsyncInterfaces", Type: "System.Collections.Generic.IAsyncEnumerable`1" });
        Assert.Contains(
            ReferencesOfPublicTypes(file),
            static one => one is { Assembly: "System.Text.Json", Type: "System.Text.Json.JsonElement" });
    }

    private static HashSet<string> PackageAssemblies(string payload) =>
        [.. new[] { payload, "shared" }.SelectMany(static folder => Directory.EnumerateFiles(Path.Combine(Bin, folder), "*.dll"))
            .Select(static path => Path.GetFileNameWithoutExtension(path))
            .Where(static name => !name.StartsWith("NemoVideo.", StringComparison.Ordinal))];

    private static IEnumerable<(string Member, string Type, string Assembly)> ReferencesOfPublicTypes(AssemblyFile file)
    {
        var reader = file.Metadata;
        var assemblies = reader.TypeReferences
            .Select(handle => (Name: SignatureText.NameOf(reader, handle), Scope: reader.GetTypeReference(handle).ResolutionScope))
            .Where(static type => type.Scope.Kind == HandleKind.AssemblyReference)
            .ToLookup(
                static type => type.Name,
                type => reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)type.Scope).Name),
                StringComparer.Ordinal);

        return from handle in reader.TypeDefinitions
               where IsVisible(reader, handle)
               from signature in Signatures(reader, handle)
               from Match name in TypeName().Matches(signature)
               from assembly in assemblies[name.Value]
               select ($"{SignatureText.NameOf(reader, handle)}: {signature}", name.Value, assembly);
    }

    private static bool IsVisible(MetadataReader reader, TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        return (type.Attributes & TypeAttributes.VisibilityMask) switch
        {
            TypeAttributes.Public => true,
            TypeAttributes.NestedPublic or TypeAttributes.NestedFamily or TypeAttributes.NestedFamORAssem
                => IsVisible(reader, type.GetDeclaringType()),
            _ => false,
        };
    }

    private static bool IsVisible(MethodAttributes attributes) => (attributes & MethodAttributes.MemberAccessMask)
        is MethodAttributes.Public or MethodAttributes.Family or MethodAttributes.FamORAssem;

    /// <summary>The base type, the interfaces, the constraints, and the methods and fields that other assemblies can use.</summary>
    private static IEnumerable<string> Signatures(MetadataReader reader, TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        var methods = type.GetMethods().Select(reader.GetMethodDefinition).Where(static method => IsVisible(method.Attributes)).ToList();
        var constraints = type.GetGenericParameters().Concat(methods.SelectMany(static method => method.GetGenericParameters()))
            .SelectMany(one => reader.GetGenericParameter(one).GetConstraints())
            .Select(one => reader.GetGenericParameterConstraint(one).Type);
        var interfaces = type.GetInterfaceImplementations().Select(one => reader.GetInterfaceImplementation(one).Interface);
        var types = interfaces.Concat(constraints).Append(type.BaseType);

        return
        [
            .. types.Where(static one => !one.IsNil).Select(one => SignatureText.NameOf(reader, one)),
            .. methods.Select(method =>
                SignatureText.Of(reader.GetString(method.Name), method.DecodeSignature(SignatureText.Provider, null))),
            .. type.GetFields().Select(reader.GetFieldDefinition)
                // The access of a field has the same values as that of a method.
                .Where(static field => IsVisible((MethodAttributes)field.Attributes))
                .Select(static field => field.DecodeSignature(SignatureText.Provider, null)),
        ];
    }

    [GeneratedRegex(@"[\w.+`]+")]
    private static partial Regex TypeName();
}
