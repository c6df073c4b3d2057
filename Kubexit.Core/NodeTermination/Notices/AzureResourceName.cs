namespace Kubexit.NodeTermination;

/// <summary>What Azure's events call this VM.</summary>
internal static class AzureResourceName
{
    /// <summary>
    /// From a node's <c>spec.providerID</c>: <c>…/virtualMachineScaleSets/X/virtualMachines/3</c> is <c>X_3</c>, <c>…/virtualMachines/V</c>
    /// is <c>V</c>.
    /// </summary>
    public static string? FromProviderId(string? providerId)
    {
        if (providerId is null || !providerId.StartsWith("azure://", StringComparison.OrdinalIgnoreCase)) return null;
        var parts = providerId["azure://".Length..].Split('/', StringSplitOptions.RemoveEmptyEntries);
        var machine = After(parts, "virtualMachines");
        var set = After(parts, "virtualMachineScaleSets");
        return machine is null || set is null ? machine : $"{set}_{machine}";
    }

    /// <summary>From the metadata server itself; <see langword="null"/> when it does not say.</summary>
    public static async Task<string?> FromMetadataAsync(Uri metadata, MetadataHttp http, CancellationToken cancellationToken)
    {
        var uri = new Uri(metadata, "metadata/instance/compute/name?api-version=2021-02-01&format=text");
        var reply = await http.SendAsync(HttpMethod.Get, uri, AzureNoticeSource.Header, MetadataHttp.ShortLimit, cancellationToken);
        return reply.IsOk && reply.Body.Trim() is { Length: > 0 and <= 128 } name && !name.Any(c => char.IsWhiteSpace(c) || c == '<')
            ? name : null;
    }

    private static string? After(string[] parts, string segment)
    {
        var index = Array.FindIndex(parts, part => part.Equals(segment, StringComparison.OrdinalIgnoreCase));
        return index >= 0 && index + 1 < parts.Length ? parts[index + 1] : null;
    }
}
