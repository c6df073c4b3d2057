using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Kubexit;

/// <summary>The outermost middleware: from the TERM on each answer asks the client to use its connection no more.</summary>
/// <remarks>
/// A connection is told with the answer to a request and never while it is idle. A client may be about to send on an idle connection:
/// closing it then would lose that request.
/// </remarks>
internal sealed class ConnectionDrain(IKubexitMember member) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(following => context =>
        {
            // The stop may begin before the answer does.
            if (!CloseIfStopping(context)) context.Response.OnStarting(OnStarting, context);
            return following(context);
        });
        next(app);
    };

    private Task OnStarting(object context)
    {
        CloseIfStopping((HttpContext)context);
        return Task.CompletedTask;
    }

    private bool CloseIfStopping(HttpContext context)
    {
        if (!member.Stopping.IsCancellationRequested) return false;

        // HTTP/1.1 has a header. Later versions forbid it; there the server sends GOAWAY, and requests under way are answered.
        if (HttpProtocol.IsHttp11(context.Request.Protocol) || HttpProtocol.IsHttp10(context.Request.Protocol))
            context.Response.Headers.Connection = "close";
        else context.Connection.RequestClose();
        return true;
    }
}
