namespace Kubexit.Tests.EndToEnd;

/// <summary>
/// How the end-to-end suite is told about a real cluster. Without <c>KUBEXIT_E2E=1</c> every test of it is skipped.
/// <list type="table">
/// <item><term>KUBEXIT_E2E</term><description><c>1</c> runs the suite on the current context of the kubeconfig.</description></item>
/// <item><term>KUBEXIT_E2E_IMAGE</term><description>Required: an image with <c>kubexit</c> and busybox in its PATH, already on the
/// nodes.</description></item>
/// <item><term>KUBEXIT_E2E_HOST_NETWORK</term><description><c>1</c> for clusters without a pod network or service DNS.</description></item>
/// <item><term>KUBEXIT_E2E_API_SERVER</term><description>HOST:PORT of the API server as pods reach it, for clusters without service
/// addresses.</description></item>
/// <item><term>KUBEXIT_E2E_OUTAGE_CMD</term><description>A shell command that takes the API server away for some seconds and ends when it
/// is back.</description></item>
/// </list>
/// </summary>
internal static class RealClusterSettings
{
    public static string Image => Variable("KUBEXIT_E2E_IMAGE") ?? "";

    public static bool HostNetwork => Variable("KUBEXIT_E2E_HOST_NETWORK") == "1";

    public static (string Host, string Port)? ApiServer =>
        Variable("KUBEXIT_E2E_API_SERVER") is { } text ? (text[..text.LastIndexOf(':')], text[(text.LastIndexOf(':') + 1)..]) : null;

    public static string? OutageCommand => Variable("KUBEXIT_E2E_OUTAGE_CMD");

    public static void RequireCluster()
    {
        Assert.SkipUnless(Variable("KUBEXIT_E2E") == "1", "Needs a real cluster: set KUBEXIT_E2E=1 and KUBEXIT_E2E_IMAGE.");
        Assert.False(Image.Length == 0, "KUBEXIT_E2E=1 needs KUBEXIT_E2E_IMAGE.");
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
