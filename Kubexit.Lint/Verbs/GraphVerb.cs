using System.Text;
using Kubexit.Platform;

namespace Kubexit.Lint.Verbs;

/// <summary><c>kubexit-lint graph FILE…</c>: draws the order of a pod.</summary>
internal static class GraphVerb
{
    public static int Run(string[] args)
    {
        StandardStream.Error.TryWrite(Encoding.UTF8.GetBytes("kubexit-lint: Cannot draw yet. Run 'kubexit-lint FILE…' to check.\n"));
        return 2;
    }
}
