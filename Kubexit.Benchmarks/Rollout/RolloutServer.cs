using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kubexit.Benchmarks.Rollout;

/// <summary><c>rollout-server HOST</c>: one replica, a process of its own. Prints its address for HTTP/1.1 and that for HTTP/2 when it
/// serves.</summary>
internal static class RolloutServer
{
    public const string Verb = "rollout-server";

    private static readonly TimeSpan Work = TimeSpan.FromMilliseconds(10);

    public static int Run(RolloutHost host)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Warning)
            .AddConsole(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        if (host == RolloutHost.Kubexit) builder.AddKubexit().ServeAfterStop().DrainConnections();
        var app = builder.Build();
        app.MapGet("/", async (HttpContext context) =>
        {
            await Task.Delay(Work, context.RequestAborted);
            return "served";
        });
        app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine(string.Join(' ', app.Urls)));
        app.Run();
        return 0;
    }
}
