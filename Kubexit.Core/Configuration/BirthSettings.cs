using Kubexit.Coordination;
using Kubexit.Dependencies;

namespace Kubexit.Configuration;

/// <summary>The variables that decide when the process is started.</summary>
internal static class BirthSettings
{
    public static void Read(SettingsReader reader, CoordinatorOptions options)
    {
        options.BirthDependencies = reader.List("KUBEXIT_BIRTH_DEPS", options.BirthDependencies, DependencyEntry.ParseBirth);
        options.BirthTimeout = reader.Duration("KUBEXIT_BIRTH_TIMEOUT", options.BirthTimeout);
        options.BirthSource = reader.Choice("KUBEXIT_BIRTH_SOURCE", options.BirthSource);
        options.PodName = reader.Text("KUBEXIT_POD_NAME") ?? options.PodName;
        options.Namespace = reader.Text("KUBEXIT_NAMESPACE") ?? options.Namespace;
        options.OptionalGrace = reader.Duration("KUBEXIT_OPTIONAL_GRACE", options.OptionalGrace);
        options.RebirthGrace = reader.Duration("KUBEXIT_REBIRTH_GRACE", options.RebirthGrace);
        options.PostStart = HookSettings.Read(reader, "KUBEXIT_POST_START", options.PostStart);
        options.ReadinessProbe = ReadinessSettings.Read(reader, options.ReadinessProbe);
    }
}
