using System.Collections.Immutable;

namespace Kubexit.Tests.Infrastructure;

/// <summary>A container that is started again as soon as it has ended, as the kubelet does with <c>restartPolicy: Always</c>.</summary>
internal sealed class RestartedContainer
{
    private readonly Func<WrappedProcess> _start;
    private volatile ImmutableList<WrappedProcess> _lives = [];
    private volatile bool _isLast;
    private volatile TaskCompletionSource? _held;

    public RestartedContainer(Func<WrappedProcess> start)
    {
        _start = start;
        _ = Loop();
    }

    /// <summary>All lives so far; the last one may still be running.</summary>
    public IReadOnlyList<WrappedProcess> Lives => _lives;

    public WrappedProcess Current => _lives[^1];

    public string Story => string.Join('\n', _lives.Select((life, i) => life.Describe($"was life {i + 1}")));

    /// <summary>The current life is the last one.</summary>
    public void StopRestarting() => _isLast = true;

    /// <summary>A container that ends from now on is started again only when <see cref="Release"/> is called.</summary>
    public void Hold() => _held = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release()
    {
        var held = _held;
        _held = null;
        held?.SetResult();
    }

    private async Task Loop()
    {
        try
        {
            while (!_isLast)
            {
                var life = _start();
                _lives = _lives.Add(life);
                await life.Ended;
                if (_held is { } held) await held.Task;
            }
        }
        catch (ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
