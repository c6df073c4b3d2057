namespace Kubexit.Tests.Infrastructure;

/// <summary>
/// How a process ended, in the kernel's words: it tells an exit with 143 from a death by TERM, which Process.ExitCode does not.
/// </summary>
internal readonly record struct WaitStatus(int Raw)
{
    public int Signal => Raw & 0x7f;

    public int Code => (Raw >> 8) & 0xff;

    public override string ToString() => Signal == 0 ? $"exit code {Code}" : $"death by signal {Signal}";
}
