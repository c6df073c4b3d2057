using Microsoft.Extensions.Logging;

namespace Kubexit.Kubernetes;

/// <summary>The words of this folder, events 3000 to 3099. Never a header, a body or a query that holds more than selectors.</summary>
internal static partial class Log
{
    [LoggerMessage(3000, LogLevel.Trace, "{Method} {Path} sent to the Kubernetes API server")]
    public static partial void RequestSent(ILogger logger, HttpMethod method, string path);

    [LoggerMessage(3001, LogLevel.Debug, "{Method} {Path} answered {StatusCode} after {Milliseconds} ms")]
    public static partial void RequestAnswered(ILogger logger, HttpMethod method, string path, int statusCode, long milliseconds);

    [LoggerMessage(3002, LogLevel.Debug, "{Method} {Path} failed: {Cause}")]
    public static partial void RequestFailed(ILogger logger, HttpMethod method, string path, string cause);

    [LoggerMessage(3003, LogLevel.Debug, "the watch of {What} is resumed in {Milliseconds} ms")]
    public static partial void WatchResumes(ILogger logger, string what, long milliseconds);
}
