namespace Kubexit.Hosting;

/// <summary>When the application is ready.</summary>
internal sealed class MemberReadiness
{
    /// <summary>Whether the application says so itself; else it is when its host has started.</summary>
    public bool IsSignalled { get; set; }
}
