using Kubexit;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Extensions.Hosting;

/// <summary>Makes an application a member of a graveyard.</summary>
public static class KubexitHostApplicationBuilderExtensions
{
    /// <inheritdoc cref="KubexitServiceCollectionExtensions.AddKubexit(IServiceCollection, Action{KubexitMemberOptions}?)"/>
    /// <param name="builder">The application.</param>
    /// <param name="configure">What the code says; configuration is laid over it.</param>
    public static KubexitBuilder AddKubexit(this IHostApplicationBuilder builder, Action<KubexitMemberOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Services.AddKubexit(configure);
    }
}
