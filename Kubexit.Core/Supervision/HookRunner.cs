using Kubexit.Configuration;
using Kubexit.Graveyards;
using Kubexit.Platform;
using Kubexit.Probes;

namespace Kubexit.Supervision;

/// <summary>
/// Runs one lifecycle hook to its end, as the kubelet does
/// (<see href="https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/"/>): once, with no second try.
/// </summary>
internal sealed class HookRunner(ICommandRunner commands, TimeProvider time, Action<string> output)
{
    /// <returns>Why it failed; <see langword="null"/> when it succeeded.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled; what it had started is
    /// gone.</exception>
    public async Task<string?> RunAsync(HookOptions hook, CancellationToken cancellationToken)
    {
        // As in the kubelet, zero is no limit of the hook's own; and a sleep is as long as it says.
        var isLimited = hook.Timeout > TimeSpan.Zero && hook.Action is not HookAction.Sleep;
        using var limit = isLimited ? new CancellationTokenSource(hook.Timeout, time) : new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await RunActionAsync(hook.Action, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return $"it did not end within {GoDuration.Format(hook.Timeout)}";
        }
        catch (Exception e)
        {
            // Whatever it is: a hook that fails must never be the reason why a stop does not go on.
            return PrintableText.Shortened(ProbeHttpClient.Explain(e));
        }
    }

    private async Task<string?> RunActionAsync(HookAction action, CancellationToken cancellationToken)
    {
        switch (action)
        {
            case HookAction.Ask { Target: ProbeTarget.Exec exec }:
                var exit = await commands.RunAsync(exec.Command, output, cancellationToken).ConfigureAwait(false);
                return exit == ChildExit.Exited(0) ? null : $"its command ended with {exit}";
            case HookAction.Ask { Target: ProbeTarget.HttpGet http }:
                return await AskAsync(new HttpGetProbe(http.Url, isSuccess: _ => true), cancellationToken).ConfigureAwait(false);
            case HookAction.Ask ask:
                return await AskAsync(ask.Target.CreateProbe(commands), cancellationToken).ConfigureAwait(false);
            case HookAction.Sleep sleep:
                await Task.Delay(sleep.Duration, time, cancellationToken).ConfigureAwait(false);
                return null;
            default:
                throw new ArgumentOutOfRangeException(nameof(action), action, "There is no such hook.");
        }
    }

    private static async Task<string?> AskAsync(IProbe probe, CancellationToken cancellationToken)
    {
        var result = await new WorkerProbe(probe).CheckAsync(cancellationToken).ConfigureAwait(false);
        return result.IsSuccess ? null : PrintableText.Shortened(result.Reason);
    }
}
