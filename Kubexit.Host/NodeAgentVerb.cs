using System.CommandLine;
using System.Net.Sockets;
using Kubexit.Kubernetes;
using Kubexit.NodeTermination;
using Kubexit.Platform;
using Microsoft.Extensions.Logging;

namespace Kubexit.Host;

/// <summary>
/// <c>kubexit node-agent</c>: taints and drains this node before it ends. <c>kubexit node-agent drill</c> does so once, from a notice file.
/// Exit code 0 after SIGTERM or a complete drill, 1 after an incomplete one, 2 for wrong usage, 125 when it cannot run at all.
/// </summary>
internal static class NodeAgentVerb
{
    public static int Run(string[] args)
    {
        // PosixSignalRegistration needs what the native file blocks before it starts.
        PlatformServices.ReleaseSignals(suspendOnly: false);
        return RunAsync(args).GetAwaiter().GetResult();
    }

    public static async Task<int> RunAsync(string[] args, Func<string, string?>? variable = null, CancellationToken cancellationToken = default)
    {
        if (args.Any(argument => argument is "--help" or "-h")) return HelpVerb.Run(["node-agent"]);
        variable ??= Environment.GetEnvironmentVariable;
        var flags = new NodeAgentFlags();
        var drill = new Command("drill");
        var command = new Command("node-agent") { drill };
        command.SetAction(_ => 0); // Else the parser would ask for a subcommand. What is done is decided below.
        drill.SetAction(_ => 0);
        foreach (var flag in flags.All)
        {
            flag.Recursive = true;
            command.Options.Add(flag);
        }

        var line = command.Parse(["node-agent", .. args], VerbLine.Configuration);

        var logging = EnvironmentSettings.Read(variable, []).Logging;
        using var logs = new StderrLoggerFactory(logging.Level, logging.Format);
        logs.Start();
        var logger = logs.CreateLogger("Kubexit.NodeAgent");
        try
        {
            var settings = new NodeAgentSettingsReader(flags, line, variable).Read();
            var isDrill = line.CommandResult.Command == drill;
            if (isDrill) settings = Drill(settings);
            using var client = new KubernetesApiClient(Cluster(variable), logger) { RequestTimeout = NodeAgentRuntime.RequestTimeout };
            using var runtime = new NodeAgentRuntime(settings, new NodeApi(client, settings.Agent.NodeName), TimeProvider.System, logger);
            if (line.GetValue(flags.DryRun))
            {
                Terminal.WriteOut(await runtime.PlanAsync(line.GetValue(flags.Kind), cancellationToken));
                return 0;
            }
            using var end = new EndRequest(cancellationToken);
            return await RunAsync(runtime, isDrill, end.Token);
        }
        catch (KubexitException e)
        {
            foreach (var error in e is ConfigurationException { Errors: var errors } ? errors : [e.Message]) HostLog.Error(logger, error);
            return e.ExitCode;
        }
        catch (SocketException e)
        {
            HostLog.Error(logger, $"Cannot serve metrics and health: {e.Message}. Give another --listen, or none.");
            return 125;
        }
    }

    private static KubernetesConfiguration Cluster(Func<string, string?> variable) => string.IsNullOrEmpty(variable(ServiceAccount.HostVariable))
        ? Kubeconfig.Load(Kubeconfig.DefaultPaths(variable))
        : ServiceAccount.Load(variable, ServiceAccount.DefaultFolder);

    private static NodeAgentSettings Drill(NodeAgentSettings settings)
    {
        if (settings.Notices.NoticeFile is null) throw new ConfigurationException(["Cannot run a drill: there is no --notice-file. Give the file that announces it."]);
        settings.Notices.Provider = NodeTerminationProvider.None;
        return settings with { Listen = null };
    }

    private static async Task<int> RunAsync(NodeAgentRuntime runtime, bool isDrill, CancellationToken end)
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
