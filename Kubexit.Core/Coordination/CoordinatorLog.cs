using Microsoft.Extensions.Logging;

namespace Kubexit.Coordination;

/// <summary>What a coordinated run says. Events 2000 to 2099.</summary>
internal static partial class CoordinatorLog
{
    [LoggerMessage(2000, LogLevel.Information, "'{Name}' in graveyard '{Graveyard}', life {Life}")]
    public static partial void Joined(ILogger logger, string name, string graveyard, string life);

    [LoggerMessage(2001, LogLevel.Information, "waiting for {Pending}")]
    public static partial void WaitingFor(ILogger logger, string pending);

    [LoggerMessage(2002, LogLevel.Information, "still waiting for {Pending}")]
    public static partial void StillWaitingFor(ILogger logger, string pending);

    [LoggerMessage(2003, LogLevel.Information, "born: process {ProcessId}")]
    public static partial void Born(ILogger logger, int processId);

    [LoggerMessage(2004, LogLevel.Information, "ready")]
    public static partial void Ready(ILogger logger);

    [LoggerMessage(2005, LogLevel.Information, "{Death}: stopping")]
    public static partial void StoppingFor(ILogger logger, DependencyDeath death);

    [LoggerMessage(2006, LogLevel.Information, "asked to stop; waiting up to {Timeout} for {Names} to end first")]
    public static partial void Holding(ILogger logger, string names, string timeout);

    [LoggerMessage(2007, LogLevel.Warning, "{Names} did not end within {Timeout}: stopping anyway")]
    public static partial void OutliveTimeout(ILogger logger, string names, string timeout);

    [LoggerMessage(2008, LogLevel.Information, "sent {Signal}; grace period {Grace}")]
    public static partial void StopSent(ILogger logger, string signal, string grace);

    [LoggerMessage(2009, LogLevel.Warning, "the process group was killed: {Cause}")]
    public static partial void Killed(ILogger logger, string cause);

    [LoggerMessage(2010, LogLevel.Information, "died: {Exit} ({Reason}); exiting with {ExitCode}")]
    public static partial void Died(ILogger logger, string exit, DeathReason reason, int exitCode);

    [LoggerMessage(2011, LogLevel.Error, "{Message}")]
    public static partial void Failed(ILogger logger, string message);

    [LoggerMessage(2012, LogLevel.Information, "signal {Signal} ignored: nothing has been started yet")]
    public static partial void SignalIgnored(ILogger logger, string signal);

    [LoggerMessage(2013, LogLevel.Debug, "forwarded signal {Signal}")]
    public static partial void Forwarded(ILogger logger, string signal);

    [LoggerMessage(2014, LogLevel.Debug, "command: {Command}")]
    public static partial void Command(ILogger logger, string command);

    [LoggerMessage(2016, LogLevel.Warning, "{Hook} hook failed: {Reason}")]
    public static partial void HookFailed(ILogger logger, string hook, string reason);

    [LoggerMessage(2017, LogLevel.Warning, "POST {Url} failed: {Reason}")]
    public static partial void QuitPostFailed(ILogger logger, string url, string reason);

    [LoggerMessage(2018, LogLevel.Warning, "a killed hook or probe did not end within {Limit}: no longer waiting for it")]
    public static partial void HelperLeft(ILogger logger, string limit);

    [LoggerMessage(2020, LogLevel.Warning, "if this process is killed, its neighbours will not notice; everything else works: {Problem}")]
    public static partial void NotLocked(ILogger logger, string problem);

    [LoggerMessage(2021, LogLevel.Warning, "{Problem}")]
    public static partial void LessSupervised(ILogger logger, string problem);

    [LoggerMessage(2022, LogLevel.Information,
        "the command has ended, but other processes of its group are still running: they have {Limit} to end")]
    public static partial void LeaderEnded(ILogger logger, string limit);

    [LoggerMessage(2023, LogLevel.Information, "the host is stopping; grace period {Grace}")]
    public static partial void HostStops(ILogger logger, string grace);

    [LoggerMessage(2019, LogLevel.Warning, "{Cause}; an application does not kill itself: what still runs ends with the process")]
    public static partial void NotKilled(ILogger logger, string cause);
}
