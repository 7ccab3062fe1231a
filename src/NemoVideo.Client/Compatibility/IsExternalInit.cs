#if !NET
namespace System.Runtime.CompilerServices;

/// <summary>Required for init accessors before .NET 5. A rebuild doesn't find the source of the polyfill package.</summary>
internal static class IsExternalInit;
#endif
