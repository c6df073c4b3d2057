using Kubexit.Kubernetes;

namespace Kubexit.NodeAgent;

/// <summary>Which disruption budget refused an eviction: the server says it in a sentence only.</summary>
internal static class BudgetName
{
    private const string Before = "The disruption budget ";

    public static string Of(KubernetesApiException failure)
    {
        foreach (var message in failure.CauseMessages)
        {
            if (message.StartsWith(Before, StringComparison.Ordinal)
                && message[Before.Length..].Split(' ') is [{ Length: > 0 and <= 253 } name, ..])
                return name;
        }
        return Refusals.Of(failure) == Refusal.SeveralBudgets ? "more than one" : "unnamed";
    }
}
