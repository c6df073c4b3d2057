using Kubexit.Hosting;
using Kubexit.Platform;
using Kubexit.Platform.Portable;
using Kubexit.Tests.Fakes;
using Kubexit.Tests.Infrastructure;
using Microsoft.Extensions.Logging;

namespace Kubexit.Tests.Hosting;

/// <summary>What a helper process writes comes to the loggers: all of it, in order, and no faster than they take it.</summary>
[Collection(nameof(ProcessHost))] // The exit code is the whole process's.
public sealed class ProcessOutputTests
{
    [Fact]
    public async Task Output_OfBothStreams_IsLoggedWithItsNameBeforeTheExitIsTold()
    {
        await using var host = new ProcessHost().Add("helper", "echo out; echo err >&2; printf 'no end\\033[2J'; cat", options =>
        {
            options.LogsOutput = true;
            options.HostStartsWhen = BirthCondition.Succeeded;
            options.HostStopsWhen = null;
        });
        await host.StartAsync();
        Assert.Equal(
            [(5310, "helper: no end\\u001b[2J"), (5310, "helper: out"), (5311, "helper: err")],
            host.Log.Entries.Where(entry => entry.Id.Id is 5310 or 5311).Select(entry => (entry.Id.Id, entry.Text)).Order());
    }

    /// <summary>As much as fits into the pipe and more, and the process has gone before the first line is logged.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Output_OfAProcessThatIsGone_IsComplete(bool isPortable)
    {
        var logger = new RecordingLogger();
        var output = new ProcessOutput(logger);
        await Run(isPortable, output, "seq 1 20000");
        await output.Flushed();
        Assert.Equal(Enumerable.Range(1, 20000).Select(i => $"{i}"), logger.Entries.Select(entry => entry.Text));
    }

    /// <summary>A logger that takes nothing: the process waits, and little is piled up. Then all comes.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Output_LoggerIsStuck_TheProcessWaitsAndNothingIsLost(bool isPortable)
    {
        var logger = new StuckLogger();
        var output = new ProcessOutput(logger);
        var run = Run(isPortable, output, "seq 1 200000");
        await Limit.Until(() => !output.Room().IsCompleted, () => "It never filled up.");
        Assert.False(run.IsCompleted);
        logger.Release();
        await run;
        await output.Flushed();
        Assert.Equal(200000, logger.Lines);
    }

    [Fact]
    public async Task Output_LoggerFails_TheProcessGoesOn()
    {
        var output = new ProcessOutput(new FailingLogger());
        await Run(isPortable: false, output, "seq 1 20000");
        await output.Flushed();
    }

    /// <summary>Out of the reach of its group, a descendant keeps the pipe: the end of the process is told all the same.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Output_IsKeptOpenByADescendant_TheExitIsTold(bool isPortable)
    {
        await using var graveyard = new TemporaryGraveyard();
        var logger = new RecordingLogger();
        var output = new ProcessOutput(logger);
        await Run(isPortable, output, $"setsid env KUBEXIT_GRAVEYARD={graveyard.Path} sleep 1000 & echo done");
        await output.Flushed();
        Assert.Equal("done", Assert.Single(logger.Entries).Text);
    }

    private static Task<ChildExit> Run(bool isPortable, IChildOutput output, string script)
    {
        var loop = EventLoop.Shared;
        var launcher = isPortable ? new PortableChildLauncher(loop, output) : PlatformServices.CreateReadingLauncher(loop, output);
        var exit = new TaskCompletionSource<ChildExit>(TaskCreationOptions.RunContinuationsAsynchronously);
        loop.Post(() => launcher.Start(new ChildStartInfo { Command = ["sh", "-c", script] }, exit.SetResult));
        return exit.Task.WaitAsync(Limit.Generous);
    }

    private sealed class StuckLogger : ILogger
    {
        private readonly ManualResetEventSlim _released = new();

        public int Lines { get; private set; }

        public void Release() => _released.Set();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            _released.Wait();
            Lines++;
        }
    }

    private sealed class FailingLogger : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw new InvalidOperationException("This logger fails.");
    }
}
