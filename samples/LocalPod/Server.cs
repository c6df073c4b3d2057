using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LocalPod;

/// <summary>A small HTTP server that answers at once but takes two seconds to become ready.</summary>
internal static class Server
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(2);

    public static async Task<int> RunAsync(string[] args)
    {
        var (url, isEverReady) = (args[0], args[1] == "ready");
        var started = TimeProvider.System.GetTimestamp();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add(url);
        app.MapGet("/ready", () => isEverReady && TimeProvider.System.GetElapsedTime(started) > StartTime
            ? Results.Ok("ready")
            : Results.StatusCode(StatusCodes.Status503ServiceUnavailable));
        app.MapGet("/", () => "the answer");
        app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine($"listening on {url}, not ready yet"));
        app.Lifetime.ApplicationStopping.Register(() => Console.WriteLine("asked to stop, draining"));
        await app.RunAsync();
        Console.WriteLine("stopped");
        return 0;
    }
}
