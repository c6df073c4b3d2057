using Kubexit.NodeTermination;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Kubexit.Tests.NodeTermination;

/// <summary>A metadata server on a port of its own. The clouds' rules are in the subclasses; faults are common to all.</summary>
internal abstract class MetadataServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Queue<Func<HttpContext, Task>> _faults = new();
    private readonly List<string> _requests = [];

    protected MetadataServer()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(HandleAsync);
    }

    public Uri Url => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/");

    /// <summary>Every request so far: method, path and query.</summary>
    public IReadOnlyList<string> Requests
    {
        get { lock (_requests) return [.. _requests]; }
    }

    /// <summary>What every request gets as long as this is set.</summary>
    public Func<HttpContext, Task>? Fault { get; set; }

    protected CancellationToken Stopping { get; private set; }

    public Task StartAsync()
    {
        Stopping = _app.Lifetime.ApplicationStopping;
        return _app.StartAsync();
    }

    /// <summary>The next requests, of any key, get these statuses; 0 resets the connection, -1 never answers.</summary>
    public void Fail(params int[] statuses)
    {
        lock (_faults)
        {
            foreach (var status in statuses)
            {
                _faults.Enqueue(async context =>
                {
                    if (status == 0) context.Abort();
                    else if (status == -1) await Task.Delay(
                        Timeout.Infinite, CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, Stopping).Token);
                    else context.Response.StatusCode = status;
                });
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    protected abstract Task AnswerAsync(HttpContext context);

    protected static async Task WriteAsync(HttpContext context, string body, string contentType)
    {
        context.Response.ContentType = contentType;
        context.Response.ContentLength = System.Text.Encoding.UTF8.GetByteCount(body);
        await context.Response.WriteAsync(body);
    }

    private async Task HandleAsync(HttpContext context)
    {
        lock (_requests) _requests.Add($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}");
        Func<HttpContext, Task>? fault;
        lock (_faults) _faults.TryDequeue(out fault);
        try
        {
            await (fault ?? Fault ?? AnswerAsync)(context);
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
    }
}
