using Microsoft.Extensions.Logging;

namespace Kubexit.NodeTermination;

/// <summary>What the notices of a node's end log. Events 6000 to 6099, of which the node agent has 6002 and 6003.</summary>
internal static partial class NoticeLog
{
    [LoggerMessage(6000, LogLevel.Debug, "cannot read metadata {Key}: {Cause}")]
    public static partial void NotRead(ILogger logger, string key, string cause);

    [LoggerMessage(6010, LogLevel.Warning, "notice: {Notice} ({Action})")]
    public static partial void NoticeStands(ILogger logger, string notice, NoticeAction action);

    [LoggerMessage(6011, LogLevel.Error, "unexpected failure; retrying")]
    public static partial void WorkFailed(ILogger logger, Exception exception);
}
