using Kubexit.Lint.Manifests;
using Kubexit.Lint.Reading;

namespace Kubexit.Lint.Rules;

/// <summary>One thing that a rule has found.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Pod">The pod.</param>
/// <param name="Container">The container; <see langword="null"/> for all of the pod.</param>
/// <param name="Span">Where.</param>
/// <param name="Message">What is wrong there: one sentence.</param>
/// <param name="Remedy">What to do.</param>
internal sealed record Finding(Rule Rule, PodSpec Pod, Container? Container, SourceSpan Span, string Message, string Remedy)
{
    /// <summary>As bad as the rule says, or less where it is not certain.</summary>
    public Severity Severity { get; init; } = Rule.Severity;

    /// <summary>The same, as something that is worth knowing only.</summary>
    public Finding AsNote() => this with { Severity = Severity.Note };
}
