using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Hosting;

/// <summary>
/// The test application: a member of the graveyard without a wrapper. <c>KUBEXIT_TEST_APP</c> may name another build of it, a native one.
/// </summary>
internal static class EmbeddedApp
{
    public static readonly string Executable =
        Environment.GetEnvironmentVariable("KUBEXIT_TEST_APP") is { Length: > 0 } given ? given
            : Repository.Executable("Kubexit.Tests.App");

    public static WrappedProcess Embed(
        this TemporaryGraveyard graveyard, string name, string scenario, params IReadOnlyList<string> variables) =>
        graveyard.Start([Executable, scenario], [$"KUBEXIT_NAME={name}", .. variables]);
}
