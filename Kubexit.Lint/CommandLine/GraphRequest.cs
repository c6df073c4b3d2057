using Kubexit.Lint.Graphs;

namespace Kubexit.Lint.CommandLine;

/// <summary>What a command line of <c>kubexit-lint graph</c> asks for.</summary>
/// <param name="Files">Files, folders, and <c>-</c>.</param>
/// <param name="Output">The form.</param>
/// <param name="View">What is drawn.</param>
/// <param name="Takes">How long each container takes, by name.</param>
internal sealed record GraphRequest(
    IReadOnlyList<string> Files, GraphOutput Output, GraphView View, IReadOnlyDictionary<string, TakenTime> Takes);
