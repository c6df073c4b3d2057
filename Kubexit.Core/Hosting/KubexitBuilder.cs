using Kubexit.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Kubexit;

/// <summary>What <c>AddKubexit</c> returns: says when the application is ready, if that is not when its host has started.</summary>
public sealed class KubexitBuilder
{
    private readonly MemberReadiness _readiness;

    internal KubexitBuilder(IServiceCollection services, MemberReadiness readiness) => (Services, _readiness) = (services, readiness);

    /// <summary>The services of the application.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Serves on after a TERM; see <see cref="KubexitMemberOptions.ServeAfterStop"/>.</summary>
    /// <param name="duration">How long at least; <see langword="null"/>, the default, for 5 seconds.</param>
    /// <returns>This builder.</returns>
    public KubexitBuilder ServeAfterStop(TimeSpan? duration = null)
    {
        Services.Configure<KubexitMemberOptions>(options => options.ServeAfterStop = duration ?? TimeSpan.FromSeconds(5));
        return this;
    }

    /// <summary>
    /// The application is ready when it calls <see cref="IKubexitMember.SignalReadyAsync"/>, not as soon as its host has started.
    /// </summary>
    /// <returns>This builder.</returns>
    public KubexitBuilder ReadyOnSignal()
    {
        _readiness.IsSignalled = true;
        return this;
    }
}
