using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Kubexit.Tests.KubernetesApi;

/// <summary>A certificate authority of a test's own, as every cluster has one.</summary>
internal sealed class TestAuthority : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;
    private readonly X509Certificate2 _certificate;

    public TestAuthority(string name = "kubernetes-ca")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.DigitalSignature, true));
        _certificate = request.CreateSelfSigned(Now.AddDays(-10), Now.AddDays(10));
    }

    public string Pem => _certificate.ExportCertificatePem();

    public X509Certificate2 IssueServer(string name = "kubernetes", bool expired = false) => Issue(name, isServer: true, expired);

    public X509Certificate2 IssueClient(string user) => Issue(user, isServer: false, expired: false);

    public bool HasIssued(X509Certificate2 certificate) =>
        certificate.IssuerName.RawData.AsSpan().SequenceEqual(_certificate.SubjectName.RawData);

    public void Dispose() => _certificate.Dispose();

    private X509Certificate2 Issue(string name, bool isServer, bool expired)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        if (isServer) request.CertificateExtensions.Add(names.Build());
        var usage = new Oid(isServer ? "1.3.6.1.5.5.7.3.1" : "1.3.6.1.5.5.7.3.2");
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([usage], false));
        using var issued = request.Create(_certificate, Now.AddDays(-2), Now.AddDays(expired ? -1 : 1), RandomNumberGenerator.GetBytes(8));
        return issued.CopyWithPrivateKey(key);
    }
}
