namespace Kubexit.Tests.Infrastructure;

/// <summary>
/// Compares text with a file of the checkout. With KUBEXIT_UPDATE_SNAPSHOTS=1 the file is written instead: look at the difference before
/// committing it.
/// </summary>
internal static class Snapshot
{
    public static void Matches(string text, string snapshot)
    {
        var path = Path.Combine(Repository.Root, "Kubexit.Tests", snapshot);
        if (Environment.GetEnvironmentVariable("KUBEXIT_UPDATE_SNAPSHOTS") == "1") File.WriteAllText(path, text);
        Assert.True(File.Exists(path), $"There is no snapshot '{path}'. Set KUBEXIT_UPDATE_SNAPSHOTS=1 to write it.");
        Assert.Equal(File.ReadAllText(path), text);
    }
}
