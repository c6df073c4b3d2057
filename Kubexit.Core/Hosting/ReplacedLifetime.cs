using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Kubexit.Hosting;

/// <summary>The host lifetime that was registered before Kubexit's; in use where the member is off.</summary>
internal sealed class ReplacedLifetime(ServiceDescriptor? descriptor)
{
    private const string ConsoleLifetime = "Microsoft.Extensions.Hosting.Internal.ConsoleLifetime";

    /// <summary>Whether it is one that somebody chose (a Windows service's, systemd's) and not the default: then it stays.</summary>
    public bool IsChosen => descriptor is not null && descriptor.ImplementationType?.FullName != ConsoleLifetime;

    public string Name => (descriptor?.ImplementationType ?? descriptor?.ImplementationInstance?.GetType())?.Name ?? "IHostLifetime";

    public IHostLifetime? Create(IServiceProvider provider) => descriptor switch
    {
        { ImplementationInstance: IHostLifetime instance } => instance,
        { ImplementationFactory: { } factory } => (IHostLifetime)factory(provider),
        { ImplementationType: { } type } => (IHostLifetime)ActivatorUtilities.CreateInstance(provider, type),
        _ => null,
    };
}
