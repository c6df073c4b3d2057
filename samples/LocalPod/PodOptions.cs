namespace LocalPod;

/// <summary>What makes a run interesting.</summary>
internal sealed record PodOptions(int ClientExitCode, bool KillsClient, bool ServerIsNeverReady);
