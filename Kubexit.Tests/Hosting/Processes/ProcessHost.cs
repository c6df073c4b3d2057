using Kubexit.Hosting;
using Kubexit.Tests.Fakes;
using Kubexit.Tests.Infrastructure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kubexit.Tests.Hosting;

/// <summary>A host in this process with real helper processes in a graveyard of its own.</summary>
internal sealed class ProcessHost : IAsyncDisposable
{
    private readonly TemporaryGraveyard _graveyard = new();
    private readonly HostApplicationBuilder _builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
    private IHost? _host;

    public RecordingLogger Log { get; } = new();

    public TemporaryGraveyard Graveyard => _graveyard;

    public IServiceCollection Services => _builder.Services;

    public ConfigurationManager Configuration => _builder.Configuration;

    public IHostApplicationLifetime Lifetime => Built.Services.GetRequiredService<IHostApplicationLifetime>();

    private IHost Built => _host ??= Build();

    public ISupervisedProcess this[string name] => Built.Services.GetRequiredKeyedService<ISupervisedProcess>(name);

    /// <param name="name">Its name.</param>
    /// <param name="script">What its shell does.</param>
    /// <param name="configure">More about it.</param>
    public ProcessHost Add(string name, string script, Action<SupervisedProcessOptions>? configure = null)
    {
        Services.AddSupervisedProcess(name, options =>
        {
            options.Command = ["sh", "-c", script];
            options.Coordination.GraveyardPath = _graveyard.Path;
            configure?.Invoke(options);
        });
        return this;
    }

    public Task StartAsync(CancellationToken cancellationToken = default) => Built.StartAsync(cancellationToken);

    public Task StopAsync() => Built.StopAsync();

    public Task Reaches(string name, SupervisedProcessState state) =>
        Limit.Until(() => this[name].State == state, () => $"Process '{name}' is {this[name].State}, not {state}. {Log.Text}");

    public async ValueTask DisposeAsync()
    {
        if (_host is not null) await _host.StopAsync();
        _host?.Dispose();
        await _graveyard.DisposeAsync();
        Environment.ExitCode = 0;
    }

    private IHost Build()
    {
        Services.AddSingleton<ILoggerFactory>(new OneLogger(Log));
        Services.AddSingleton<IHostLifetime, NoLifetime>();
        return _builder.Build();
    }

    /// <summary>The tests' process has signals and an end of its own.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
