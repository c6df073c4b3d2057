namespace Kubexit.NodeTermination;

/// <summary>Whose metadata server announces the end of this node.</summary>
public enum NodeTerminationProvider
{
    /// <summary>Found out by who answers at the metadata address.</summary>
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
