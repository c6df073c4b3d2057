using Kubexit.Platform.Linux;

namespace Kubexit.Tests.App;

internal static class Terminal
{
    public static void Print(string line)
    {
        Console.Out.WriteLine(line);
        Console.Out.Flush();
    }
}
