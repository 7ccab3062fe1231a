using System.Management.Automation;
using System.Security;

namespace NemoVideo.PowerShell.Binding;

/// <summary>
/// Takes a secret as a SecureString or as plain text. PowerShell's own conversion of anything else would repeat the value in its
/// error, and the cmdlet would never run: here it becomes <see cref="NotASecret"/>, which the cmdlet refuses.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
internal sealed class SecretTransformationAttribute : ArgumentTransformationAttribute
{
    /// <summary>Stands for a value that is no secret, whatever is in it.</summary>
    public static SecureString NotASecret { get; } = Seal("");

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => PipedObject.Unwrap(inputData) switch
    {
        null => null,
        SecureString secret => secret,
        string text => Seal(text),
        _ => NotASecret,
    };

    private static SecureString Seal(string text)
    {
        var secret = new SecureString();
        foreach (var character in text)
        {
            secret.AppendChar(character);
        }

        secret.MakeReadOnly();
        return secret;
    }
}
