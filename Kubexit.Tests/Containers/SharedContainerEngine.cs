using Kubexit.Tests.Infrastructure;

[assembly: AssemblyFixture(typeof(Kubexit.Tests.Containers.SharedContainerEngine))]

namespace Kubexit.Tests.Containers;

/// <summary>The one engine that all classes of this folder share, started by the first test that needs it.</summary>
/// <remarks>
/// They run where <c>KUBEXIT_TEST_BINARY</c> names the native file and podman runs, as root; elsewhere they are skipped, and say why. With
/// <c>KUBEXIT_TEST_CONTAINERS=required</c>, as in the gate, they fail instead.
/// </remarks>
public sealed class SharedContainerEngine : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private ContainerEngine? _engine;
    private string? _obstacle;

    internal async Task<ContainerEngine> EngineAsync()
    {
        await _gate.WaitAsync();
        try
        {
            if (_engine is null && _obstacle is null) (_engine, _obstacle) = await StartAsync();
        }
        finally
        {
            _gate.Release();
        }

        if (_engine is not null) return _engine;
        if (Environment.GetEnvironmentVariable("KUBEXIT_TEST_CONTAINERS") == "required") Assert.Fail(_obstacle!);
        Assert.Skip(_obstacle!);
        throw new InvalidOperationException();
    }

    public async ValueTask DisposeAsync()
    {
        if (_engine is not null) await _engine.DisposeAsync();
        _gate.Dispose();
    }

    private static async Task<(ContainerEngine? Engine, string? Obstacle)> StartAsync()
    {
        if (!OperatingSystem.IsLinux() || !Prerequisites.IsRoot) return (null, "Containers are made by podman, as root on Linux.");
        if (!KubexitBinary.IsNative) return (null, "Containers run the native file: publish it and name it in KUBEXIT_TEST_BINARY.");
        try
        {
            return (await ContainerEngine.StartAsync(), null);
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return (null, $"Podman does not run here (.ci/install-podman installs it): {e.Message}");
        }
    }
}
