using Kubexit.Platform;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kubexit.NodeTermination;

/// <summary>Adds notices of the node's end to an application.</summary>
public static class NodeTerminationServiceCollectionExtensions
{
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
