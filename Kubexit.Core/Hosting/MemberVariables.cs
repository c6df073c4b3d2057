using System.Collections;

namespace Kubexit.Hosting;

/// <summary>The variables that an application reads: those of its process, or what a test says in their place.</summary>
internal sealed record MemberVariables(IReadOnlyDictionary<string, string> All)
{
    public static MemberVariables OfProcess() => new(
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(
            e => (string)e.Key, e => e.Value as string ?? "",
            OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal));

    public static MemberVariables OfTest(string name, string graveyard) => new(
        new Dictionary<string, string> { ["KUBEXIT_NAME"] = name, ["KUBEXIT_GRAVEYARD"] = graveyard, ["KUBEXIT_ENABLED"] = "true" });
}
