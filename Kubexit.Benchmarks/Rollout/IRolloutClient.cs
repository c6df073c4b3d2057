namespace Kubexit.Benchmarks.Rollout;

/// <summary>A client that sends one request at a time.</summary>
internal interface IRolloutClient : IDisposable
{
    /// <summary>Sends one request.</summary>
    /// <exception cref="IOException">It was lost.</exception>
    /// <exception cref="HttpRequestException">It was lost.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">It was lost: nobody accepts the connection.</exception>
    Task GetAsync();
}
