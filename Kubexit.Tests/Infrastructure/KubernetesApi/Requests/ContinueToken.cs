using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kubexit.Tests.KubernetesApi;

/// <summary>Where the next page of a list begins, as the server encodes it.</summary>
internal sealed record ContinueToken(long Version, string StartAt)
{
    /// <summary>The same place, in the list as it is now.</summary>
    public ContinueToken Inconsistent() => this with { Version = -1 };

    public static ContinueToken After(long version, StoredObject last) => new(version, Start(last) + "\0");

    public static string Start(StoredObject item) => "/" + item.Path.Name;

    /// <exception cref="ApiFailure">It is no token of this server's.</exception>
    public static ContinueToken Parse(string token)
    {
        try
        {
            var json = JsonNode.Parse(Base64Url.DecodeFromChars(token))!;
            // Tokens of the recordings begin without the slash.
            return new((long)json["rv"]!, "/" + ((string)json["start"]!).TrimStart('/'));
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException or NullReferenceException)
        {
            throw new ApiFailure(
                StatusBody.BadRequest(
                "invalid continue token: continue key is not valid: invalid character 'Ç' looking for beginning of value"));
        }
    }

    public override string ToString() =>
        Base64Url.EncodeToString(
            Encoding.UTF8.GetBytes($$"""{"v":"meta.k8s.io/v1","rv":{{Version}},"start":{{JsonSerializer.Serialize(StartAt)}}}"""));
}
