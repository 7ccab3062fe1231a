using System.Reflection;

namespace NemoVideo.Client.Tests.Documentation;

/// <summary>Compares the public API with its list. Each change of the API is therefore visible in a review.</summary>
public sealed class PublicApiTests
{
    private static readonly string Expected = Path.Combine(Repository.Root, "src", "NemoVideo.Client", "PublicApi.txt");

    [Fact]
    public void PublicApi_OfClient_EqualsList()
    {
        var actual = Path.Combine(AppContext.BaseDirectory, "PublicApi.txt");
        File.WriteAllText(actual, string.Concat(PublicApi.Of(typeof(NemoClient).Assembly).Select(static line => line + "\n")));

        Assert.True(
            File.ReadAllText(Expected).ReplaceLineEndings("\n") == File.ReadAllText(actual),
            $"The public API has changed. To see the change, run: git diff --no-index {Expected} {actual}. If it's intended, copy the file.");
    }

    [Fact]
    public void PublicApi_OfClient_HasNoTypeOfDependency()
    {
        // Users of the library and other modules may have other versions of these packages.
        Assert.DoesNotContain(
            typeof(NemoClient).Assembly.GetExportedTypes().SelectMany(static type => type.GetMembers().Append(type)).SelectMany(SignatureTypes)
                .SelectMany(Parts),
            static type => type.Namespace is { } name && (name.StartsWith("Polly", StringComparison.Ordinal) || name.StartsWith("Microsoft.", StringComparison.Ordinal)));
    }

    private static IEnumerable<Type> SignatureTypes(MemberInfo member) => member switch
    {
        MethodInfo method => method.GetParameters().Select(static one => one.ParameterType).Append(method.ReturnType),
        ConstructorInfo constructor => constructor.GetParameters().Select(static one => one.ParameterType),
        FieldInfo field => [field.FieldType],
        Type type => [type.BaseType ?? type, .. type.GetInterfaces()],
        _ => [],
    };

    /// <summary>The type itself, and the types that it consists of, such as the elements of an array.</summary>
    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!)
        : type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Prepend(type)
        : [type];
}
