using System.Text;
using Kubexit.Platform;

namespace Kubexit.Graveyards;

/// <summary>What a <see cref="GraveyardObserver"/> of some names knows of one.</summary>
internal sealed class FollowedName(string name)
{
    public string Name => name;

    public byte[] Utf8 { get; } = Encoding.UTF8.GetBytes(name);

    /// <summary>The lock as it was seen last.</summary>
    public LockProbe Lock { get; set; }
}
