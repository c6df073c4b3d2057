using Kubexit.Configuration;
using Kubexit.Graveyards;
using Microsoft.Extensions.Logging;

namespace Kubexit.Probes;

/// <summary>Asks a probe over and over until the process is ready.</summary>
/// <remarks>
/// <para>
/// Theory of operation: one loop, one question at a time. The period runs from the start of one question to the start of the next, as
/// in the kubelet; a question that takes longer delays the next one, which then follows at once. Whatever takes longer than its
/// timeout is cancelled and counts as a failure, and any failure starts the count of successes anew.
/// </para>
/// <para>Cancelling ends the loop and the question that is under way. There is nothing to dispose.</para>
/// </remarks>
internal sealed class ReadinessProber(IProbe probe, ReadinessProbeOptions options, TimeProvider time, ILogger logger)
{
    /// <summary>A reason that changes with every question (a command that prints the time) must not fill the log.</summary>
    private static readonly TimeSpan LogInterval = TimeSpan.FromSeconds(5);

    /// <summary>Headers, status lines and output of whoever was asked are in it.</summary>
    private const int MaxReason = 400;

    private string? _loggedReason;
    private long _loggedAt;

    /// <summary>Why the process was not ready when it was last asked; <see langword="null"/> before the first answer.</summary>
    public string? LastFailure { get; private set; }

    /// <summary>Returns once, when as many questions in a row have succeeded as the options demand. Call it once.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled first.</exception>
    public async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(options.InitialDelay, time, cancellationToken).ConfigureAwait(false);
        using var period = new PeriodicTimer(options.Period, time);
        var successes = 0;
        while (true)
        {
            var result = await AskAsync(cancellationToken).ConfigureAwait(false);
            successes = result.IsSuccess ? successes + 1 : 0;
            if (successes >= options.SuccessThreshold)
            {
                if (result.Reason.Length > 0) logger.ReadyWithWarning(result.Reason);
                return;
            }

            if (!result.IsSuccess) Report(result.Reason);

            // No more ticks: whoever waited has forgotten this loop together with its clock, and it runs in the finalizer of the timer.
            if (!await period.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false)) throw new OperationCanceledException();
        }
    }

    private async Task<ProbeResult> AskAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await probe.CheckAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return ProbeResult.Failure($"no answer within {GoDuration.Format(options.Timeout)}");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception e)
        {
            // A peer can bring a library to anything. It is asked again after the period, as after any other failure.
            return ProbeResult.Failure($"{e.GetType().Name}: {ProbeHttpClient.Explain(e)}");
        }
    }

    private void Report(string foreignReason)
    {
        var reason = PrintableText.Shortened(foreignReason, MaxReason);
        if (reason != _loggedReason && (_loggedReason is null || time.GetElapsedTime(_loggedAt) >= LogInterval))
        {
            _loggedReason = reason;
            _loggedAt = time.GetTimestamp();
            logger.NotReady(reason);
        }

        LastFailure = reason;
    }
}
