using Kubexit.Configuration;
using Kubexit.Coordination;
using Kubexit.Kubernetes;
using Kubexit.Kubernetes.Objects;
using Kubexit.Platform;
using Microsoft.Extensions.Logging;

namespace Kubexit.Host;

/// <summary><c>kubexit wait</c>: blocks until conditions hold.</summary>
internal static class WaitVerb
{
    public static int Run(string[] args)
    {
        var flags = new WaitFlags();
        return VerbLine.Run(flags.Verb, args, line =>
        {
            var settings = flags.Read(line, new SettingsReader(Environment.GetEnvironmentVariable));
            if (settings.PrintsRole) return PrintRole(settings);
            using var logs = new StderrLoggerFactory(settings.IsQuiet ? LogLevel.Error : settings.Logging.Level, settings.Logging.Format);
            logs.Start();
            var logger = logs.CreateLogger("Kubexit.Wait");
            var readiness = PodReadiness.Create(settings.Options, logger);
            var objects = ClusterObjects.Create(settings.Options.Dependencies, readiness, logger, settings.Options.Namespace);
            return VerbLoop.Run((loop, launcher, end) =>
            {
                var run = new WaitRun(settings, loop, PlatformServices.CreateCommandRunner(loop, launcher), readiness, logger, end,
                    objects);
                loop.Post(run.Start);
                return run.Signal;
            });
        });
    }

    private static int PrintRole(WaitSettings settings)
    {
        var names = ClusterObjects.NamesIn(settings.Options.Dependencies, readiness: null);
        var space = settings.Options.Namespace;
        List<string> roles = [];
        if (names.Count > 0) roles.Add(ObjectRole.For(names, space).Print());
        if (settings.ReadsPods) roles.Add(MissingRole.Print(space));
        return Terminal.WriteOut(string.Join("\n---\n", roles) + "\n") ? 0 : OwnExitCode.Internal;
    }
}
