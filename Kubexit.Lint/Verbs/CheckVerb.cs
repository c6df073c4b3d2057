using System.Text;
using Kubexit.Lint.Manifests;
using Kubexit.Platform;

namespace Kubexit.Lint.Verbs;

/// <summary><c>kubexit-lint FILE…</c>: checks manifests.</summary>
internal static class CheckVerb
{
    public static int Run(string[] args)
    {
        var input = LintInput.Read(args);
        foreach (var problem in input.Problems) StandardStream.Error.TryWrite(Encoding.UTF8.GetBytes($"kubexit-lint: {problem}\n"));
        return input.Problems.Count == 0 ? 0 : 2;
    }
}
