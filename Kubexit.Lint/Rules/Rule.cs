using Kubexit.Lint.Manifests;
using Kubexit.Lint.Reading;

namespace Kubexit.Lint.Rules;

/// <summary>What is looked for.</summary>
/// <param name="Id"><c>KX</c> and three digits; never used for anything else again.</param>
/// <param name="Severity">How bad a finding is, at most.</param>
/// <param name="Sentence">What is wrong, for a person.</param>
/// <param name="Remedy">What to do, where a finding does not know better.</param>
internal sealed record Rule(string Id, Severity Severity, string Sentence, string Remedy)
{
    private const string Pages = "https://github.com/kubexit-net/kubexit/blob/main/docs/lint.md#";

    /// <summary>Its place in the documentation.</summary>
    public string Page => Pages + Id.ToLowerInvariant();

    /// <param name="pod">The pod.</param>
    /// <param name="container">The container, or <see langword="null"/> for all of the pod.</param>
    /// <param name="span">Where.</param>
    /// <param name="message">What is wrong there: one sentence.</param>
    /// <param name="remedy">What to do, where the rule's own word is too general.</param>
    public Finding At(PodSpec pod, Container? container, SourceSpan span, string message, string? remedy = null) =>
        new(this, pod, container, span, PrintableText.Of(message), PrintableText.Of(remedy ?? Remedy));
}
