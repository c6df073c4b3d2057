using System.Text;

namespace Kubexit.Platform.Portable;

/// <summary>
/// A lock by <see cref="FileShare.None"/>, which .NET makes of flock(2) on Unix and of a sharing mode on Windows. While it is held nobody
/// can read the life id, so <see cref="Probe"/> does not know whose life holds it.
/// </summary>
internal sealed class PortableLifeLock(FileStream stream, string path) : ILifeLock
{
    public bool IsInPlace => File.Exists(path);

    public static PortableLifeLock? TryTake(string path, string life)
    {
        if (new FileInfo(path).LinkTarget is not null) throw new IOException("It is a symbolic link.");
        FileStream stream;
        try
        {
            stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }

        stream.SetLength(0);
        stream.Write(Encoding.UTF8.GetBytes(life + "\n"));
        stream.Flush();
        return new PortableLifeLock(stream, path);
    }

    public static LockProbe Probe(string path)
    {
        if (!File.Exists(path)) return new LockProbe(LockState.Absent, null);
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            var content = new byte[64];
            var life = Encoding.UTF8.GetString(content, 0, stream.Read(content)).TrimEnd('\n');
            return new LockProbe(LockState.Free, life.Length == 0 ? null : life);
        }
        catch (FileNotFoundException)
        {
            return new LockProbe(LockState.Absent, null);
        }
        catch (IOException)
        {
            return new LockProbe(LockState.Held, null);
        }
        catch (UnauthorizedAccessException)
        {
            return new LockProbe(LockState.Unknown, null);
        }
    }

    public void Dispose() => stream.Dispose();
}
