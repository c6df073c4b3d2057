using System.Net.Http;
using System.Net.Sockets;
using Kubexit.Platform;

namespace Kubexit;

/// <summary>Runs one lifecycle hook to its end.</summary>
internal sealed class HookRunner(ICommandRunner commands, TimeProvider time, Action<string> output)
{
    /// <returns>Why it failed; <see langword="null"/> when it succeeded.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<string?> RunAsync(HookOptions hook, CancellationToken cancellationToken)
    {
        // As in the kubelet, zero is no limit of the hook's own.
        using var limit = hook.Timeout == TimeSpan.Zero ? new CancellationTokenSource() : new CancellationTokenSource(hook.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await RunActionAsync(hook.Action, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"it did not end within {GoDuration.Format(hook.Timeout)}";
        }
        catch (Exception e) when (e is HttpRequestException or SocketException or ChildStartException or IOException)
        {
            return e.GetBaseException().Message;
        }
    }

    private async Task<string?> RunActionAsync(HookAction action, CancellationToken cancellationToken)
    {
        switch (action)
        {
            case HookAction.Exec exec:
                var exit = await commands.RunAsync(exec.Command, output, cancellationToken).ConfigureAwait(false);
                return exit == ChildExit.Exited(0) ? null : $"its command ended with {exit}";
            case HookAction.HttpGet http:
                // As the kubelet: an answer is success, whatever its status.
                using (var client = ProbeHttpClient.Create())
                using (await client.GetAsync(http.Url, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false))
                    return null;
            case HookAction.TcpSocket tcp:
                using (var socket = new TcpClient()) await socket.ConnectAsync(tcp.Host, tcp.Port, cancellationToken).ConfigureAwait(false);
                return null;
            case HookAction.Sleep sleep:
                await Task.Delay(sleep.Duration, time, cancellationToken).ConfigureAwait(false);
                return null;
            default:
                throw new ArgumentOutOfRangeException(nameof(action), action, "There is no such hook.");
        }
    }
}
