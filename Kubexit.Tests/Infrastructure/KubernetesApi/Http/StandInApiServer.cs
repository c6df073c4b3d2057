using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
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
/// An <see cref="ApiServer"/> behind real TLS with an authority of its own: authentication, watches as chunks, a TERM and a KILL, and every
/// failure that a test asks for.
/// </summary>
internal sealed class StandInApiServer : IAsyncDisposable
{
    public const string User = "system:serviceaccount:demo:default";

    private const string Anonymous = "system:anonymous";

    /// <summary>How long open requests may go on after a TERM.</summary>
    private static readonly TimeSpan ShutdownGrace = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<WatchSession, bool> _watches = [];
    private readonly ConcurrentQueue<ApiRequest> _requests = [];
    private readonly IPAddress _host;
    private readonly TimeProvider _time;
    private WebApplication? _app;
    private CancellationTokenSource _stopping = new();
    private ITimer? _grace;
    private int _port;
    private int _connections;

    /// <summary>A server that is still to be started.</summary>
    public StandInApiServer(IPAddress host, TimeProvider time)
    {
        (_host, _time) = (host, time);
        Api = new(time);
        Certificate = Authority.IssueServer();
    }

    public TestAuthority Authority { get; } = new();

    /// <summary>What answers, behind the network.</summary>
    public ApiServer Api { get; }

    public ObjectStore Store => Api.Store;

    public Uri Address => new($"https://{(_host.Equals(IPAddress.IPv6Loopback) ? "[::1]" : _host)}:{_port}/");

    /// <summary>What the server shows to new connections.</summary>
    public X509Certificate2 Certificate { get; set; }

    /// <summary>How many TLS connections have been opened.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>The bearer token of <see cref="User"/>; client certificates of <see cref="Authority"/> are that user, too.</summary>
    public string Token { get; set; } = "header.payload-" + Guid.NewGuid().ToString("N") + ".signature";

    /// <summary>Users by other tokens.</summary>
    public Dictionary<string, string> Users { get; } = [];

    /// <summary>Role-based access: what is not allowed is 403 with the real server's words. Everything is by default.</summary>
    public Func<ApiRequest, bool> Allows
    {
        get => Api.Allows;
        set => Api.Allows = value;
    }

    /// <summary>Asked for every request that is let in; <see langword="null"/> is no fault.</summary>
    public Func<ApiRequest, Fault?> Faults { get; set; } = _ => null;

    public IReadOnlyList<ApiRequest> Requests => [.. _requests];

    public int RequestCount => _requests.Count;

    public int OpenWatches => _watches.Keys.Count(watch => watch.IsOpen);

    public static async Task<StandInApiServer> StartAsync(IPAddress? host = null, TimeProvider? time = null)
    {
        var server = new StandInApiServer(host ?? IPAddress.Loopback, time ?? TimeProvider.System);
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
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration()
            .ConfigureKestrel(kestrel => listen(kestrel, options => options.UseHttps(new HttpsConnectionAdapterOptions
            {
                ServerCertificateSelector = (_, _) =>
                {
                    Interlocked.Increment(ref _connections); // Handshakes run beside each other.
                    return Certificate;
                },
                ClientCertificateMode = ClientCertificateMode.AllowCertificate,
                ClientCertificateValidation = (_, _, _) => true,
            })));
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = ShutdownGrace + ShutdownGrace);
        _app = builder.Build();
        _app.Run(AnswerAsync);
        await _app.StartAsync();
    }

    /// <summary>KILL: open connections are cut, new ones refused.</summary>
    public async Task StopAsync()
    {
        if (_app is null) return;
        _grace?.Dispose();
        await _stopping.CancelAsync();
        using var now = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
        _app = null;
    }

    /// <summary>TERM: new connections are refused and idle ones closed, but open watches go on for a minute, and then end as
    /// agreed.</summary>
    /// <returns>Completes when nothing is open any more.</returns>
    public Task TerminateAsync()
    {
        _grace = _time.CreateTimer(_ => Tell(WatchCommand.End), null, ShutdownGrace, Timeout.InfiniteTimeSpan);
        return _app!.StopAsync();
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
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token, context.RequestAborted);
        try
        {
            if (UserOf(context, request) is not { } user) await SendAsync(context, ApiReply.Refused(StatusBody.Unauthorized()));
            else if (Faults(request) is { } fault) await MisbehaveAsync(context, fault, gone.Token);
            else await SendAsync(context, await ReplyAsync(request with { User = user }, gone.Token));
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
    }

    private async Task<ApiReply> ReplyAsync(ApiRequest request, CancellationToken cancellationToken) =>
        request.User == Anonymous ? ApiReply.Refused(StatusBody.Forbidden(request, Anonymous))
            : await Api.AnswerAsync(request, cancellationToken);

    // Without credentials one is somebody who may do nothing; with wrong ones nobody at all.
    private string? UserOf(HttpContext context, ApiRequest request) => request.Token switch
    {
        { } token when token == Token => User,
        { } token => Users.GetValueOrDefault(token),
        null => context.Connection.ClientCertificate is not { } certificate ? Anonymous : Authority.HasIssued(certificate) ? User : null,
    };

    private async Task SendAsync(HttpContext context, ApiReply reply)
    {
        if (reply.Watch is { } feed)
        {
            await WatchAsync(context, feed);
            return;
        }
        await SendAsync(context, reply.Status, reply.Body?.ToJsonString() ?? reply.Text!, reply.ContentType, $"{reply.RetryAfter}");
    }

    private async Task WatchAsync(HttpContext context, WatchFeed feed)
    {
        using var owned = feed;
        var watch = new WatchSession(context, feed);
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

    private static async Task MisbehaveAsync(HttpContext context, Fault fault, CancellationToken gone)
    {
        switch (fault)
        {
            case Fault.Refuse(var status, var retryAfter):
                await SendAsync(context, (int)status["code"]!, status.ToJsonString(), "application/json", retryAfter);
                break;
            case Fault.Reply(var code, var body, var retryAfter):
                await SendAsync(context, code, body, body.StartsWith('{') ? "application/json" : "text/plain; charset=utf-8", retryAfter);
                break;
            case Fault.Hang:
                await Task.Delay(Timeout.Infinite, gone);
                break;
            default:
                context.Abort();
                break;
        }
    }

    private static async Task SendAsync(HttpContext context, int code, string body, string contentType, string? retryAfter)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        context.Response.StatusCode = code;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = bytes.Length;
        if (!string.IsNullOrEmpty(retryAfter)) context.Response.Headers.RetryAfter = retryAfter;
        if (bytes.Length > 0) await context.Response.Body.WriteAsync(bytes);
    }
}
