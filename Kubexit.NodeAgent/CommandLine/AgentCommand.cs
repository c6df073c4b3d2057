using System.CommandLine;
using System.Net.Sockets;
using System.Text;
using Kubexit.Configuration;
using Kubexit.Kubernetes;
using Kubexit.NodeTermination;
using Kubexit.Platform;
using Kubexit.Platform.Linux;
using Microsoft.Extensions.Logging;

namespace Kubexit.NodeAgent;

/// <summary>
/// <c>kubexit-node-agent</c>: taints and drains this node before it ends. <c>kubexit-node-agent drill</c> does so once, from a notice file.
/// Exit code 0 after SIGTERM or a complete drill, 1 after an incomplete one, 2 for wrong usage, 125 when it cannot run at all.
/// </summary>
internal static class AgentCommand
{
    private static readonly ParserConfiguration Parsing = new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null };

    public static async Task<int> RunAsync(string[] args, Func<string, string?>? variable = null, CancellationToken cancellationToken = default)
    {
        if (args.Any(argument => argument is "--help" or "-h"))
        {
            StandardStream.Output.TryWrite(Encoding.UTF8.GetBytes(AgentHelp.Text));
            return 0;
        }
        variable ??= Environment.GetEnvironmentVariable;
        var flags = new AgentFlags();
        var drill = new Command("drill");
        var command = new Command("kubexit-node-agent") { drill };
        command.SetAction(_ => 0); // Else the parser would ask for a subcommand. What is done is decided below.
        drill.SetAction(_ => 0);
        foreach (var flag in flags.All)
        {
            flag.Recursive = true;
            command.Options.Add(flag);
        }

        var line = command.Parse(args, Parsing);

        var logging = EnvironmentSettings.Read(variable, []).Logging;
        using var logs = LoggerFactory.Create(builder => builder.SetMinimumLevel(logging.Level).AddConsole(options => options.LogToStandardErrorThreshold = LogLevel.Trace));
        var logger = logs.CreateLogger("Kubexit.NodeAgent");
        try
        {
            var settings = new AgentSettingsReader(flags, line, variable).Read();
            var isDrill = line.CommandResult.Command == drill;
            if (isDrill) settings = Drill(settings);
            using var client = new KubernetesApiClient(Cluster(variable), logger) { RequestTimeout = AgentRuntime.RequestTimeout };
            using var runtime = new AgentRuntime(settings, new NodeApi(client, settings.Agent.NodeName), TimeProvider.System, logger);
            if (line.GetValue(flags.DryRun))
            {
                StandardStream.Output.TryWrite(Encoding.UTF8.GetBytes(await runtime.PlanAsync(line.GetValue(flags.Kind), cancellationToken)));
                return 0;
            }
            using var end = new EndRequest(cancellationToken);
            return await RunAsync(runtime, isDrill, end.Token);
        }
        catch (KubexitException e)
        {
            foreach (var error in e is ConfigurationException { Errors: var errors } ? errors : [e.Message]) AgentLog.Refused(logger, error);
            return e.ExitCode;
        }
        catch (SocketException e)
        {
            AgentLog.Refused(logger, $"Cannot serve metrics and health: {e.Message}. Give another --listen, or none.");
            return 125;
        }
    }

    private static KubernetesConfiguration Cluster(Func<string, string?> variable) => string.IsNullOrEmpty(variable(ServiceAccount.HostVariable))
        ? Kubeconfig.Load(Kubeconfig.DefaultPaths(variable))
        : ServiceAccount.Load(variable, ServiceAccount.DefaultFolder);

    private static AgentSettings Drill(AgentSettings settings)
    {
        if (settings.Notices.NoticeFile is null) throw new ConfigurationException(["Cannot run a drill: there is no --notice-file. Give the file that announces it."]);
        settings.Notices.Provider = NodeTerminationProvider.None;
        return settings with { Listen = null };
    }

    private static async Task<int> RunAsync(AgentRuntime runtime, bool isDrill, CancellationToken end)
    {
        try
        {
            if (isDrill) return (await runtime.DrillAsync(end)).IsComplete ? 0 : 1;
            await runtime.RunAsync(end);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // Asked to end: what was under way is continued by the next agent on this node.
        }

        return 0;
    }
}
