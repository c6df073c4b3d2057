using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Kubexit.Tests.Probes;

/// <summary>A real web server on a port of its own.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LoopbackServer(WebApplication app, Uri url) => (_app, Url) = (app, url);

    public Uri Url { get; }

    public static Task<LoopbackServer> StartAsync(RequestDelegate handler) => StartAsync(handler, HttpProtocols.Http1, tls: false);

    public static Task<LoopbackServer> StartHttp2Async(RequestDelegate handler) => StartAsync(handler, HttpProtocols.Http2, tls: false);

    /// <summary>With a certificate that nobody trusts, for a name that is not ours, and out of date.</summary>
    public static Task<LoopbackServer> StartTlsAsync(RequestDelegate handler) => StartAsync(handler, HttpProtocols.Http1, tls: true);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static async Task<LoopbackServer> StartAsync(RequestDelegate handler, HttpProtocols protocols, bool tls)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(
            kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = protocols;
            if (tls) listen.UseHttps(BadCertificate());
        }));
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(o => o.ShutdownTimeout = TimeSpan.Zero);
        var app = builder.Build();
        app.Run(handler);
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return new(app, new Uri(address));
    }

    private static X509Certificate2 BadCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=somebody-else", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddYears(-2), DateTimeOffset.UtcNow.AddYears(-1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}
