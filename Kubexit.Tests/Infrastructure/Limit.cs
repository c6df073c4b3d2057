using Kubexit.NodeTermination;

namespace Kubexit.Tests.Infrastructure;

/// <summary>Waits for conditions. The limit is generous: it only ends a test that has failed.</summary>
internal static class Limit
{
    public static readonly TimeSpan Generous = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(5);

    /// <summary>Asks until the answer is not null.</summary>
    public static async Task<T> Until<T>(Func<T?> ask, Func<string> describeFailure)
        where T : class
    {
        var end = Environment.TickCount64 + (long)Generous.TotalMilliseconds;
        while (true)
        {
            if (ask() is { } answer) return answer;
            if (Environment.TickCount64 > end) throw new TimeoutException(describeFailure());
            await Task.Delay(PollInterval);
        }
    }

    public static Task Until(Func<bool> condition, Func<string> describeFailure) => Until(() => condition() ? "" : null, describeFailure);
}
