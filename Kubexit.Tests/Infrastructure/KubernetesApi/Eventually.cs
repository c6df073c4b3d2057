namespace Kubexit.Tests.KubernetesApi;

/// <summary>Waits for a state that has no event to wait for. The limit is generous: it only ends a test that has failed.</summary>
internal static class Eventually
{
    public static async Task TrueAsync(Func<bool> condition)
    {
        for (var end = Environment.TickCount64 + 30_000; !condition();)
        {
            Assert.True(Environment.TickCount64 < end, "the condition did not become true within 30 s");
            await Task.Delay(5);
        }
    }
}
