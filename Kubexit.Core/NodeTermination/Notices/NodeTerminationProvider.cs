namespace Kubexit.NodeTermination;

/// <summary>Whose metadata server announces the end of this node.</summary>
public enum NodeTerminationProvider
{
    /// <summary>Detected by the answer at the metadata address.</summary>
    Auto,

    /// <summary>Google Compute Engine.</summary>
    Gce,

    /// <summary>Amazon EC2 (instance metadata service, version 2).</summary>
    Aws,

    /// <summary>Microsoft Azure.</summary>
    Azure,

    /// <summary>None: only a notice file.</summary>
    None,
}

/// <summary>The cloud behind each provider: the only list of clouds.</summary>
internal static class NodeTerminationProviders
{
    private static readonly GceCloud Gce = new();
    private static readonly AwsCloud Aws = new();
    private static readonly AzureCloud Azure = new();

    /// <summary>Every cloud.</summary>
    public static IReadOnlyList<Cloud> Clouds { get; } = [.. Enum.GetValues<NodeTerminationProvider>().Select(Cloud).OfType<Cloud>()];

    /// <summary>The provider's cloud; <see langword="null"/> for <c>Auto</c> and <c>None</c>.</summary>
    public static Cloud? Cloud(this NodeTerminationProvider provider) => provider switch
    {
        NodeTerminationProvider.Gce => Gce,
        NodeTerminationProvider.Aws => Aws,
        NodeTerminationProvider.Azure => Azure,
        NodeTerminationProvider.Auto or NodeTerminationProvider.None => null,
    };
}
