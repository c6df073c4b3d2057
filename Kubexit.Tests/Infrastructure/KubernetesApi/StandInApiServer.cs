using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Kubexit.NodeTermination;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Kubexit.Tests.KubernetesApi;

/// <summary>
/// Behaves like kube-apiserver in what Kubexit uses of it, over real TLS with an authority of its own: authentication, authorisation, objects
/// with resource versions, LIST then WATCH, and every failure that a test asks for.
/// </summary>
internal sealed class StandInApiServer : IAsyncDisposable
{
    public const string User = "system:serviceaccount:demo:default";

    private readonly ConcurrentDictionary<WatchSession, bool> _watches = [];
    private readonly ConcurrentQueue<ApiRequest> _requests = [];
    private readonly IPAddress _host;
    private readonly ObjectRequests _objects;
    private WebApplication? _app;
    private CancellationTokenSource _stopping = new();
    private int _port;

    /// <summary>A server that is still to be started.</summary>
    public StandInApiServer(IPAddress host)
    {
        _host = host;
        _objects = new(Store);
        Certificate = Authority.IssueServer();
        Store.Changed += () => Tell(WatchCommand.Look);
    }

    public TestAuthority Authority { get; } = new();

    public ResourceStore Store { get; } = new();

    public Uri Address => new($"https://{(_host.Equals(IPAddress.IPv6Loopback) ? "[::1]" : _host)}:{_port}/");

    /// <summary>What the server shows to new connections.</summary>
    public X509Certificate2 Certificate { get; set; }

    /// <summary>How many TLS connections have been opened.</summary>
    public int Connections { get; private set; }

    /// <summary>The only bearer token accepted; client certificates of <see cref="Authority"/> always are.</summary>
    public string Token { get; set; } = "header.payload-" + Guid.NewGuid().ToString("N") + ".signature";

    /// <summary>Role-based access: what is not allowed is 403 with the real server's words. Everything is by default.</summary>
    public Func<ApiRequest, bool> Allows { get; set; } = _ => true;

    /// <summary>Asked for every request that is let in; <see langword="null"/> is no fault.</summary>
    public Func<ApiRequest, Fault?> Faults { get; set; } = _ => null;

    /// <summary>Answers before the ordinary handling when it returns a reply: evictions and whatever else a test needs.</summary>
    public Func<ApiRequest, (int Code, JsonObject Body)?> Override { get; set; } = _ => null;

    public IReadOnlyList<ApiRequest> Requests => [.. _requests];

    public int OpenWatches => _watches.Keys.Count(watch => watch.IsOpen);

    public static async Task<StandInApiServer> StartAsync(IPAddress? host = null)
    {
        var server = new StandInApiServer(host ?? IPAddress.Loopback);
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Starts on the same port as before.</summary>
    public async Task StartAgainAsync()
    {
        await StartAsync((kestrel, configure) => kestrel.Listen(_host, _port, configure));
        _port = new Uri(_app!.Urls.First()).Port;
    }

    /// <summary>Starts on a socket that listens already, in another network maybe.</summary>
    public async Task StartOnAsync(Socket listening)
    {
        _port = ((IPEndPoint)listening.LocalEndPoint!).Port;
        await StartAsync((kestrel, configure) => kestrel.ListenHandle((ulong)listening.Handle, configure));
    }

    private async Task StartAsync(Action<KestrelServerOptions, Action<ListenOptions>> listen)
    {
        _stopping = new();
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => listen(kestrel, options => options.UseHttps(new HttpsConnectionAdapterOptions
        {
            ServerCertificateSelector = (_, _) =>
            {
                Connections++;
                return Certificate;
            },
            ClientCertificateMode = ClientCertificateMode.AllowCertificate,
            ClientCertificateValidation = (_, _, _) => true,
        })));
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromMilliseconds(100));
        _app = builder.Build();
        _app.Run(AnswerAsync);
        await _app.StartAsync();
    }

    /// <summary>Goes away: open connections are closed, new ones refused.</summary>
    public async Task StopAsync()
    {
        if (_app is null) return;
        await _stopping.CancelAsync();
        await _app.DisposeAsync();
        _app = null;
    }

    /// <summary>Does something to every open watch.</summary>
    public void Tell(WatchCommand command)
    {
        foreach (var watch in _watches.Keys) watch.Tell(command);
    }

    public Task UntilWatchedAsync(int watches = 1) => Eventually.TrueAsync(() => OpenWatches == watches);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Authority.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var request = await ApiRequest.ReadAsync(context.Request);
        _requests.Enqueue(request);
        try
        {
            await AnswerAsync(context, request);
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
    }

    private async Task AnswerAsync(HttpContext context, ApiRequest request)
    {
        if (!IsAuthenticated(context, request))
        {
            await SendAsync(context, 401, StatusBody.Unauthorized().ToJsonString());
        }
        else if (Faults(request) is { } fault)
        {
            await MisbehaveAsync(context, fault);
        }
        else if (Override(request) is { } reply)
        {
            await SendAsync(context, reply.Code, reply.Body.ToJsonString());
        }
        else if (request.Resource is null)
        {
            await SendAsync(context, 404, StatusBody.NoSuchPath().ToJsonString());
        }
        else if (!Allows(request))
        {
            await SendAsync(context, 403, StatusBody.Forbidden(request, User).ToJsonString());
        }
        else if (request.Verb == "watch")
        {
            await WatchAsync(context, request);
        }
        else
        {
            var (code, body) = _objects.Answer(request);
            await SendAsync(context, code, body.ToJsonString());
        }
    }

    private bool IsAuthenticated(HttpContext context, ApiRequest request) =>
        request.Token is { } token ? token == Token : context.Connection.ClientCertificate is { } certificate && Authority.HasIssued(certificate);

    private async Task WatchAsync(HttpContext context, ApiRequest request)
    {
        var watch = new WatchSession(context, Store, request);
        _watches[watch] = true;
        try
        {
            await watch.RunAsync(_stopping.Token);
        }
        finally
        {
            _watches.TryRemove(watch, out _);
        }
    }

    private async Task MisbehaveAsync(HttpContext context, Fault fault)
    {
        switch (fault)
        {
            case Fault.Refuse(var status, var retryAfter):
                await SendAsync(context, (int)status["code"]!, status.ToJsonString(), retryAfter);
                break;
            case Fault.Reply(var code, var body, var retryAfter):
                await SendAsync(context, code, body, retryAfter);
                break;
            case Fault.Hang:
                using (var gone = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token, context.RequestAborted))
                    await Task.Delay(Timeout.Infinite, gone.Token);
                break;
            default:
                context.Abort();
                break;
        }
    }

    private static async Task SendAsync(HttpContext context, int code, string body, string? retryAfter = null)
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = body.StartsWith('{') ? "application/json" : "text/plain; charset=utf-8";
        if (retryAfter is not null) context.Response.Headers.RetryAfter = retryAfter;
        await context.Response.WriteAsync(body);
    }
}
