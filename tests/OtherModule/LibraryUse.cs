namespace OtherModule;

/// <summary>Describes the use of a library.</summary>
/// <param name="type">A type of the library.</param>
/// <param name="result">What the library returned.</param>
public sealed class LibraryUse(Type type, string result)
{
    /// <summary>The assembly name.</summary>
    public string Name { get; } = type.Assembly.GetName().Name!;

    /// <summary>The assembly version.</summary>
    public Version Version { get; } = type.Assembly.GetName().Version!;

    /// <summary>The path of the assembly file.</summary>
    public string Location { get; } = type.Assembly.Location;

    /// <summary>What the library returned.</summary>
    public string Result { get; } = result;
}
