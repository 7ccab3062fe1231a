using System.Security.Cryptography.X509Certificates;

namespace NemoVideo.Emulator;

internal static class ServerCertificate
{
    /// <exception cref="FormatException">The file doesn't contain a certificate with its key.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static X509Certificate2? Read(string? path)
    {
        if (path is null)
        {
            return null;
        }

        try
        {
            // Windows requires an imported key; it can't use one that exists in memory only.
            using var read = X509Certificate2.CreateFromPemFile(path);
            return X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pfx), password: null);
        }
        catch (CryptographicException problem)
        {
            throw new FormatException($"'{path}' isn't a PEM file with a certificate and its key: {problem.Message}", problem);
        }
    }
}
