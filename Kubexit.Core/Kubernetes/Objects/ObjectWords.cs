using Kubexit.Graveyards;

namespace Kubexit.Kubernetes.Objects;

/// <summary>Words of the cluster as part of a sentence: on one line, printable, not endless.</summary>
internal static class ObjectWords
{
    private const int Longest = 300;

    public static string Of(ObjectStatusCondition condition) => Of(condition.Reason, condition.Message);

    public static string Of(string? reason, string? message) =>
        string.Join(", ", new[] { Printable(reason), Printable(message).TrimEnd('.') }.Where(text => text.Length > 0));

    public static string Printable(string? text) => text switch
    {
        null => "",
        { Length: > Longest } => PrintableText.Of(text[..Longest]) + "...",
        _ => PrintableText.Of(text),
    };
}
