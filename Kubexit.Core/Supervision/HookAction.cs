namespace Kubexit;

/// <summary>What a lifecycle hook does: one of the sealed cases nested here.</summary>
public abstract record HookAction
{
    private HookAction()
    {
    }

    /// <summary>Runs a command; exit code 0 is success.</summary>
    /// <param name="Command">The program (looked up in PATH) and its arguments; not empty.</param>
    public sealed record Exec(IReadOnlyList<string> Command) : HookAction;

    /// <summary>Makes a GET request; a status from 200 to 399 is success.</summary>
    /// <param name="Url">An absolute <c>http</c> or <c>https</c> URL.</param>
    public sealed record HttpGet(Uri Url) : HookAction;

    /// <summary>Opens a TCP connection; that it opens is success.</summary>
    /// <param name="Host">A host name or an IP address.</param>
    /// <param name="Port">1 to 65535.</param>
    public sealed record TcpSocket(string Host, int Port) : HookAction;

    /// <summary>Waits; always succeeds.</summary>
    /// <param name="Duration">0 to 1000 hours.</param>
    public sealed record Sleep(TimeSpan Duration) : HookAction;
}
