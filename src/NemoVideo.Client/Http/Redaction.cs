using System.Text.RegularExpressions;

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
    private string[] _secrets = [];
    private volatile (string Text, byte[] Bytes)[] _forms = [];

    /// <summary>Finds the secrets if JSON escapes any of their characters.</summary>
    private volatile Regex? _escaped;

    public void Add(params string[] secrets)
    {
        lock (_gate)
        {
            _secrets = [.. _secrets.Union(secrets.Where(static secret => secret.Length >= MinSecretLength))
                .OrderByDescending(static secret => secret.Length)];
            _escaped = _secrets.Length == 0 ? null : new Regex(string.Join("|", _secrets.Select(static secret => string.Concat(
                secret.Select(static one => $"(?:{Regex.Escape(one.ToString())}|\\\\u(?i:{(int)one:x4}))")))));
            _forms =
            [
                .. _secrets.SelectMany(static secret => new[]
                {
                    secret, JsonEncodedText.Encode(secret).ToString(), secret.Replace("/", "\\/"), Uri.EscapeDataString(secret),
                }).Distinct().OrderByDescending(static form => form.Length).Select(static form => (form, Encoding.UTF8.GetBytes(form))),
            ];
        }
    }

    /// <summary>Returns the same instance if the text contains no secret.</summary>
    public string Redact(string text)
    {
        text = Array.Exists(_forms, form => text.Contains(form.Text))
            ? _forms.Aggregate(text, static (rest, form) => rest.Replace(form.Text, Placeholder)) : text;
        return IsEscapedIn(text) ? _escaped!.Replace(text, Placeholder) : text;
    }

    /// <summary>The same for UTF-8.</summary>
    public ArraySegment<byte> Redact(ArraySegment<byte> text) =>
        text.AsSpan().IndexOf("\\u00"u8) >= 0 || Array.Exists(_forms, form => text.AsSpan().IndexOf(form.Bytes) >= 0)
        ? new(Encoding.UTF8.GetBytes(Redact(Encoding.UTF8.GetString(text.Array!, text.Offset, text.Count))))
        : text;

    public bool IsIn(string text) => Array.Exists(_forms, form => text.Contains(form.Text)) || IsEscapedIn(text);

    private bool IsEscapedIn(string text) => text.Contains("\\u00") && _escaped?.IsMatch(text) == true;

    public bool IsIn(Uri address) => IsIn(address.OriginalString) || IsIn(address.ToString());
}
