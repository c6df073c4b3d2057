using Kubexit;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Extensions.Hosting;

/// <summary>Makes an application a member of a graveyard.</summary>
public static class KubexitHostApplicationBuilderExtensions
{
    /// <summary>
    /// Makes the application a member of a graveyard, as
    /// <see cref="KubexitServiceCollectionExtensions.AddKubexit(IServiceCollection, Action{KubexitMemberOptions}?)"/> on its services does.
    /// Its documentation says the rest.
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <param name="configure">Sets options in code; configuration overrides them.</param>
    /// <returns>A builder that says when the application is ready.</returns>
    /// <exception cref="ArgumentNullException">The first argument is <see langword="null"/>.</exception>
    public static KubexitBuilder AddKubexit(this IHostApplicationBuilder builder, Action<KubexitMemberOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Services.AddKubexit(configure);
    }
}
