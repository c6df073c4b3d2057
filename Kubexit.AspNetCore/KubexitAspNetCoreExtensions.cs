using Kubexit;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets a web server be stopped without losing a request.</summary>
public static class KubexitAspNetCoreExtensions
{
    /// <summary>
    /// Tells clients, from the moment on in which the application is asked to stop, to close their connections: HTTP/1.1 by <c>Connection:
    /// close</c>, HTTP/2 and HTTP/3 by <c>GOAWAY</c>. Their next request opens a new connection, which goes to another replica once the
    /// endpoint of this one is removed. Useful together with <see cref="KubexitBuilder.ServeAfterStop"/> or outlive dependencies, which
    /// keep the application serving.
    /// </summary>
    /// <remarks>
    /// Each connection is told with the answer to its next request; requests under way are answered first. A connection that stays idle is
    /// closed when the host stops. Calling it again changes nothing.
    /// </remarks>
    /// <param name="builder">What <c>AddKubexit</c> returned.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is <see langword="null"/>.</exception>
    public static KubexitBuilder DrainConnections(this KubexitBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupFilter, ConnectionDrain>());
        return builder;
    }
}
