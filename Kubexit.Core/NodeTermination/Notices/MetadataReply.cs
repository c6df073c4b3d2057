using System.Net;
using Kubexit.Kubernetes;

namespace Kubexit.NodeTermination;

/// <summary>What came back from a metadata server, failures included: nobody above has to catch anything.</summary>
/// <param name="Status">The status; 0 when there was no complete answer.</param>
/// <param name="Body">The body of a 200, else empty.</param>
/// <param name="ETag">The raw header (GCE sends it without quotes).</param>
/// <param name="Flavor">The header <c>Metadata-Flavor</c>.</param>
/// <param name="Cause">Why this is not a 200, for people.</param>
internal sealed record MetadataReply(HttpStatusCode Status, string Body, string? ETag = null, string? Flavor = null, string Cause = "")
{
    public bool IsOk => Status == HttpStatusCode.OK;

    public static MetadataReply Failed(string cause) => new(0, "", Cause: cause);
}
