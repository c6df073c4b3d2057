using Kubexit.Configuration;
using Kubexit.Kubernetes;
using Kubexit.NodeTermination;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Kubexit.NodeAgent;

/// <summary>Puts an agent together on the generic host: it logs, ends on TERM, INT and QUIT, and starts and stops what runs.</summary>
internal static class AgentHost
{
    private static readonly TimeSpan ShutdownLimit = TimeSpan.FromSeconds(4); // The manifests give the pod 5 s.

    public static HostApplicationBuilder Create(AgentSettings settings, IConfiguration? file)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        if (file is not null) builder.Configuration.AddConfiguration(file);
        AddLogging(builder.Logging, builder.Configuration, settings.Log);
        builder.Services.Configure<ConsoleLifetimeOptions>(options => options.SuppressStatusMessages = true);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = ShutdownLimit);
        AddAgent(builder.Services, settings);
        return builder;
    }

    public static void AddCluster(this IServiceCollection services, KubernetesConfiguration cluster, string nodeName) => services
        .AddSingleton(provider =>
            new KubernetesApiClient(cluster, provider.Logger(AgentLogCategory.Requests)) { RequestTimeout = Urgency.LongestLimit })
        .AddSingleton<INodeApi>(provider => new GuardedNodeApi(
            new NodeApi(provider.GetRequiredService<KubernetesApiClient>(), nodeName), provider.GetRequiredService<Urgency>(),
            provider.GetRequiredService<MissingRights>(), provider.GetRequiredService<TimeProvider>()));

    public static void AddDrill(this IServiceCollection services, AgentSettings settings, NodeTerminationNotice notice) => services
        .AddSingleton(notice)
        .AddSingleton(provider => new AgentMemory(
            provider.GetRequiredService<INodeApi>(), provider.GetRequiredService<RequestPacer>(), provider.GetRequiredService<Urgency>(),
            settings.Agent,
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>()))
        .AddSingleton(provider => new Drill(
            provider.GetRequiredService<AgentMemory>(), provider.GetRequiredService<AgentReporter>(), settings.Agent, settings.Keep,
            provider.GetRequiredService<TimeProvider>()))
        .AddHostedService<DrillService>();

    private static void AddAgent(IServiceCollection services, AgentSettings settings)
    {
        services.AddSingleton(settings).AddSingleton(settings.Agent).AddSingleton(settings.Notices);
        services.AddSingleton(TimeProvider.System).AddSingleton<AgentExit>().AddSingleton<AgentMetrics>().AddSingleton<AgentHealth>();
        services.AddSingleton<Urgency>().AddSingleton<MissingRights>();
        services.AddSingleton(provider =>
            new RequestPacer(settings.Agent.Drain.RequestsPerSecond, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new NoticeSources(
            settings.Notices, settings.Agent.BootId, provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<INodeApi>().AzureResourceAsync));
        services.AddSingleton<INoticeSource>(provider => provider.GetRequiredService<NoticeSources>());
        services.AddSingleton(provider => new NoticeBoard(settings.Notices.Rules, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new Sight(
            provider.GetRequiredService<NoticeBoard>(),
            key => FileNoticeSource.IsKey(key) ? "file" : provider.GetRequiredService<NoticeSources>().Name,
            settings.BlindAfter, provider.GetRequiredService<AgentMetrics>(), provider.GetRequiredService<TimeProvider>(),
            provider.Logger(AgentLogCategory.Notices)));
        services.AddSingleton<INoticeSink>(provider => provider.GetRequiredService<Sight>());
        if (settings.Webhook is { } url)
            services.AddSingleton<IWebhook>(
                provider => new Webhook(url, settings.WebhookTemplate, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new AgentReporter(
            provider.GetRequiredService<INodeApi>(), provider.GetRequiredService<RequestPacer>(), settings.Agent,
            provider.GetRequiredService<AgentMetrics>(),
            provider.GetService<IWebhook>(), provider.GetRequiredService<TimeProvider>(), provider.Logger(AgentLogCategory.Reports)));
        services.AddSingleton<INodeReboot>(provider => OperatingSystem.IsLinux()
            ? new SystemdReboot(provider.Logger(AgentLogCategory.Agent))
            : new NoReboot(provider.Logger(AgentLogCategory.Agent)));
        services.AddSingleton(provider => new RightsWatch(
            provider.GetRequiredService<INodeApi>(), provider.GetRequiredService<MissingRights>(),
            provider.GetRequiredService<AgentReporter>(),
            provider.GetRequiredService<AgentMetrics>(), settings.Agent, provider.GetRequiredService<RequestPacer>(),
            provider.GetRequiredService<Urgency>(),
            provider.Logger(AgentLogCategory.Requests)));
        services.AddSingleton<AgentLoop>();
        if (settings.Listen is not { } address) return;
        services.AddSingleton(provider => new AgentEndpoint(
            address, provider.GetRequiredService<AgentMetrics>().Write, provider.GetRequiredService<AgentHealth>().Problem,
            provider.GetRequiredService<AgentHealth>().Stuck,
            provider.GetRequiredService<TimeProvider>(), provider.Logger(AgentLogCategory.Endpoint)));
        services.AddHostedService<EndpointService>();
    }

    private static void AddLogging(ILoggingBuilder logging, IConfiguration configuration, AgentLogSettings settings)
    {
        logging.AddConfiguration(configuration.GetSection("Logging"));
        logging.AddFilter("Microsoft", LogLevel.Warning);
        foreach (var (category, level) in settings.Levels)
        {
            if (category is null) logging.SetMinimumLevel(level);
            else logging.AddFilter(category, level);
        }
        logging.Services.Configure<ConsoleLoggerOptions>(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
        // Each of the two names itself as the format.
        if (settings.Format == LogFormat.Json)
            logging.AddJsonConsole(options => (options.TimestampFormat, options.UseUtcTimestamp) = ("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", true));
        else
            logging.AddSimpleConsole(
                options => (options.SingleLine, options.TimestampFormat, options.UseUtcTimestamp) =
                    (true, "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ", true));
    }

    public static ILogger Logger(this IServiceProvider provider, string category) =>
        provider.GetRequiredService<ILoggerFactory>().CreateLogger(category);
}
