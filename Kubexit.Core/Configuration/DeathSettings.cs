using Kubexit.Coordination;
using Kubexit.Dependencies;

namespace Kubexit.Configuration;

/// <summary>The variables that decide when and how the process is stopped, and what is left of it.</summary>
internal static class DeathSettings
{
    public static void Read(SettingsReader reader, CoordinatorOptions options)
    {
        options.DeathDependencies = reader.List("KUBEXIT_DEATH_DEPS", options.DeathDependencies, DependencyEntry.ParseDeath);
        options.OutliveDependencies = reader.List("KUBEXIT_OUTLIVE_DEPS", options.OutliveDependencies, DependencyEntry.ParseOutlive);
        options.OutliveTimeout = reader.Duration("KUBEXIT_OUTLIVE_TIMEOUT", options.OutliveTimeout);
        options.PreStop = HookSettings.Read(reader, "KUBEXIT_PRE_STOP", options.PreStop);
        options.PreStopOnSignal = reader.Flag("KUBEXIT_PRE_STOP_ON_SIGNAL", options.PreStopOnSignal);
        options.StopSignal = reader.Value("KUBEXIT_STOP_SIGNAL", options.StopSignal, SettingValue.Signal);
        options.SignalGroup = reader.Flag("KUBEXIT_SIGNAL_GROUP", options.SignalGroup);
        options.GracePeriod = reader.Duration("KUBEXIT_GRACE_PERIOD", options.GracePeriod);
        options.TerminationDeadline = reader.Value(
            "KUBEXIT_TERMINATION_DEADLINE", options.TerminationDeadline,
            text => SettingValue.PositiveDuration(text).Select<TimeSpan?>(d => d));
        options.GroupGrace = reader.Duration("KUBEXIT_GROUP_GRACE", options.GroupGrace);
        options.DeathExitCode = reader.Value("KUBEXIT_DEATH_EXIT_CODE", options.DeathExitCode, SettingValue.DeathCode);
        options.TermExitCode = reader.Value("KUBEXIT_TERM_EXIT_CODE", options.TermExitCode, SettingValue.TermCode);
        options.QuitHttpPosts = reader.List("KUBEXIT_QUIT_HTTP_POST", options.QuitHttpPosts, SettingValue.Url);
    }
}
