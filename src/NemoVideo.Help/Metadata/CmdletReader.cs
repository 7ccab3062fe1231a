using System.Collections.ObjectModel;
using System.Reflection;

namespace NemoVideo.Help.Metadata;

/// <summary>
/// Reads the cmdlets of an assembly from its metadata, sorted by name. The code isn't run: outside PowerShell, instances of its attributes
/// have no values.
/// </summary>
internal static class CmdletReader
{
    public static IReadOnlyList<Cmdlet> Read(string assembly, IEnumerable<string> references)
    {
        var sameFolder = Directory.GetFiles(Path.GetDirectoryName(Path.GetFullPath(assembly))!, "*.dll");
        var runtime = Directory.GetFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "*.dll");
        using var context = new MetadataLoadContext(new PathAssemblyResolver(
            references.Concat(sameFolder).Concat(runtime).DistinctBy(Path.GetFileName, StringComparer.OrdinalIgnoreCase)));

        return [.. context.LoadFromAssemblyPath(assembly).GetExportedTypes()
            .Where(static type => !type.IsAbstract)
            .SelectMany(static type => type.All("Cmdlet").Select(attribute => Read(type, attribute)))
            .OrderBy(static cmdlet => cmdlet.Name, StringComparer.Ordinal)];
    }

    private static Cmdlet Read(Type type, CustomAttributeData attribute)
    {
        var name = $"{attribute.ConstructorArguments[0].Value}-{attribute.ConstructorArguments[1].Value}";
        var parameters = ReadParameters(type);
        if (attribute.Named("SupportsShouldProcess") is true)
        {
            parameters = parameters.Append(CommonSwitch("WhatIf", "wi")).Append(CommonSwitch("Confirm", "cf"));
        }

        var outputs = type.Values("OutputType")
            .Select(static value => value is Type output ? output.FullName == typeof(void).FullName ? "None" : output.Name : $"{value}");
        return new Cmdlet(name, attribute.Named("DefaultParameterSetName") as string, [.. parameters], [.. outputs.Distinct()]);
    }

    private static Parameter CommonSwitch(string name, string alias) =>
        new(name, "SwitchParameter", [alias], [], AcceptsWildcards: false, [new ParameterUse(null, false, null, false, false)]);

    /// <summary>The parameters of a cmdlet: its own first, then those of its base classes, as PowerShell shows them.</summary>
    private static IEnumerable<Parameter> ReadParameters(Type type)
    {
        // A parameter that a cmdlet declares again replaces that of its base class.
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var current = type; current is not null; current = current.BaseType)
        {
            var declared = current.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly);
            foreach (var property in declared.OrderBy(static property => property.MetadataToken))
            {
                var uses = property.All("Parameter").Select(ToUse).ToList();
                if (uses.Count > 0 && names.Add(property.Name))
                {
                    yield return Read(property, uses);
                }
            }
        }
    }

    private static Parameter Read(PropertyInfo property, List<ParameterUse> uses)
    {
        var type = property.PropertyType;
        if (type.IsGenericType && type.GetGenericTypeDefinition().FullName == typeof(Nullable<>).FullName)
        {
            type = type.GetGenericArguments()[0];
        }

        var element = type.IsArray ? type.GetElementType()! : type;
        var values = element.IsEnum ? element.GetEnumNames() : property.Values("ValidateSet").OfType<string>();
        var aliases = property.Values("Alias").OfType<string>();
        return new Parameter(property.Name, type.Name, [.. aliases], [.. values], property.All("SupportsWildcards").Any(), uses);
    }

    private static ParameterUse ToUse(CustomAttributeData data) => new(
        data.Named("ParameterSetName") is string set and not "__AllParameterSets" ? set : null,
        data.Named("Mandatory") is true,
        data.Named("Position") is int position and >= 0 ? position : null,
        data.Named("ValueFromPipeline") is true,
        data.Named("ValueFromPipelineByPropertyName") is true);

    /// <summary>The attributes of PowerShell with this name.</summary>
    private static IEnumerable<CustomAttributeData> All(this MemberInfo member, string name) => member.GetCustomAttributesData()
        .Where(data => data.AttributeType.FullName == $"System.Management.Automation.{name}Attribute");

    /// <summary>The value of a property of the attribute, or null.</summary>
    private static object? Named(this CustomAttributeData data, string name) => data.NamedArguments
        .Where(argument => argument.MemberName == name)
        .Select(static argument => argument.TypedValue.Value)
        .FirstOrDefault();

    /// <summary>The values in the array arguments of these attributes.</summary>
    private static IEnumerable<object?> Values(this MemberInfo member, string name) => member.All(name)
        .SelectMany(static data => data.ConstructorArguments)
        .SelectMany(static argument => argument.Value as ReadOnlyCollection<CustomAttributeTypedArgument> ?? [])
        .Select(static value => value.Value);
}
