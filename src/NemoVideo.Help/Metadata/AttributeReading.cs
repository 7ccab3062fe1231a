using System.Collections.ObjectModel;
using System.Reflection;

namespace NemoVideo.Help.Metadata;

/// <summary>Reads attributes out of the metadata.</summary>
internal static class AttributeReading
{
    public const string Namespace = "System.Management.Automation.";

    /// <summary>The attribute of a type; null where there is none.</summary>
    public static CustomAttributeData? Find(this IEnumerable<CustomAttributeData> attributes, string fullName) =>
        attributes.FirstOrDefault(data => data.AttributeType.FullName == fullName);

    /// <summary>What a property of the attribute was set to; null where it was not.</summary>
    public static object? Named(this CustomAttributeData data, string name) => data.NamedArguments
        .Where(argument => argument.MemberName == name)
        .Select(static argument => argument.TypedValue.Value)
        .FirstOrDefault();

    /// <summary>The values of the attribute's array.</summary>
    public static IEnumerable<object?> ArrayArgument(this CustomAttributeData data) => data.ConstructorArguments
        .SelectMany(static argument => argument.Value is ReadOnlyCollection<CustomAttributeTypedArgument> values ? values : [])
        .Select(static argument => argument.Value);
}
