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
    /// dependencies; the death of a death dependency stops its host; its own birth, readiness and death are recorded, the death however
    /// the process ends. Calling it again only adds to the configuration.
    /// </summary>
    /// <remarks>
    /// An option can be set in three places, of which the last counts: <paramref name="configure"/>, the configuration section
    /// <c>Kubexit</c>, the variables <c>KUBEXIT_*</c>. When the host starts, all errors are thrown at once, as a
    /// <see cref="ConfigurationException"/>. A start that fails for another reason throws a <see cref="NotStartedException"/>. Neither
    /// needs to be caught: a process that ends by one of them ends with its <see cref="KubexitException.ExitCode"/>. A host lifetime of
    /// Kubexit's receives the signals: TERM, INT and QUIT stop the host.
    /// </remarks>
    /// <param name="services">The services of the application.</param>
    /// <param name="configure">Sets options in code; configuration overrides them.</param>
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
    /// Runs a helper process with the host, coordinated like a wrapped one. All helper processes are started where the first of them stands
    /// among the hosted services, each after its birth dependencies, whatever the order of these calls; the host goes on when they are
    /// ready. They are stopped with the host in the opposite order, each within its grace period. Nothing of their process groups is left
    /// behind, also when the application is killed. Calling it again with the same name only adds to the configuration.
    /// </summary>
    /// <remarks>
    /// An option can be set in two places, of which the last counts: <paramref name="configure"/>, the configuration section
    /// <c>Kubexit:Processes:NAME</c>. All errors are thrown at once, with those of the application, as a
    /// <see cref="ConfigurationException"/>, when the host starts; dependencies that can never come true because the application and its
    /// processes wait for each other are among them. The start fails with a <see cref="NotStartedException"/> when a process cannot be
    /// started. <see cref="ISupervisedProcess"/> is a keyed service under the name. Other options that are set later by
    /// <c>Configure&lt;SupervisedProcessOptions&gt;(name, …)</c> count as well.
    /// </remarks>
    /// <param name="services">The services of the application.</param>
    /// <param name="name">The name of the process's tombstone. The graveyard is the application's own where it has called
    /// <c>AddKubexit</c>.</param>
    /// <param name="configure">Sets options in code; configuration overrides them.</param>
    /// <returns>The services.</returns>
    /// <exception cref="ArgumentNullException">One of the first two arguments is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    public static IServiceCollection AddSupervisedProcess(
        this IServiceCollection services, string name, Action<SupervisedProcessOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (configure is not null) services.AddSingleton<IConfigureOptions<SupervisedProcessOptions>>(new ProcessCode(name, configure));
        var registrations = services.Select(s => s.IsKeyedService ? null : s.ImplementationInstance).OfType<ProcessRegistration>().ToList();
        if (registrations.Exists(registration => registration.Name == name)) return services;
        services.AddSingleton(new ProcessRegistration(name));
        services.AddKeyedSingleton<ISupervisedProcess>(name, (provider, _) => provider.GetRequiredService<SupervisedProcesses>()[name]);
        if (registrations.Count > 0) return services;
        services.AddOptions().AddSingleton<ProcessSettings>();
        services.AddSingleton<IPostConfigureOptions<SupervisedProcessOptions>>(provider => provider.GetRequiredService<ProcessSettings>());
        services.AddSingleton<ProcessPlan>();
        services.AddSingleton<SupervisedProcesses>();
        return services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<SupervisedProcesses>());
    }

    /// <summary>
    /// Registers <see cref="NodeTerminationNotices"/> as a singleton and the hosted service that feeds it. Calling it again changes
    /// nothing.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Changes the options; by default the cloud is detected by the answer at the metadata address.</param>
    /// <returns><paramref name="services"/>.</returns>
    /// <exception cref="ArgumentException">The options are not valid; says which and why.</exception>
    public static IServiceCollection AddNodeTerminationNotices(
        this IServiceCollection services, Action<NodeTerminationNoticeOptions>? configure = null)
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
            return new NodeTerminationNotices(
                new NoticeBoard(options.Rules, Time(provider), (key, cause) => NoticeLog.NotRead(logger, key, cause)));
        });
        services.AddSingleton(provider => new NoticeSources(options, PlatformServices.BootId(), Time(provider)));
        services.AddSingleton<IHostedService>(provider => new NodeTerminationNoticeService(
            provider.GetRequiredService<NodeTerminationNotices>(), provider.GetRequiredService<NoticeSources>(), Time(provider),
            Logger(provider)));
        return services;
    }

    private static TimeProvider Time(IServiceProvider provider) => provider.GetRequiredService<TimeProvider>();

    private static ILogger Logger(IServiceProvider provider) =>
        provider.GetRequiredService<ILoggerFactory>().CreateLogger("Kubexit.NodeTermination");
}
