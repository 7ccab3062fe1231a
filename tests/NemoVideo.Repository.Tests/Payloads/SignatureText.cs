using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace NemoVideo.Repository.Tests.Payloads;

/// <summary>
/// Signatures as text that is the same in each assembly: full names of types without their assembly, and numbers for type parameters.
/// </summary>
internal sealed class SignatureText : ISignatureTypeProvider<string, object?>
{
    public static readonly SignatureText Provider = new();

    private SignatureText()
    {
    }

    /// <summary>The full name of a type.</summary>
    public static string NameOf(MetadataReader reader, EntityHandle handle) => handle.Kind switch
    {
        HandleKind.TypeDefinition => Provider.GetTypeFromDefinition(reader, (TypeDefinitionHandle)handle, 0),
        HandleKind.TypeReference => Provider.GetTypeFromReference(reader, (TypeReferenceHandle)handle, 0),
        _ => Provider.GetTypeFromSpecification(reader, null, (TypeSpecificationHandle)handle, 0),
    };

    public static string Join(string scope, string name) => scope.Length == 0 ? name : $"{scope}.{name}";

    /// <summary>A method with its return type, the number of its type parameters, and its parameters.</summary>
    public static string Of(string name, MethodSignature<string> method)
    {
        var kind = method.Header.IsInstance ? "" : "static ";
        var typeParameters = method.GenericParameterCount == 0 ? "" : $"`{method.GenericParameterCount}";
        return $"{kind}{method.ReturnType} {name}{typeParameters}({string.Join(", ", method.ParameterTypes)})";
    }

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
    {
        var type = reader.GetTypeDefinition(handle);
        var name = reader.GetString(type.Name);
        return type.GetDeclaringType() is { IsNil: false } outer
            ? $"{NameOf(reader, outer)}+{name}"
            : Join(reader.GetString(type.Namespace), name);
    }

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
    {
        var type = reader.GetTypeReference(handle);
        var name = reader.GetString(type.Name);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{NameOf(reader, type.ResolutionScope)}+{name}"
            : Join(reader.GetString(type.Namespace), name);
    }

    public string GetTypeFromSpecification(
        MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) => reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => $"System.{typeCode}";

    public string GetArrayType(string elementType, ArrayShape shape) => $"{elementType}[{new string(',', shape.Rank - 1)}]";

    public string GetSZArrayType(string elementType) => $"{elementType}[]";

    public string GetByReferenceType(string elementType) => $"{elementType}&";

    public string GetPointerType(string elementType) => $"{elementType}*";

    public string GetPinnedType(string elementType) => elementType;

    public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) =>
        $"{unmodifiedType} {(isRequired ? "modreq" : "modopt")}({modifier})";

    public string GetFunctionPointerType(MethodSignature<string> signature) => Of("*", signature);

    public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) =>
        $"{genericType}<{string.Join(", ", typeArguments)}>";

    public string GetGenericTypeParameter(object? genericContext, int index) => $"!{index}";

    public string GetGenericMethodParameter(object? genericContext, int index) => $"!!{index}";
}
