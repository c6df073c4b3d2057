using Kubexit;
using Kubexit.Coordination;
using Kubexit.Hosting;
using Kubexit.NodeTermination;
using Kubexit.Platform;
using Kubexit.Supervision;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Makes an application a member of a graveyard, lets it run helper processes, and tells it that its node ends.</summary>
public static class KubexitServiceCollectionExtensions
{
    /// <summary>
    /// Makes the application a member of a graveyard. Its hosted services, a web server among them, are not started before its birth
    /// dependencies; the death of a death dependency stops its host; its own birth, readiness and death are recorded, the death on every
    /// way out. Calling it again only adds to the configuration.
    /// </summary>
    /// <remarks>
    /// Of three places the last that sets an option decides: <paramref name="configure"/>, the configuration section <c>Kubexit</c>, the
    /// variables <c>KUBEXIT_*</c>. All errors are thrown at once, as a <see cref="ConfigurationException"/>, when the host starts. The start fails with a
    /// <see cref="NotStartedException"/> when it cannot come to be. Neither needs to be caught: a process that ends by one of them ends with its
    /// <see cref="KubexitException.ExitCode"/>. Signals are received by a host lifetime of Kubexit's: TERM, INT and QUIT stop the host.
    /// </remarks>
    /// <param name="services">The services of the application.</param>
    /// <param name="configure">What the code says; configuration is laid over it.</param>
    /// <returns>A builder that says when the application is ready.</returns>
    /// <exception cref="ArgumentNullException">The first argument is <see langword="null"/>.</exception>
    public static KubexitBuilder AddKubexit(this IServiceCollection services, Action<KubexitMemberOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (configure is not null) services.AddSingleton<IConfigureOptions<KubexitMemberOptions>>(new CodeSettings(configure));
        if (services.FirstOrDefault(s => s.ServiceType == typeof(MemberReadiness)) is { ImplementationInstance: MemberReadiness known })
            return new KubexitBuilder(services, known);

        var readiness = new MemberReadiness();
        services.AddOptions().AddSingleton(readiness);
        services.AddSingleton<MemberSettings>();
        services.AddSingleton<IPostConfigureOptions<KubexitMemberOptions>>(provider => provider.GetRequiredService<MemberSettings>());
        services.AddSingleton<IValidateOptions<KubexitMemberOptions>>(provider => provider.GetRequiredService<MemberSettings>());
        services.AddSingleton<KubexitMember>();
        services.AddSingleton<IKubexitMember>(provider => provider.GetRequiredService<KubexitMember>());
        var replaced = new ReplacedLifetime(services.LastOrDefault(s => s.ServiceType == typeof(IHostLifetime)));
        services.AddSingleton(replaced);
        if (!replaced.IsChosen) services.AddSingleton<IHostLifetime, MemberLifetime>();

        // The first of the hosted services, wherever this is called: those before it would not wait.
        services.Insert(0, ServiceDescriptor.Singleton<IHostedService, StartGate>());
        return new KubexitBuilder(services, readiness);
    }

    /// <summary>
    /// Runs a helper process as a hosted service, coordinated like a wrapped one: it is started with the host, which waits until it is ready;
    /// it is stopped with the host, within its grace period; nothing of its process group is left behind, and its tombstone tells of it.
    /// Services that are added later start after it and stop before it.
    /// </summary>
    /// <remarks>
    /// The process inherits the environment. If it takes part in a graveyard itself, give it its own <c>KUBEXIT_NAME</c> in
    /// <see cref="ChildStartInfo.Environment"/>. When the application is killed the process lives on.
    /// </remarks>
    /// <param name="services">The services of the application.</param>
    /// <param name="child">What to start.</param>
    /// <param name="configure">
    /// Sets at least <see cref="CoordinatorOptions.Name"/>. The graveyard is the application's own where it has called <c>AddKubexit</c>. Configuration
    /// and variables are not laid over these options: they are the application's.
    /// </param>
    /// <param name="stopsHost">
    /// Whether the host stops when the process ends by itself. Default <see langword="true"/>; the application's exit code is then the process's,
    /// unless the application has set one.
    /// </param>
    /// <returns>The services.</returns>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    public static IServiceCollection AddSupervisedProcess(
        this IServiceCollection services, ChildStartInfo child, Action<CoordinatorOptions> configure, bool stopsHost = true)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(child);
        ArgumentNullException.ThrowIfNull(configure);
        return services.AddSingleton<IHostedService>(provider => ActivatorUtilities.CreateInstance<SupervisedProcess>(
            provider, new SupervisedProcessOptions(child, configure, stopsHost)));
    }

    /// <summary>
    /// Registers <see cref="NodeTerminationNotices"/> as a singleton and the hosted service that feeds it. Calling it again changes nothing.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Changes the options; by default the cloud is found out by who answers at the metadata address.</param>
    /// <returns><paramref name="services"/>.</returns>
    /// <exception cref="ArgumentException">The options are not valid; says which and why.</exception>
    public static IServiceCollection AddNodeTerminationNotices(this IServiceCollection services, Action<NodeTerminationNoticeOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = new NodeTerminationNoticeOptions();
        configure?.Invoke(options);
        options.Validate();
        if (services.Any(service => service.ServiceType == typeof(NodeTerminationNotices))) return services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider =>
        {
            var logger = Logger(provider);
            return new NodeTerminationNotices(new NoticeBoard(options.Rules, Time(provider), (key, cause) => NoticeLog.NotRead(logger, key, cause)));
        });
        services.AddSingleton(provider => new NoticeSources(options, PlatformServices.BootId(), Time(provider)));
        services.AddSingleton<IHostedService>(provider => new NodeTerminationNoticeService(
            provider.GetRequiredService<NodeTerminationNotices>(), provider.GetRequiredService<NoticeSources>(), Time(provider), Logger(provider)));
        return services;
    }

    private static TimeProvider Time(IServiceProvider provider) => provider.GetRequiredService<TimeProvider>();

    private static ILogger Logger(IServiceProvider provider) => provider.GetRequiredService<ILoggerFactory>().CreateLogger("Kubexit.NodeTermination");
}
