using Kubexit.Platform.Linux;

namespace Kubexit.Tests.App;

/// <summary>What is more than one host that runs to its end.</summary>
internal static class SpecialScenarios
{
    /// <summary>Two hosts one after the other in one process, as in tests of an application.</summary>
    public static async Task<int> TwoHosts()
    {
        for (var round = 1; round <= 2; round++)
        {
            using var host = CreateHost();
            await host.StartAsync();
            Terminal.Print($"started {round}");
            await host.StopAsync();
        }

        return 3;
    }

    /// <summary>An application that handles the failure of its own start.</summary>
    public static async Task<int> CatchFailedStart()
    {
        using var host = CreateHost();
        try
        {
            await host.RunAsync();
        }
        catch (KubexitException e)
        {
            Terminal.Print($"{e.GetType().Name} {e.ExitCode} {e.Reason}");
            foreach (var error in (e as ConfigurationException)?.Errors ?? []) Terminal.Print(error);
        }

        return Environment.ExitCode;
    }

    public static async Task<int> Web()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddConsole(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddKubexit();
        builder.Services.AddHealthChecks().AddKubexit();
        await using var app = builder.Build();
        app.MapGet("/", () => "served");
        app.MapHealthChecks("/ready");
        app.Lifetime.ApplicationStarted.Register(() => Terminal.Print(app.Urls.First()));
        await app.RunAsync();
        return 0;
    }

    private static IHost CreateHost()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddJsonFile(Environment.GetEnvironmentVariable("TEST_SETTINGS") ?? "none.json", optional: true);
        builder.AddKubexit();
        return builder.Build();
    }
}
