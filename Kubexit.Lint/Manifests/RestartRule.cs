namespace Kubexit.Lint.Manifests;

/// <summary>After which ends a container is started again.</summary>
internal enum RestartRule
{
    Always,
    OnFailure,
    Never,
}
