using System.Text.Json;

namespace Kubexit.Kubernetes;

/// <summary>Tells the many ways in which a reply can fail to arrive from what is not a matter of the network.</summary>
internal static class NoReply
{
    /// <summary>What happened, for a person; <see langword="null"/> when it is another matter.</summary>
    public static string? Cause(Exception exception) => exception switch
    {
        OperationCanceledException => "no answer in time",
        JsonException => $"the answer is not what Kubernetes sends ({exception.Message.TrimEnd('.')})",
        HttpRequestException or IOException => Innermost(exception).Message.TrimEnd('.'),
        _ => null,
    };

    // The outer messages say "an error occurred, see the inner exception".
    private static Exception Innermost(Exception exception)
    {
        while (exception.InnerException is { } inner) exception = inner;
        return exception;
    }
}
