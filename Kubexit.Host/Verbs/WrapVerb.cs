using System.Collections;
using Kubexit.Configuration;
using Kubexit.Coordination;
using Kubexit.Kubernetes;
using Kubexit.Platform;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubexit.Host;

/// <summary><c>kubexit COMMAND [ARG...]</c>: runs a command, coordinated with its neighbours.</summary>
internal static class WrapVerb
{
    public static int Run(string[] command)
    {
        var names = new List<string>();
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            if ((string)variable.Key != PlatformServices.PrivateVariable) names.Add((string)variable.Key);
        }

        var settings = EnvironmentSettings.Read(Environment.GetEnvironmentVariable, names);
        using var logs = new StderrLoggerFactory(settings.Logging.Level, settings.Logging.Format);
        var logger = logs.CreateLogger("Kubexit");
        try
        {
            PlatformServices.PrepareSignals();
            foreach (var warning in settings.Warnings) HostLog.Warning(logger, warning);
            var problem = WrappedCommandRules.ProblemWith(command);
            string[] errors = [.. problem is null ? Array.Empty<string>() : [problem], .. settings.Errors];
            return errors.Length == 0 ? Supervise(command, settings, logs) : Refuse(errors, settings, logger);
        }
        catch (ConfigurationException e)
        {
            return Refuse(e.Errors, settings, logger);
        }
        catch (SystemCallException e)
        {
            return Refuse([e.Message], settings, logger, OwnExitCode.Internal, DeathReason.Internal);
        }
        catch (Exception e)
        {
            HostLog.Bug(logger, e.GetType().Name, e.Message, e.StackTrace ?? "");
            return OwnExitCode.Internal;
        }
    }

    private static int Supervise(string[] command, EnvironmentSettings settings, StderrLoggerFactory logs)
    {
        var logger = logs.CreateLogger("Kubexit");
        CoordinatorResult? result = null;
        Exception? failure = null;
        EventLoop? running = null;
        var loop = running = PlatformServices.CreateEventLoop(e =>
        {
            failure ??= e;
            running!.Stop();
        });
        var launcher = PlatformServices.CreateChildLauncher(loop);
        if (settings.Options.Subreaper) PlatformServices.BecomeSubreaper();
        var readiness = PodReadiness.Create(settings.Options, logger);
        var services = CoordinatorServices.Create(
            settings.Options, readiness, logs, loop, launcher) with
        { LastWords = LastWords.Create() };
        var coordinator = new Coordinator(settings.Options, PlatformServices.WrappedCommand(command), services);
        using var signals = PlatformServices.ListenToSignals(loop, launcher, number => coordinator.SendSignal(Signal.FromNumber(number)));
        PlatformServices.CheckEssentials();
        coordinator.Start(r =>
        {
            result = r;
            loop.Stop();
        });
        loop.Post(logs.Start);
        loop.Run();
        if (result is null)
        {
            failure ??= new InvalidOperationException("The event loop ended without a result.");
            coordinator.Abandon(failure.Message);
            throw failure;
        }

        if (result.Message is { } message) TerminationMessage.Write(settings.Logging.TerminationLogPath, message, logger);
        return result.ExitCode;
    }

    /// <summary>Says every error at once and records the death, so that nobody waits for a process that will never be.</summary>
    private static int Refuse(
        IReadOnlyList<string> errors, EnvironmentSettings settings, ILogger logger, int exitCode = OwnExitCode.Usage,
        DeathReason reason = DeathReason.Configuration)
    {
        foreach (var error in errors) HostLog.Error(logger, error);

        // The call that the system refuses may be needed for recording too: one sentence is enough.
        var recorder = reason == DeathReason.Configuration ? logger : NullLogger.Instance;
        if (settings.CanRecordDeath) DeadOnArrival.Record(settings.Options, exitCode, reason, recorder);
        TerminationMessage.Write(settings.Logging.TerminationLogPath, errors[0], recorder);
        return exitCode;
    }
}
