namespace Kubexit;

/// <summary>Where to listen to what coordinated runs measure and trace.</summary>
public static class KubexitTelemetry
{
    /// <summary>The name of the <see cref="System.Diagnostics.Metrics.Meter"/> and of the <see cref="System.Diagnostics.ActivitySource"/>: <c>Kubexit</c>.</summary>
    public const string Name = "Kubexit";
}
