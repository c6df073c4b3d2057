using System.Net;

namespace Kubexit.Kubernetes;

/// <summary>Tells failures of requests that may pass from those that end a wait.</summary>
/// <param name="describeForbidden">Answers the server's refusal with the Role that is missing.</param>
internal sealed class FailureJudge(Func<string, string> describeForbidden)
{
    private bool _wasUnauthorized;

    /// <summary>A request was answered.</summary>
    public void Heard() => _wasUnauthorized = false;

    /// <returns>Why, for a person, and whether asking again is useless.</returns>
    public (string Reason, bool IsFinal) Judge(KubernetesApiException failure)
    {
        switch (failure.StatusCode)
        {
            case HttpStatusCode.Forbidden:
                return (describeForbidden(failure.Message), true);
            case HttpStatusCode.Unauthorized when !_wasUnauthorized:
                // The token may have been replaced since it was read; the next request reads it anew.
                _wasUnauthorized = true;
                return (failure.Message, false);
            case HttpStatusCode.Unauthorized:
                return ($"{failure.Message}. The token was read again and refused again. Check the service account, or the user of the "
                    + "kubeconfig.", true);
            case HttpStatusCode.Gone:
                return (failure.Message, false);
            default:
                return (failure.Message, !failure.IsTransient);
        }
    }
}
