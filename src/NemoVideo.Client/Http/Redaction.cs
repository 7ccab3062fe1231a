namespace NemoVideo.Client.Http;

/// <summary>
/// Removes the secrets of a connection (its tokens and its client ID) from texts when they are read, because the
/// service or a gateway can repeat what was sent. Secrets are found as they are, and with JSON or percent escapes.
/// </summary>
internal sealed class Redaction
{
    /// <summary>Replaces a secret. An ID or URL that contains it can't be used.</summary>
    public const string Placeholder = "(token)";

    // A very short secret would be found in unrelated texts.
    private const int MinSecretLength = 8;

    private readonly object _gate = new();
    private volatile (string Text, byte[] Bytes)[] _forms = [];

    public void Add(params string[] secrets)
    {
        lock (_gate)
        {
            var forms = secrets.Where(static secret => secret.Length >= MinSecretLength).SelectMany(static secret => new[]
            {
                secret, JsonEncodedText.Encode(secret).ToString(), secret.Replace("/", "\\/"), Uri.EscapeDataString(secret),
            });
            _forms =
            [
                .. _forms.Select(static form => form.Text).Concat(forms).Distinct().OrderByDescending(static form => form.Length)
                    .Select(static form => (form, Encoding.UTF8.GetBytes(form))),
            ];
        }
    }

    /// <summary>Returns the same instance if the text contains no secret.</summary>
    public string Redact(string text) =>
        IsIn(text) ? _forms.Aggregate(text, static (rest, form) => rest.Replace(form.Text, Placeholder)) : text;

    /// <summary>The same for UTF-8.</summary>
    public ArraySegment<byte> Redact(ArraySegment<byte> text) => Array.Exists(_forms, form => text.AsSpan().IndexOf(form.Bytes) >= 0)
        ? new(Encoding.UTF8.GetBytes(Redact(Encoding.UTF8.GetString(text.Array!, text.Offset, text.Count))))
        : text;

    public bool IsIn(string text) => Array.Exists(_forms, form => text.Contains(form.Text));

    public bool IsIn(Uri address) => IsIn(address.OriginalString) || IsIn(address.ToString());
}
