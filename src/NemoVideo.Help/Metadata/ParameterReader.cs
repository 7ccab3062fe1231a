using System.Reflection;

namespace NemoVideo.Help.Metadata;

/// <summary>Reads the parameters of a cmdlet's type: its own first, then those of its bases, as PowerShell shows them.</summary>
internal static class ParameterReader
{
    private const string ParameterName = AttributeReading.Namespace + "ParameterAttribute";
    private const string AliasName = AttributeReading.Namespace + "AliasAttribute";
    private const string ValidateSetName = AttributeReading.Namespace + "ValidateSetAttribute";
    private const string WildcardsName = AttributeReading.Namespace + "SupportsWildcardsAttribute";
    private const string AllSets = "__AllParameterSets";

    public static IEnumerable<Parameter> Read(Type type)
    {
        // What a cmdlet declares again, with attributes of its own, is not that of its base.
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
