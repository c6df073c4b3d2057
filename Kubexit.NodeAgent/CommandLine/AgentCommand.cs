using System.CommandLine;
using System.Net.Sockets;
using System.Reflection;
using System.Text;
using Kubexit.Kubernetes;
using Kubexit.Platform;
using Kubexit.Platform.Linux;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Kubexit.NodeAgent;

/// <summary>
/// <c>kubexit-node-agent</c>: taints and drains this node before it ends. <c>kubexit-node-agent drill</c> does so once, from a notice file.
/// Exit code 0 after SIGTERM or a complete drill, 1 after an incomplete one, 2 for wrong usage, 125 when it cannot run at all.
/// </summary>
internal static class AgentCommand
{
    private static readonly ParserConfiguration Parsing = new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null };

    public static async Task<int> RunAsync(
        string[] args, Func<string, string?>? variable = null, CancellationToken cancellationToken = default)
    {
        if (args is ["version" or "--version", ..]) return Print($"kubexit-node-agent {Version}\n");
        if (args.Any(argument => argument is "--help" or "-h")) return Print(AgentHelp.Text);
        variable ??= Environment.GetEnvironmentVariable;
        try
        {
            var (line, isDrill) = Parse(args);
            var layers = new SettingLayers(line, variable);
            var settings = new AgentSettingsReader(layers, variable, isDrill).Read();
            if (isDrill) settings = settings with { Listen = null };
            var supposed = isDrill || settings.DryRun ? SupposedNotice.Read(settings, TimeProvider.System) : null;
            var builder = AgentHost.Create(settings, layers.File);
            builder.Services.AddTelemetry(builder.Configuration, settings.Agent.NodeName, variable);
            builder.Services.AddCluster(Cluster(variable), settings.Agent.NodeName);
            if (isDrill) builder.Services.AddDrill(settings, supposed!);
            else builder.Services.AddHostedService<AgentService>().AddHostedService<RestService>();
            using var host = builder.Build();
            if (settings.DryRun) return Print(
                await host.Services.GetRequiredService<INodeApi>().PlanAsync(settings, supposed!, cancellationToken));
            var exit = host.Services.GetRequiredService<AgentExit>(); // Running the host disposes of its services.
            await host.RunAsync(cancellationToken);
            return exit.Code;
        }
        catch (KubexitException e)
        {
            foreach (var error in e is ConfigurationException { Errors: var errors } ? errors : [e.Message]) Complain(error);
            return e.ExitCode;
        }
        catch (SocketException e)
        {
            Complain($"Cannot serve metrics and health: {e.Message}. Give another --listen, or none.");
            return 125;
        }
    }

    private static string Version =>
        typeof(AgentCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
            ?? "of unknown version";

    /// <exception cref="ConfigurationException">There is a word that nobody knows.</exception>
    private static (ParseResult Line, bool IsDrill) Parse(string[] args)
    {
        var drill = new Command("drill");
        var command = new Command("kubexit-node-agent") { drill };
        command.SetAction(_ => 0); // Else the parser would ask for a subcommand. What is done is decided by its caller.
        drill.SetAction(_ => 0);
        foreach (var flag in AgentFlags.All) command.Options.Add(flag.ToOption());
        var line = command.Parse(args, Parsing);
        return line.Errors.Count == 0 ? (line, line.CommandResult.Command == drill)
            : throw new ConfigurationException([.. line.Errors.Select(error => error.Message)]);
    }

    private static KubernetesConfiguration Cluster(Func<string, string?> variable) =>
        string.IsNullOrEmpty(variable(ServiceAccount.HostVariable))
        ? Kubeconfig.Load(Kubeconfig.DefaultPaths(variable))
        : ServiceAccount.Load(variable, ServiceAccount.DefaultFolder);

    private static int Print(string text)
    {
        StandardStream.Output.TryWrite(Encoding.UTF8.GetBytes(text));
        return 0;
    }

    // Before there is a host to log. The words are on one line already.
    private static void Complain(string error) => StandardStream.Error.TryWrite(Encoding.UTF8.GetBytes($"kubexit-node-agent: {error}\n"));
}
