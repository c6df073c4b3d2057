using Kubexit.NodeTermination;

namespace LocalPod;

/// <summary>A client that would fail if it were started before the server is ready.</summary>
internal static class Client
{
    public static async Task<int> RunAsync(string[] args)
    {
        using var http = new HttpClient();
        Console.WriteLine($"the server says: {await http.GetStringAsync(args[0])}");
        Console.WriteLine("working");
        await Task.Delay(TimeSpan.FromSeconds(1));
        Console.WriteLine($"done, exit code {args[1]}");
        return int.Parse(args[1]);
    }
}
