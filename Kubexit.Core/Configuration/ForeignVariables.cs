namespace Kubexit.Configuration;

/// <summary>
/// Variables of the Go project's forks and pull requests, and names that people try first: each with ours that does the job.
/// </summary>
internal static class ForeignVariables
{
    /// <returns>What to do instead, as a sentence; <see langword="null"/> for a name that is nobody's.</returns>
    public static string? AdviceFor(string variable) => variable switch
    {
        "KUBEXIT_IGNORE_CODE_ON_DEATH_DEPS" => "Set KUBEXIT_DEATH_EXIT_CODE=zero.",
        _ when variable.EndsWith("EXIT_CODE_OVERRIDE", StringComparison.Ordinal) => "Set KUBEXIT_DEATH_EXIT_CODE to that number.",
        "KUBEXIT_VERBOSE_LEVEL" or "KUBEXIT_VERBOSE" or "KUBEXIT_VERBOSITY" or "KUBEXIT_DEBUG" or "KUBEXIT_LOG" =>
            "Set KUBEXIT_LOG_LEVEL=debug.",
        "KUBEXIT_INSTANT_LOGGING" => "Remove it: log lines are never delayed.",
        "KUBEXIT_POD_NAMESPACE" => "Set KUBEXIT_NAMESPACE.",
        "KUBEXIT_BIRTH_DEPENDENCIES" or "KUBEXIT_DEPS" or "KUBEXIT_DEPENDENCIES" or "KUBEXIT_WAIT_FOR" => "Set KUBEXIT_BIRTH_DEPS.",
        "KUBEXIT_DEATH_DEPENDENCIES" => "Set KUBEXIT_DEATH_DEPS.",
        "KUBEXIT_TIMEOUT" or "KUBEXIT_WAIT_TIMEOUT" => "Set KUBEXIT_BIRTH_TIMEOUT.",
        "KUBEXIT_TERMINATION_GRACE_PERIOD" or "KUBEXIT_SHUTDOWN_TIMEOUT" or "KUBEXIT_STOP_TIMEOUT" => "Set KUBEXIT_GRACE_PERIOD.",
        _ => null,
    };
}
