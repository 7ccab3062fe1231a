using System.Collections.ObjectModel;
using System.Reflection;

namespace NemoVideo.Help.Metadata;

/// <summary>Reads the parameters of a cmdlet: its own first, then those of its base classes, as PowerShell shows them.</summary>
internal static class ParameterReader
{
    private const string ParameterName = AttributeReading.Namespace + "ParameterAttribute";
    private const string AliasName = AttributeReading.Namespace + "AliasAttribute";
    private const string ValidateSetName = AttributeReading.Namespace + "ValidateSetAttribute";
    private const string WildcardsName = AttributeReading.Namespace + "SupportsWildcardsAttribute";
    private const string AllSets = "__AllParameterSets";

    public static IEnumerable<Parameter> Read(Type type)
    {
        // A parameter that a cmdlet declares again replaces that of its base class.
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var current = type; current is not null; current = current.BaseType)
        {
            var declared = current.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly);
            foreach (var property in declared.OrderBy(static property => property.MetadataToken))
            {
                var attributes = property.GetCustomAttributesData();
                var uses = attributes.Where(static data => data.AttributeType.FullName == ParameterName).Select(ToUse).ToList();
                if (uses.Count > 0 && names.Add(property.Name))
                {
                    yield return Read(property, attributes, uses);
                }
            }
        }
    }

    private static Parameter Read(PropertyInfo property, IList<CustomAttributeData> attributes, List<ParameterUse> uses)
    {
        var type = property.PropertyType;
        if (type.IsGenericType && type.GetGenericTypeDefinition().FullName == typeof(Nullable<>).FullName)
        {
            type = type.GetGenericArguments()[0];
        }

        var element = type.IsArray ? type.GetElementType()! : type;
        IEnumerable<string> values = element.IsEnum ? element.GetEnumNames() : Texts(attributes.Find(ValidateSetName));
        return new Parameter(
            property.Name, type.Name, [.. Texts(attributes.Find(AliasName))], [.. values], attributes.Find(WildcardsName) is not null, uses);
    }

    private static ParameterUse ToUse(CustomAttributeData data) => new(
        data.Named("ParameterSetName") is string set && set != AllSets ? set : null,
        data.Named("Mandatory") is true,
        data.Named("Position") is int position and >= 0 ? position : null,
        data.Named("ValueFromPipeline") is true,
        data.Named("ValueFromPipelineByPropertyName") is true);

    private static IEnumerable<string> Texts(CustomAttributeData? data) => data?.ArrayArgument().OfType<string>() ?? [];
}

/// <summary>Reads attributes from the metadata.</summary>
internal static class AttributeReading
{
    public const string Namespace = "System.Management.Automation.";

    /// <summary>The attribute with this name, or null.</summary>
    public static CustomAttributeData? Find(this IEnumerable<CustomAttributeData> attributes, string fullName) =>
        attributes.FirstOrDefault(data => data.AttributeType.FullName == fullName);

    /// <summary>The value of a property of the attribute, or null.</summary>
    public static object? Named(this CustomAttributeData data, string name) => data.NamedArguments
        .Where(argument => argument.MemberName == name)
        .Select(static argument => argument.TypedValue.Value)
        .FirstOrDefault();

    public static IEnumerable<object?> ArrayArgument(this CustomAttributeData data) => data.ConstructorArguments
        .SelectMany(static argument => argument.Value is ReadOnlyCollection<CustomAttributeTypedArgument> values ? values : [])
        .Select(static argument => argument.Value);
}
