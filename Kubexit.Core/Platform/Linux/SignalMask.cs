namespace Kubexit.Platform.Linux;

/// <summary>The signal mask that this process was started with, which its children are started with again.</summary>
internal static class SignalMask
{
    /// <summary>Empty unless <see cref="ProcessSignals"/> has set it.</summary>
    public static Libc.SignalSet Inherited { get; set; }
}
