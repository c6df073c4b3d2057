using Kubexit.Configuration;
using Kubexit.Kubernetes;
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
            using var logs = new StderrLoggerFactory(settings.IsQuiet ? LogLevel.Error : settings.Logging.Level, settings.Logging.Format);
            logs.Start();
            var logger = logs.CreateLogger("Kubexit.Wait");
            var readiness = PodReadiness.Create(settings.Options, logger);
            return VerbLoop.Run((loop, launcher, end) =>
            {
                var run = new WaitRun(settings, loop, PlatformServices.CreateCommandRunner(loop, launcher), readiness, logger, end);
                loop.Post(run.Start);
                return run.Signal;
            });
        });
    }
}
