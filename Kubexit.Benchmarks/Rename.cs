using Kubexit.Platform.Linux;

namespace Kubexit.Benchmarks;

/// <summary>A rename(2) that allocates nothing: the instant at which a death becomes known.</summary>
internal sealed unsafe class Rename(string from, string to)
{
    private readonly byte[] _from = NativePath.Of(from);
    private readonly byte[] _to = NativePath.Of(to);

    public void Do() => Do(_from, _to);

    public void Undo() => Do(_to, _from);

    private static void Do(byte[] from, byte[] to)
    {
        fixed (byte* f = from, t = to)
        {
            if (Libc.Rename(f, t) is var error and not 0) throw new IOException($"Cannot rename: {Libc.Describe(error)}.");
        }
    }
}
