namespace Kubexit.Platform.Linux;

/// <summary>A signal as it arrived.</summary>
/// <param name="Number">The signal.</param>
/// <param name="SenderId">The sender's process id as seen from here; 0 for the kernel and for a sender outside of the pid
/// namespace.</param>
/// <param name="IsOwn">Whether this process sent it to itself.</param>
internal readonly record struct ReceivedSignal(int Number, int SenderId, bool IsOwn);
