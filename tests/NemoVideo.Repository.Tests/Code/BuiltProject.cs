using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace NemoVideo.Repository.Tests.Code;

/// <summary>The assembly of a project of src: what its code uses, and in which source file, as the symbols say.</summary>
internal sealed class BuiltProject
{
    private const BindingFlags Declared =
        BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    /// <summary>The files of types that have no code, such as interfaces.</summary>
    private static readonly Guid TypeDefinitionDocuments = new("932E74BC-DBA9-4478-8D46-0F32A7BAB3D3");

    private static readonly Dictionary<int, OpCode> OpCodesByValue = typeof(OpCodes).GetFields()
        .Select(static field => (OpCode)field.GetValue(null)!).ToDictionary(static code => (int)(ushort)code.Value);

    private readonly MetadataReader _symbols;
    private readonly string _folder;
    private readonly Dictionary<Type, HashSet<string>> _files = [];

    private BuiltProject(string name)
    {
        Name = name;
        _folder = $"/src/{name}/";
        var path = Path.Combine(AppContext.BaseDirectory, name + ".dll");
        Assembly = File.Exists(path) ? Assembly.Load(name) : Assembly.LoadFrom(SourceTree.Metadata(name));
        _symbols = MetadataReaderProvider.FromPortablePdbStream(File.OpenRead(Path.ChangeExtension(Assembly.Location, ".pdb"))).GetMetadataReader();
        foreach (var type in Assembly.GetTypes())
        {
            _files[type] = [.. FilesOf(type)];
        }

        Uses = [.. Assembly.GetTypes().SelectMany(UsesOf).Where(static use => use.File is not null).Distinct()];
    }

    public string Name { get; }

    public Assembly Assembly { get; }

    /// <summary>Each source file, with a type or a text that it uses.</summary>
    public IReadOnlyList<(string? File, Type? Type, string? Text)> Uses { get; }

    /// <summary>The source files of the project, relative to its folder.</summary>
    public IEnumerable<string> Files => _files.Values.SelectMany(static files => files).Distinct();

    public static BuiltProject Of(string name) => new(name);

    /// <summary>The source files of a type. None if the type belongs to another project, or if the compiler made it.</summary>
    public IReadOnlyCollection<string> FilesOfType(Type type) => _files.GetValueOrDefault(type) ?? [];

    private IEnumerable<string> FilesOf(Type type)
    {
        var documents = _symbols.GetCustomDebugInformation(MetadataTokens.EntityHandle(type.MetadataToken)).Select(_symbols.GetCustomDebugInformation)
            .Where(one => _symbols.GetGuid(one.Kind) == TypeDefinitionDocuments).SelectMany(one => ReadDocuments(one.Value));
        return MethodsOf(type).Select(FileOf).Concat(documents.Select(FileOf)).OfType<string>();
    }

    private List<DocumentHandle> ReadDocuments(BlobHandle blob)
    {
        var reader = _symbols.GetBlobReader(blob);
        var documents = new List<DocumentHandle>();
        while (reader.RemainingBytes > 0)
        {
            documents.Add(MetadataTokens.DocumentHandle(reader.ReadCompressedInteger()));
        }

        return documents;
    }

    private string? FileOf(MethodBase method)
    {
        var information = _symbols.GetMethodDebugInformation(((MethodDefinitionHandle)MetadataTokens.EntityHandle(method.MetadataToken)).ToDebugInformationHandle());
        return information.GetSequencePoints().Select(point => FileOf(point.Document)).FirstOrDefault();
    }

    /// <summary>Null for a file of another project, and for generated code.</summary>
    private string? FileOf(DocumentHandle document)
    {
        var path = _symbols.GetString(_symbols.GetDocument(document).Name).Replace('\\', '/');
        var start = path.LastIndexOf(_folder, StringComparison.Ordinal) + _folder.Length;
        return start < _folder.Length || path[start..].StartsWith("obj/", StringComparison.Ordinal) ? null : path[start..];
    }

    private IEnumerable<(string? File, Type? Type, string? Text)> UsesOf(Type type)
    {
        var attributes = type.GetMembers(Declared).Append(type).SelectMany(static member => member.GetCustomAttributesData());
        var declared = type.GetInterfaces().Append(type.BaseType).Concat(type.GetFields(Declared).Select(static field => field.FieldType))
            .Concat(attributes.SelectMany(static one => one.ConstructorArguments.Select(static value => value.Value as Type).Append(one.AttributeType)))
            .SelectMany(Parts);
        var file = FilesOf(type).FirstOrDefault();
        return declared.Select(used => (file, (Type?)used, (string?)null)).Concat(MethodsOf(type).SelectMany(method => UsesOf(method, FileOf(method) ?? file)));
    }

    private static IEnumerable<(string? File, Type? Type, string? Text)> UsesOf(MethodBase method, string? file)
    {
        var returned = method is MethodInfo { ReturnType: var type } ? type : null;
        var body = method.GetMethodBody();
        var typeArguments = method.DeclaringType is { IsGenericType: true } generic ? generic.GetGenericArguments() : null;
        var members = (body is null ? [] : Operands(body.GetILAsByteArray()!)).Where(static one => one.Kind != OperandType.InlineString)
            .Select(one => method.Module.ResolveMember(one.Token, typeArguments, method.IsGenericMethod ? method.GetGenericArguments() : null));
        var types = method.GetParameters().Select(static one => one.ParameterType).Append(returned)
            .Concat(body?.LocalVariables.Select(static one => (Type?)one.LocalType) ?? [])
            .Concat(members.SelectMany(static member => member is MethodInfo { IsGenericMethod: true } called
                ? called.GetGenericArguments().Append(called.DeclaringType) : [member as Type ?? member?.DeclaringType]))
            .SelectMany(Parts);
        var texts = body is null ? [] : Operands(body.GetILAsByteArray()!).Where(static one => one.Kind == OperandType.InlineString)
            .Select(one => method.Module.ResolveString(one.Token));
        return types.Select(used => (file, (Type?)used, (string?)null)).Concat(texts.Select(text => (file, (Type?)null, (string?)text)));
    }

    private static IEnumerable<MethodBase> MethodsOf(Type type) => [.. type.GetMethods(Declared), .. type.GetConstructors(Declared)];

    /// <summary>The types that a type consists of, such as <c>List</c> and <c>int</c>.</summary>
    private static IEnumerable<Type> Parts(Type? type) =>
        type is null || type.IsGenericParameter ? []
        : type.HasElementType ? Parts(type.GetElementType())
        : type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition())
        : [type];

    /// <summary>The members, types and texts that a method names. See ECMA-335, partition III.</summary>
    private static IEnumerable<(OperandType Kind, int Token)> Operands(byte[] code)
    {
        for (var at = 0; at < code.Length;)
        {
            var operation = OpCodesByValue[code[at] == 0xFE ? 0xFE00 | code[at + 1] : code[at]];
            at += operation.Size;
            if (operation.OperandType is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType
                or OperandType.InlineString)
            {
                yield return (operation.OperandType, BitConverter.ToInt32(code, at));
            }

            at += operation.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
        }
    }
}
