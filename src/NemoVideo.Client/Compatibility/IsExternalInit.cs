#if !NET
namespace System.Runtime.CompilerServices;

/// <summary>Needed for init accessors before .NET 5. The source of the polyfill package is missing in a Rebuild.</summary>
internal static class IsExternalInit;
#endif
