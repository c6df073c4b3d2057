using Kubexit.Probes;

namespace Kubexit.Configuration;

/// <summary>The variables <c>KUBEXIT_READINESS_*</c>.</summary>
internal static class ReadinessSettings
{
    private static readonly Kind<ProbeTarget>[] Kinds =
        [.. ProbeKind.All.Select(kind => new Kind<ProbeTarget>($"KUBEXIT_READINESS_{kind.Suffix}", kind.Parse))];

    /// <param name="reader">The reader.</param>
    /// <param name="current">The probe that stays where no variable names another; its details may still be set.</param>
    public static ReadinessProbeOptions? Read(SettingsReader reader, ReadinessProbeOptions? current)
    {
        var target = reader.ReadKind(Kinds);
        if (target is not null) current = new ReadinessProbeOptions(target);
        var options = current ?? new ReadinessProbeOptions(new ProbeTarget.File("/"));
        options.InitialDelay = reader.Duration("KUBEXIT_READINESS_INITIAL_DELAY", options.InitialDelay);
        options.Period = reader.PositiveDuration("KUBEXIT_READINESS_PERIOD", options.Period);
        options.Timeout = reader.PositiveDuration("KUBEXIT_READINESS_TIMEOUT", options.Timeout);
        options.SuccessThreshold = reader.Value("KUBEXIT_READINESS_SUCCESS_THRESHOLD", options.SuccessThreshold, SettingValue.CountFromOne);
        if (current is not null) return current;
        reader.RejectWithoutKind(
            Kinds.Select(k => k.Variable),
            "KUBEXIT_READINESS_INITIAL_DELAY", "KUBEXIT_READINESS_PERIOD", "KUBEXIT_READINESS_TIMEOUT",
            "KUBEXIT_READINESS_SUCCESS_THRESHOLD");
        return null;
    }
}
