using Kubexit.Coordination;

namespace Kubexit;

/// <summary>
/// Which option a variable sets: the one table between <c>KUBEXIT_*</c>, the keys of a configuration section and the properties.
/// </summary>
internal static class OptionNames
{
    private static readonly (string Variable, string Path)[] Table =
    [
        ("KUBEXIT_NAME", nameof(CoordinatorOptions.Name)),
        ("KUBEXIT_GRAVEYARD", nameof(CoordinatorOptions.GraveyardPath)),
        ("KUBEXIT_BIRTH_DEPS", nameof(CoordinatorOptions.BirthDependencies)),
        ("KUBEXIT_BIRTH_TIMEOUT", nameof(CoordinatorOptions.BirthTimeout)),
        ("KUBEXIT_BIRTH_SOURCE", nameof(CoordinatorOptions.BirthSource)),
        ("KUBEXIT_POD_NAME", nameof(CoordinatorOptions.PodName)),
        ("KUBEXIT_NAMESPACE", nameof(CoordinatorOptions.Namespace)),
        ("KUBEXIT_OPTIONAL_GRACE", nameof(CoordinatorOptions.OptionalGrace)),
        ("KUBEXIT_REBIRTH_GRACE", nameof(CoordinatorOptions.RebirthGrace)),
        ("KUBEXIT_RESCAN_INTERVAL", nameof(CoordinatorOptions.RescanInterval)),
        ("KUBEXIT_DEATH_DEPS", nameof(CoordinatorOptions.DeathDependencies)),
        ("KUBEXIT_DEATH_EXIT_CODE", nameof(CoordinatorOptions.DeathExitCode)),
        ("KUBEXIT_TERM_EXIT_CODE", nameof(CoordinatorOptions.TermExitCode)),
        ("KUBEXIT_GROUP_GRACE", nameof(CoordinatorOptions.GroupGrace)),
        ("KUBEXIT_OUTLIVE_DEPS", nameof(CoordinatorOptions.OutliveDependencies)),
        ("KUBEXIT_OUTLIVE_TIMEOUT", nameof(CoordinatorOptions.OutliveTimeout)),
        ("KUBEXIT_GRACE_PERIOD", nameof(CoordinatorOptions.GracePeriod)),
        ("KUBEXIT_TERMINATION_DEADLINE", nameof(CoordinatorOptions.TerminationDeadline)),
        ("KUBEXIT_QUIT_HTTP_POST", nameof(CoordinatorOptions.QuitHttpPosts)),
        ("KUBEXIT_PRE_STOP_ON_SIGNAL", nameof(CoordinatorOptions.PreStopOnSignal)),
        ("KUBEXIT_STOP_SIGNAL", nameof(CoordinatorOptions.StopSignal)),
        ("KUBEXIT_SIGNAL_GROUP", nameof(CoordinatorOptions.SignalGroup)),
        ("KUBEXIT_SUBREAPER", nameof(CoordinatorOptions.Subreaper)),
        ("KUBEXIT_ENABLED", nameof(KubexitMemberOptions.Enabled)),
        ("KUBEXIT_SERVE_AFTER_STOP", nameof(KubexitMemberOptions.ServeAfterStop)),
    ];

    // Variables of one option that has parts: KUBEXIT_READINESS_HTTP_GET is ReadinessProbe:HttpGet.
    private static readonly (string Prefix, string Property)[] Groups =
    [
        ("KUBEXIT_READINESS_", nameof(CoordinatorOptions.ReadinessProbe)),
        ("KUBEXIT_POST_START_", nameof(CoordinatorOptions.PostStart)),
        ("KUBEXIT_PRE_STOP_", nameof(CoordinatorOptions.PreStop)),
    ];

    /// <summary>
    /// What a message calls an option. An application knows its properties; a program that is nothing but a wrapper says once, first of
    /// all, that its users know the variables.
    /// </summary>
    public static Func<string, string> Word { get; set; } = static property => property;

    /// <summary>Whether a variable sets an option that only an application has.</summary>
    public static bool IsForApplications(string variable) =>
        PathOf(variable) is nameof(KubexitMemberOptions.Enabled) or nameof(KubexitMemberOptions.ServeAfterStop);

    public static string VariableOf(string property) => Array.Find(Table, row => row.Path == property) is { Variable: { } variable }
        ? variable
        : throw new ArgumentOutOfRangeException(nameof(property), property, "No variable is known for it.");

    /// <summary>The path of the option in a configuration section; <see langword="null"/> for a variable that sets none.</summary>
    public static string? PathOf(string variable)
    {
        if (Array.Find(Table, row => row.Variable == variable) is { Path: { } path }) return path;
        foreach (var (prefix, property) in Groups)
        {
            if (variable.StartsWith(prefix, StringComparison.Ordinal)) return $"{property}:{Short(variable[prefix.Length..])}";
        }

        return null;
    }

    /// <summary>The words of a variable run together: <c>KUBEXIT_BIRTH_DEPS</c> is <c>BirthDeps</c>.</summary>
    public static string ShortOf(string variable) => Short(variable["KUBEXIT_".Length..]);

    private static string Short(string words) => string.Concat(words.Split('_').Select(word => word[..1] + word[1..].ToLowerInvariant()));
}
