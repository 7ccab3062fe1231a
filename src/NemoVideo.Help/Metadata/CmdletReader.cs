using System.Reflection;

namespace NemoVideo.Help.Metadata;

/// <summary>
/// Reads the cmdlets of an assembly from its metadata, sorted by name. The code isn't run: outside PowerShell, instances of its attributes
/// have no values.
/// </summary>
internal static class CmdletReader
{
    private const string CmdletName = AttributeReading.Namespace + "CmdletAttribute";
    private const string OutputTypeName = AttributeReading.Namespace + "OutputTypeAttribute";

    public static IReadOnlyList<Cmdlet> Read(string assembly, IEnumerable<string> references)
    {
        var sameFolder = Directory.GetFiles(Path.GetDirectoryName(Path.GetFullPath(assembly))!, "*.dll");
        var runtime = Directory.GetFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "*.dll");
        using var context = new MetadataLoadContext(new PathAssemblyResolver(
            references.Concat(sameFolder).Concat(runtime).DistinctBy(Path.GetFileName, StringComparer.OrdinalIgnoreCase)));

        return [.. context.LoadFromAssemblyPath(assembly).GetExportedTypes()
            .Where(static type => !type.IsAbstract)
            .Select(static type => (Type: type, Attribute: type.GetCustomAttributesData().Find(CmdletName)))
            .Where(static pair => pair.Attribute is not null)
            .Select(static pair => Read(pair.Type, pair.Attribute!))
            .OrderBy(static cmdlet => cmdlet.Name, StringComparer.Ordinal)];
    }

    private static Cmdlet Read(Type type, CustomAttributeData attribute)
    {
        var name = $"{attribute.ConstructorArguments[0].Value}-{attribute.ConstructorArguments[1].Value}";
        IEnumerable<Parameter> parameters = ParameterReader.Read(type);
        if (attribute.Named("SupportsShouldProcess") is true)
        {
            parameters = parameters.Append(CommonSwitch("WhatIf", "wi")).Append(CommonSwitch("Confirm", "cf"));
        }

        var outputs = type.GetCustomAttributesData()
            .Where(static data => data.AttributeType.FullName == OutputTypeName)
            .SelectMany(static data => data.ArrayArgument())
            .Select(static value => value is Type output ? output.FullName == typeof(void).FullName ? "None" : output.Name : $"{value}");
        return new Cmdlet(name, attribute.Named("DefaultParameterSetName") as string, [.. parameters], [.. outputs.Distinct()]);
    }

    private static Parameter CommonSwitch(string name, string alias) =>
        new(name, "SwitchParameter", [alias], [], AcceptsWildcards: false, [new ParameterUse(null, false, null, false, false)]);
}
