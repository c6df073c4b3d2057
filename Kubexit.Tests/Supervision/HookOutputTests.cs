using Kubexit.Supervision;
using Kubexit.Tests.Fakes;

namespace Kubexit.Tests.Supervision;

public sealed class HookOutputTests
{
    [Fact]
    public void Line_AHookThatNeverStopsWriting_IsLoggedUpToItsBound()
    {
        var logger = new RecordingLogger();
        var output = new HookOutput(logger, "preStop");
        for (var i = 0; i < 100_000; i++) output.Line(new string('x', 4096));
        Assert.Equal(HookOutput.MaxLines + 1, logger.Lines.Count);
        Assert.All(logger.Lines, line => Assert.InRange(line.Length, 1, HookOutput.MaxLineLength + 100));
        Assert.Equal("Warning: preStop: more than 200 lines of output; the rest is dropped", logger.Lines[^1]);
    }

    [Fact]
    public void Line_EscapeSequences_DoNotReachATerminal()
    {
        var logger = new RecordingLogger();
        new HookOutput(logger, "preStop").Line("\u001b[2Jhello");
        Assert.Equal("Information: preStop: \\u001b[2Jhello", Assert.Single(logger.Lines));
    }
}
