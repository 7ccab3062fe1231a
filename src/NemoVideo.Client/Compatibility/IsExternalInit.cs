#if !NET
using System.ComponentModel;

namespace System.Runtime.CompilerServices;

/// <summary>Needed for init accessors before .NET 5. The source of the polyfill package is missing in a Rebuild.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
internal static class IsExternalInit;
#endif
