namespace Kubexit.TestApp;

internal static class Terminal
{
    public static void Print(string line)
    {
        Console.Out.WriteLine(line);
        Console.Out.Flush();
    }
}
