using System.Security.Cryptography.X509Certificates;

namespace NemoVideo.Emulator;

internal static class ServerCertificate
{
    /// <exception cref="FormatException">The file can't be read, or doesn't contain a certificate with its key.</exception>
    public static X509Certificate2 Read(string path)
    {
        try
        {
            // Windows requires an imported key; it can't use one that exists in memory only.
            using var read = X509Certificate2.CreateFromPemFile(path);
            return X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pfx), password: null);
        }
        catch (CryptographicException problem)
        {
            throw new FormatException($"'{path}' isn't a PEM file with a certificate and its private key: {problem.Message}", problem);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new FormatException(problem.Message, problem);
        }
    }
}
