using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Kubexit.Tests.KubernetesApi;

/// <summary>A request as the stand-in server has received it.</summary>
internal sealed record ApiRequest(string Method, string Path, IReadOnlyDictionary<string, string> Query, string? Token, JsonObject? Body,
    string? ContentType)
{
    public ResourcePath? Resource { get; } = ResourcePath.Parse(Path);

    /// <summary>Who asks, once that is known.</summary>
    public string User { get; init; } = "";

    /// <summary>Whether events are asked for: also with <c>watch=1</c>, not with <c>watch=false</c>, and never for one object by its
    /// path.</summary>
    public bool IsWatch => Method == "GET" && (Resource?.IsOldWatch == true
        || (Resource is { Name: null } && Query.TryGetValue("watch", out var watch) && watch is not ("false" or "0")));

    /// <summary>The one object that it is about, by its path or by its field selector, as rules for single objects see it.</summary>
    public string? Name => Resource?.Name ?? (Method is "GET" or "DELETE" ? NameSelected : null);

    /// <summary>The verb as RBAC knows it.</summary>
    public string Verb => Method switch
    {
        "GET" when IsWatch => "watch",
        "GET" => Resource is { Name: null } ? "list" : "get",
        "POST" => "create",
        "PUT" => "update",
        "DELETE" => Resource is { Name: null } ? "deletecollection" : "delete",
        _ => Method.ToLowerInvariant(),
    };

    private string? NameSelected
    {
        get
        {
            try
            {
                return FieldSelector.Parse(Query.GetValueOrDefault("fieldSelector")).Name;
            }
            catch (ApiFailure)
            {
                return null; // It is refused later, if its sender may ask at all.
            }
        }
    }

    /// <summary>A request that no network is needed for.</summary>
    public static ApiRequest Of(string method, string pathAndQuery, JsonObject? body = null, string? contentType = "application/json")
    {
        var split = pathAndQuery.Split('?', 2);
        var query = split.Length == 1 ? [] : split[1].Split('&', StringSplitOptions.RemoveEmptyEntries).Select(term => term.Split('=', 2))
            .ToDictionary(term => Uri.UnescapeDataString(term[0]), term => term.Length == 1 ? "" : Uri.UnescapeDataString(term[1]));
        // As if it had been sent: nobody shares it, and its numbers have no type.
        var sent = body is null ? null : JsonObject.Create(JsonSerializer.SerializeToElement(body));
        return new(method, split[0], query, null, sent, contentType);
    }

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
            Parse(body),
            request.ContentType);
    }

    public override string ToString() => $"{Verb} {Path}";

    private static JsonObject? Parse(string body)
    {
        try
        {
            return body.Length > 0 ? JsonNode.Parse(body) as JsonObject : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
