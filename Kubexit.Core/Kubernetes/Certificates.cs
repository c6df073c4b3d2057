using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Kubexit.Kubernetes;

/// <summary>Reads PEM certificates with errors that name their source and never quote it.</summary>
internal static class Certificates
{
    public static X509Certificate2Collection ReadAuthorities(string pem, string source)
    {
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPem(pem);
        }
        catch (CryptographicException e)
        {
            throw Invalid("certificate authority", source, e.Message);
        }

        return authorities.Count > 0 ? authorities : throw Invalid("certificate authority", source, "there is no certificate in it");
    }

    public static X509Certificate2 ReadClient(string certificatePem, string keyPem, string source)
    {
        try
        {
            return X509Certificate2.CreateFromPem(certificatePem, keyPem);
        }
        catch (CryptographicException e)
        {
            throw Invalid("client certificate", source, e.Message);
        }
    }

    private static ConfigurationException Invalid(string thing, string source, string cause) =>
        new([$"Cannot read {thing} '{source}': {cause.TrimEnd('.')}. Give it in PEM form."]);
}
