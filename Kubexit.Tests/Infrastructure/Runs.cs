using FsCheck;

namespace Kubexit.Tests.Infrastructure;

/// <summary>How FsCheck runs a property: the first counterexample fails the test, and a success prints nothing.</summary>
internal static class Runs
{
    public static Config Of(int count) => Config.QuickThrowOnFailure.WithMaxTest(count).WithQuietOnSuccess(true);
}
