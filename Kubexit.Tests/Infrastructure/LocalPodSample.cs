namespace Kubexit.Tests.Infrastructure;

/// <summary>The executable of the sample LocalPod: its server answers at once and is ready after two seconds.</summary>
internal static class LocalPodSample
{
    public static string Path
    {
        get
        {
            var output = new DirectoryInfo(AppContext.BaseDirectory);
            return System.IO.Path.GetFullPath(
                $"../../../../samples/LocalPod/bin/{output.Parent!.Name}/{output.Name}/LocalPod", output.FullName);
        }
    }
}
