using Kubexit.Graveyards;
using Microsoft.Extensions.Logging;

namespace Kubexit.Supervision;

/// <summary>What one run of a hook writes, on its way to the log: so many lines, and no more of each than fits a screen.</summary>
internal sealed class HookOutput(ILogger logger, string hook)
{
    public const int MaxLines = 200, MaxLineLength = 1000;

    private int _lines;

    public void Line(string line)
    {
        _lines++;
        if (_lines <= MaxLines) HookLog.Output(logger, hook, PrintableText.Shortened(line, MaxLineLength));
        else if (_lines == MaxLines + 1) HookLog.OutputCut(logger, hook, MaxLines);
    }
}
