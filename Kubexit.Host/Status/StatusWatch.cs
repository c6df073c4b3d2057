using Kubexit.Graveyards;
using Kubexit.Platform;
using Kubexit.Platform.Linux;
using Kubexit.Supervision;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubexit.Host;

/// <summary>Shows the status anew whenever it changes. On the event loop only.</summary>
/// <remarks>
/// The watch only says that something may have changed; what is shown is always read anew. On a terminal lives grow by the second.
/// </remarks>
internal sealed class StatusWatch : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50), Second = TimeSpan.FromSeconds(1),
        Rescan = TimeSpan.FromSeconds(2);

    private readonly IEventLoop _loop;
    private readonly Func<TerminalSize?, string> _render;
    private readonly Action<int> _end;
    private readonly GraveyardObserver _observer;
    private readonly ITimer _redraw;
    private ITimer? _second;
    private string? _shown;
    private bool _isDue;

    /// <param name="graveyard">What is watched.</param>
    /// <param name="loop">The loop.</param>
    /// <param name="render">The whole text to show in a window of that size; no size when stdout is no terminal.</param>
    /// <param name="end">Ends with an exit code.</param>
    public StatusWatch(Graveyard graveyard, IEventLoop loop, Func<TerminalSize?, string> render, Action<int> end)
    {
        (_loop, _render, _end) = (loop, render, end);

        // The picture shows what cannot be read; a warning would only disturb the screen.
        _redraw = loop.Time.CreateTimer(_ => Show(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _observer = new GraveyardObserver(graveyard.Store, loop, names: null, NullLogger.Instance, _ => Redraw());
    }

    public void Start()
    {
        _observer.Start(Rescan);
        if (PlatformServices.OutputTerminal() is not null) _second = _loop.Time.CreateTimer(_ => Show(), null, Second, Second);
        Redraw();
    }

    /// <summary>Ctrl-C is how a watch is meant to end.</summary>
    public void Signal(int signal)
    {
        if (signal == SignalName.Int) _end(0);
        else if (signal is SignalName.Term or SignalName.Hup or SignalName.Quit) _end(128 + signal);
        else if (signal == SignalName.Winch) Redraw();
    }

    public void Dispose()
    {
        _observer.Dispose();
        _redraw.Dispose();
        _second?.Dispose();
    }

    /// <summary>Soon: what is written in one go changes several files.</summary>
    private void Redraw()
    {
        if (_isDue) return;
        _isDue = true;
        _redraw.Change(Patience, Timeout.InfiniteTimeSpan);
    }

    private void Show()
    {
        _isDue = false;
        var size = PlatformServices.OutputTerminal();
        string text;
        try
        {
            text = _render(size);
        }
        catch (GraveyardException e)
        {
            text = PrintableText.Of(e.Message) + "\n";
        }

        if (text == _shown && size is null) return;
        if (!Terminal.WriteOut(size is { } window ? OnScreen(text, window.Rows) : (_shown is null ? "" : "\n") + text)) _end(0);
        _shown = text;
    }

    /// <summary>Over what was there, line by line: clearing the screen first would flicker.</summary>
    private string OnScreen(string text, int rows)
    {
        const string home = "\u001b[H", clear = "\u001b[2J", toEndOfLine = "\u001b[K", toEndOfScreen = "\u001b[J";
        var lines = text.TrimEnd('\n').Split('\n');
        if (lines.Length >= rows) lines = [.. lines[..Math.Max(rows - 2, 1)], $"… {lines.Length - rows + 2} more lines"];
        return (_shown is null ? clear : "") + home + string.Concat(lines.Select(line => line + toEndOfLine + "\n")) + toEndOfScreen;
    }
}
