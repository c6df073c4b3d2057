using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Kubexit.Tests.KubernetesApi;

/// <summary>A request as the stand-in server has received it.</summary>
internal sealed record ApiRequest(string Method, string Path, IReadOnlyDictionary<string, string> Query, string? Token, JsonObject? Body, string? ContentType)
{
    public ResourcePath? Resource { get; } = ResourcePath.Parse(Path);

    /// <summary>The verb as RBAC knows it.</summary>
    public string Verb => Method switch
    {
        "GET" when Query.ContainsKey("watch") => "watch",
        "GET" => Resource?.Name is null ? "list" : "get",
        "POST" => "create",
        "PUT" => "update",
        _ => Method.ToLowerInvariant(),
    };

    public static async Task<ApiRequest> ReadAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        var body = await reader.ReadToEndAsync();
        var authorization = request.Headers.Authorization.ToString();
        return new(
            request.Method,
            request.Path.Value!,
            request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString()),
            authorization.StartsWith("Bearer ", StringComparison.Ordinal) ? authorization["Bearer ".Length..] : null,
            body.Length > 0 ? JsonNode.Parse(body)!.AsObject() : null,
            request.ContentType);
    }

    public override string ToString() => $"{Verb} {Path}";
}
