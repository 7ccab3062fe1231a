namespace NemoVideo.Language;

/// <summary>What a piece of a text is.</summary>
internal enum WordKind
{
    /// <summary>A word or a number.</summary>
    Plain,

    /// <summary>A quotation, marks and all.</summary>
    Quoted,

    /// <summary>A file, by its name or path.</summary>
    File,

    /// <summary>An address on the web.</summary>
    Address,

    /// <summary>A mark that ends a clause.</summary>
    Mark,
}
