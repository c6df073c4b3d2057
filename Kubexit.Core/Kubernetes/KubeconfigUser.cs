using System.Security.Cryptography.X509Certificates;
using Kubexit.Platform;

namespace Kubexit.Kubernetes;

/// <summary>The ways to authenticate that a kubeconfig's user may ask for; those that need other programs are refused.</summary>
internal static class KubeconfigUser
{
    private const int MaxTokenBytes = 1024 * 1024;

    private static readonly string[] Unsupported = ["exec", "auth-provider", "username", "password", "as"];

    public static Func<string>? Token(KubeconfigNode user)
    {
        if (Unsupported.FirstOrDefault(user.Has) is { } key)
            throw Kubeconfig.Invalid(
                user.File, $"its user authenticates with '{key}', which is not supported", "Give it a token or a client certificate");

        // As in kubectl, the file wins over the value.
        if (user.Text("tokenFile") is { Length: > 0 } file) return () => SmallFile.ReadText(user.Resolve(file), MaxTokenBytes).Trim();
        return user.Text("token") is { Length: > 0 } token ? () => token : null;
    }

    public static X509Certificate2? ClientCertificate(KubeconfigNode user) =>
        (user.Pem("client-certificate"), user.Pem("client-key")) switch
        {
            (null, null) => null,
            ({ } certificate, { } key) => Certificates.ReadClient(certificate, key, user.File),
            _ => throw Kubeconfig.Invalid(user.File, "a client certificate needs both client-certificate and client-key", "Give both"),
        };
}
