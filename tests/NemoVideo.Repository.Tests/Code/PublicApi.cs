using System.Reflection;
using System.Runtime.CompilerServices;

namespace NemoVideo.Repository.Tests.Code;

/// <summary>Lists the public API of an assembly as text: one line per type and member, in ordinal order.</summary>
internal static class PublicApi
{
    private const BindingFlags Declared =
        BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    private static readonly NullabilityInfoContext Nullability = new();

    public static IReadOnlyList<string> Of(Assembly assembly) =>
        [.. assembly.GetExportedTypes().SelectMany(static type => Members(type).Prepend(Describe(type))).Order(StringComparer.Ordinal)];

    private static string Describe(Type type)
    {
        var kind = type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsValueType ? "struct"
            : type is { IsAbstract: true, IsSealed: true } ? "static class" : type.IsAbstract ? "abstract class"
            : type.IsSealed ? "sealed class" : "class";
        var bases = new[] { type.BaseType }.Concat(type.GetInterfaces())
            .Where(static one => one is { IsPublic: true } && one != typeof(object) && one != typeof(ValueType) && one != typeof(Enum))
            .Select(static one => Name(one!));
        return type.IsEnum ? $"{Name(type)}: enum" : string.Join(" : ", [$"{Name(type)}: {kind}", .. bases]);
    }

    private static IEnumerable<string> Members(Type type)
    {
        var members = type.GetMembers(Declared).Where(static member => !member.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false));
        return members.Select(member => Member(member) is { } text ? $"{Name(type)}.{text}" : null).OfType<string>();
    }

    private static string? Member(MemberInfo member) => member switch
    {
        FieldInfo { IsLiteral: true, DeclaringType.IsEnum: true } field => $"{field.Name} = {field.GetRawConstantValue()}",
        FieldInfo { IsSpecialName: false } field when field.IsPublic || field.IsFamily =>
            $"{field.Name}: {Static(field.IsStatic)}{Name(field.FieldType, Nullability.Create(field))}",
        PropertyInfo property when property.GetAccessors(nonPublic: true).Where(IsVisible).ToList() is { Count: > 0 } accessors =>
            $"{property.Name}: {Static(accessors[0].IsStatic)}{Name(property.PropertyType, Nullability.Create(property))} {{ {Accessors(property)}}}",
        ConstructorInfo constructor when IsVisible(constructor) => $"ctor({Parameters(constructor)})",
        MethodInfo { IsSpecialName: false } method when IsVisible(method) =>
            $"{method.Name}({Parameters(method)}): {Static(method.IsStatic)}{Name(method.ReturnType, Nullability.Create(method.ReturnParameter))}",
        _ => null,
    };

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Static(bool isStatic) => isStatic ? "static " : "";

    private static string Accessors(PropertyInfo property)
    {
        var setter = property.SetMethod;
        var isInit = setter?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) == true;
        return (property.GetMethod is { } getter && IsVisible(getter) ? "get; " : "")
            + (setter is null || !IsVisible(setter) ? "" : isInit ? "init; " : "set; ");
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(static parameter =>
        $"{Name(parameter.ParameterType, Nullability.Create(parameter))} {parameter.Name}{(parameter.HasDefaultValue ? " = " + Value(parameter) : "")}"));

    private static string Value(ParameterInfo parameter) => parameter.DefaultValue switch
    {
        null => "default",
        string text => $"\"{text}\"",
        bool value => value ? "true" : "false",
        var value => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!,
    };

    private static string Name(Type type, NullabilityInfo? nullability = null)
    {
        var mark = nullability?.ReadState == NullabilityState.Nullable && !type.IsValueType ? "?" : "";
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Name(underlying) + "?";
        }

        if (type.IsArray)
        {
            return Name(type.GetElementType()!, nullability?.ElementType) + "[]" + mark;
        }

        var name = type.IsGenericParameter ? type.Name
            : type.IsNested ? $"{Name(type.DeclaringType!)}.{type.Name}"
            : type.Namespace!.StartsWith("NemoVideo.", StringComparison.Ordinal) ? $"{type.Namespace}.{type.Name}" : type.Name;
        if (type.IsGenericType)
        {
            var arguments = type.GetGenericArguments().Select((one, index) => Name(one, nullability?.GenericTypeArguments.ElementAtOrDefault(index)));
            name = $"{name.Split('`')[0]}<{string.Join(", ", arguments)}>";
        }

        return name + mark;
    }
}
