using Kubexit.Lint.Manifests;
using Kubexit.Lint.Reading;

namespace Kubexit.Lint.Rules;

/// <summary>What the volumes of a pod are made of.</summary>
internal sealed class PodVolumes
{
    private readonly Dictionary<string, string> _kinds = [];

    public PodVolumes(PodSpec pod)
    {
        foreach (var volume in pod.Node.Get("volumes").Items())
        {
            if (volume.Get("name").Text() is not { } name) continue;
            _kinds[name] = volume.Pairs().Select(pair => pair.Key.Text()).FirstOrDefault(key => key is not (null or "name")) ?? "emptyDir";
        }

        if (!pod.IsCompose) return;
        foreach (var (key, volume) in pod.Node.Get("volumes").Pairs())
        {
            if (key.Text() is { } name) _kinds[name] = volume.Get("driver_opts", "type").Text() ?? "volume";
        }
    }

    /// <summary>Such as <c>emptyDir</c>; <see langword="null"/> for one that the pod does not define.</summary>
    public string? KindOf(string volume) => _kinds.GetValueOrDefault(volume);

    public static bool IsReadOnly(string? kind) => kind is "configMap" or "secret" or "downwardAPI" or "projected" or "image";

    /// <summary>Whether other pods may have it too, or the next one of the same name.</summary>
    public static bool IsShared(string? kind) =>
        kind is "persistentVolumeClaim" or "hostPath" or "nfs" or "nfs4" or "cifs" or "azureFile" or "cephfs" or "glusterfs"
        or "awsElasticBlockStore" or "gcePersistentDisk" or "azureDisk" or "iscsi" or "fc" or "rbd" or "cinder" or "portworxVolume"
            or "vsphereVolume" or "quobyte"
        or "flexVolume" or "scaleIO" or "storageos";
}
