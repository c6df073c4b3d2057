using Kubexit.Configuration;

namespace Kubexit.Dependencies;

/// <summary>Which conditions an object of each kind can fulfil: the table of docs/contract.md C13.</summary>
internal static class ObjectConditions
{
    /// <summary>What a name without a condition waits for.</summary>
    public static BirthCondition DefaultFor(string name) =>
        ObjectName.IsMeantBy(name) && ObjectName.Parse(name) is { Problem: null, Value.Kind: ObjectKind.Job } ? BirthCondition.Succeeded
            : BirthCondition.Ready;

    /// <summary>Why a birth cannot be waited for; <see langword="null"/> when it can.</summary>
    public static string? ProblemWith(ObjectKind kind, BirthCondition condition) => kind switch
    {
        ObjectKind.Service when condition != BirthCondition.Ready => "a service can only be ready: it has a ready endpoint. Write ':ready'",
        ObjectKind.Pod or ObjectKind.Job or ObjectKind.Service => null,
        _ when condition == BirthCondition.Succeeded =>
            $"a {Choice.Word(kind)} never ends by itself. Write ':ready', ':born' or ':died' (deleted)",
        _ => null,
    };

    /// <summary>Why a death cannot be waited for; <see langword="null"/> when it can.</summary>
    public static string? ProblemWith(ObjectKind kind, DeathCondition condition) => kind switch
    {
        ObjectKind.Service => "a service does not die: its endpoints come and go. Name the pod or the job behind it",
        ObjectKind.Pod or ObjectKind.Job => null,
        _ when condition != DeathCondition.Died => $"a {Choice.Word(kind)} never ends by itself. Write ':died', which means deleted",
        _ => null,
    };
}
