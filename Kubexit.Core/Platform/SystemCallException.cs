using Kubexit.Platform.Linux;

namespace Kubexit.Platform;

/// <summary>The kernel, or a security profile, refuses a call without which nobody can be supervised.</summary>
internal sealed class SystemCallException(string call, int errno) : InvalidOperationException(
    $"Cannot supervise a process: the system call {call} fails ({Libc.Describe(errno)}). "
    + (Libc.IsRefused(errno)
        ? "Allow it in the container's seccomp profile."
        : "Raise the container's limits of memory, open files and processes."));
