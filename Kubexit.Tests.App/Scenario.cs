using Kubexit.NodeTermination;
using Kubexit.Platform.Linux;
using Kubexit.Supervision;

namespace Kubexit.Tests.App;

/// <summary>What a worker application does once it runs.</summary>
internal static class Scenario
{
    public static async Task<int> Run(string scenario)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        if (Environment.GetEnvironmentVariable("TEST_LOG") is not null)
            builder.Logging.AddConsole(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Configuration.AddJsonFile(Environment.GetEnvironmentVariable("TEST_SETTINGS") ?? "none.json", optional: true);
        var services = builder.Services;
        if (scenario == "late") services.AddHostedService<Announcer>();
        if (scenario == "systemd") services.AddSystemd();
        var kubexit = builder.AddKubexit(options => options.GracePeriod = TimeSpan.FromSeconds(10));
        switch (scenario)
        {
            case "bad-code":
                kubexit.Services.AddKubexit(options =>
                {
                    options.BirthTimeout = TimeSpan.FromSeconds(-1);
                    options.BirthDependencies = [new("db"), new("db")];
                    options.PreStop = HookOptions.HttpGet(new Uri("ftp://nowhere/"));
                });
                break;
            case "concurrent":
                services.Configure<HostOptions>(options => options.ServicesStartConcurrently = true);
                break;
            case "console-lifetime":
                services.AddSingleton<IHostLifetime, Microsoft.Extensions.Hosting.Internal.ConsoleLifetime>();
                break;
            case "signal-ready":
                kubexit.ReadyOnSignal();
                break;
            case "health":
                kubexit.ReadyWhenHealthy();
                services.AddHealthChecks().AddCheck<InputHealth>("input");
                break;
            case "fail-start":
                services.AddHostedService(_ => new Startup(_ => throw new InvalidOperationException("This service cannot start.")));
                break;
            case "background-throws":
                services.AddHostedService<FailingService>();
                break;
            case "hang-start":
                services.AddHostedService(_ => new Startup(token => Task.Delay(Timeout.Infinite, token)));
                break;
            case "invalid-options":
                services.AddOptions<Invalid>().Validate(_ => false, "These options are never valid.").ValidateOnStart();
                break;
            case "supervise" or "supervise-exit" or "supervise-alone" or "supervise-short":
                services.AddSupervisedProcess("helper", options =>
                {
                    options.Command = ["sh", "-c", scenario switch
                    {
                        "supervise-short" => "exit 4",
                        // The host stops and the process exits at once: only KILL is sure.
                        "supervise-exit" => "trap '' TERM; while :; do sleep 0.05; done",
                        _ => "trap 'exit 0' TERM; sleep 1000 & while :; do sleep 0.05; done",
                    }];
                    if (scenario == "supervise-alone") options.HostStopsWhen = null;
                });
                break;
            case "supervise-wrong":
                services.AddSupervisedProcess("a", options => options.Coordination.BirthDependencies = [new("b")]);
                services.AddSupervisedProcess("b", options =>
                {
                    options.Command = ["true"];
                    options.Coordination.BirthDependencies = [new("a")];
                    options.RestartDelay = TimeSpan.FromSeconds(-1);
                });
                break;
        }

        if (scenario != "late") services.AddHostedService<Announcer>();
        using var host = builder.Build();
        Act(scenario, host.Services);
        await host.RunAsync();
        Terminal.Print("host-ended");
        if (scenario is "flush-5" or "term-flush-5") Console.ReadLine();
        if (scenario == "throw-after-host") throw new InvalidOperationException("Nobody catches this.");
        return scenario is "return-5" or "flush-5" or "term-flush-5" ? 5 : Environment.ExitCode;
    }

    /// <summary>What happens beside the host: after its start, or when a line comes in.</summary>
    private static void Act(string scenario, IServiceProvider services)
    {
        var lifetime = services.GetRequiredService<IHostApplicationLifetime>();
        Action? afterStart = scenario switch
        {
            "stop" or "return-5" or "flush-5" or "throw-after-host" => lifetime.StopApplication,
            "exit-code-6" => () =>
            {
                Environment.ExitCode = 6;
                lifetime.StopApplication();
            }
            ,
            "environment-exit" => () => Environment.Exit(7),
            "crash" => () => throw new InvalidOperationException("Nobody catches this."),
            _ => null,
        };
        if (afterStart is not null) lifetime.ApplicationStarted.Register(() => new Thread(() => afterStart()).Start());
        Action? onInput = scenario switch
        {
            "exit-while-waiting" or "supervise-exit" => () => Environment.Exit(9),
            "fail-fast" => () => Environment.FailFast("As a test wants it."),
            "crash-while-waiting" => () => throw new InvalidOperationException("Nobody catches this."),
            "signal-ready" => () => services.GetRequiredService<IKubexitMember>().SignalReadyAsync().Wait(),
            "health" => () => InputHealth.IsHealthy = true,
            _ => null,
        };
        if (onInput is null) return;
        new Thread(() =>
        {
            Console.ReadLine();
            onInput();
            Terminal.Print("input-done");
        })
        { IsBackground = true }.Start();
    }

    private sealed class Invalid;
}
