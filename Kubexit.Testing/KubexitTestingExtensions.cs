using Kubexit;
using Kubexit.Hosting;
using Kubexit.Testing;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Takes an application under test into a test graveyard, and stops it as a cluster would.</summary>
public static class KubexitTestingExtensions
{
    /// <summary>
    /// Makes the application under test a member of a test graveyard, whatever the environment and its configuration say about its name and
    /// the folder. The variables <c>KUBEXIT_*</c> of the test process do not count; the configuration section <c>Kubexit</c> and the code
    /// of the application do.
    /// </summary>
    /// <remarks>
    /// Call it where the test changes the services, for example in <c>ConfigureTestServices</c> of a <c>WebApplicationFactory</c>. The
    /// application itself has to call <c>AddKubexit</c>.
    /// </remarks>
    /// <param name="services">The services of the application under test.</param>
    /// <param name="graveyard">The graveyard.</param>
    /// <param name="name">The name of the application in it.</param>
    /// <returns>The services.</returns>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    public static IServiceCollection JoinTestGraveyard(this IServiceCollection services, TestGraveyard graveyard, string name)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(graveyard);
        ArgumentNullException.ThrowIfNull(name);
        services.Replace(ServiceDescriptor.Singleton(MemberVariables.OfTest(name, graveyard.Path)));
        if (graveyard.Time is { } time) services.Replace(ServiceDescriptor.Singleton(time));
        return services;
    }

    /// <summary>Does what a TERM does to the process of the application: it serves on for as long as it is to, and then its host
    /// stops.</summary>
    /// <param name="services">The services of the running application: <c>host.Services</c>, <c>factory.Services</c>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is <see langword="null"/>.</exception>
    /// <exception cref="InvalidOperationException">The application does not call <c>AddKubexit</c>, or is no member.</exception>
    public static void SendTerm(this IServiceProvider services)
    {
        ArgumentNullException.ThrowIfNull(services);
        var member = services.GetRequiredService<KubexitMember>();
        if (member.IsOff) throw new InvalidOperationException(
            "Cannot send TERM: the application is not a member of a graveyard. Call JoinTestGraveyard.");
        member.SendSignal(Signal.Term);
    }
}
