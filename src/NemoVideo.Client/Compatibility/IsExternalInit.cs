#if !NET
using System.ComponentModel;

namespace System.Runtime.CompilerServices;

/// <summary>
/// What the compiler asks for where a property has an init accessor; frameworks before .NET 5 lack it. Its package would do
/// as well, but its source is gone when Rebuild compiles.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
internal static class IsExternalInit;
#endif
