using System.Text;

namespace Kubexit.Platform.Portable;

/// <summary>
/// A lock by <see cref="FileShare.None"/>, which .NET makes of flock(2) on Unix and of a sharing mode on Windows. While it is held nobody
/// can read that file, so the life id also stands in a file beside it.
/// </summary>
internal sealed class PortableLifeLock(FileStream stream, string path, string life) : ILifeLock
{
    // A watcher that probes holds the lock shared for a moment.
    private const int Attempts = 100;
    private static readonly TimeSpan AttemptPause = TimeSpan.FromMilliseconds(5);

    public bool IsInPlace => File.Exists(path) && ReadLifeBeside(path) == life;

    public static PortableLifeLock? TryTake(string path, string life)
    {
        if (new FileInfo(path).LinkTarget is not null) throw new IOException("It is a symbolic link.");
        using var pause = new ManualResetEventSlim();
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (attempt > 0) pause.Wait(AttemptPause);
            if (TryOpen(path) is not { } stream) continue;
            var content = Encoding.UTF8.GetBytes(life + "\n");
            PortableFile.SetReadableByAll(stream.SafeFileHandle);
            stream.SetLength(0);
            stream.Write(content);
            stream.Flush();
            PortableFile.Create(PathBeside(path), content);
            return new PortableLifeLock(stream, path, life);
        }

        return null;
    }

    public static LockProbe Probe(string path)
    {
        if (new FileInfo(path).LinkTarget is not null || Directory.Exists(path)) return new LockProbe(LockState.Unknown, null);
        if (!File.Exists(path)) return new LockProbe(LockState.Absent, null);
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            return new LockProbe(LockState.Free, ReadLife(stream));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return new LockProbe(LockState.Absent, null);
        }
        catch (IOException)
        {
            return new LockProbe(LockState.Held, ReadLifeBeside(path));
        }
        catch (UnauthorizedAccessException)
        {
            return new LockProbe(LockState.Unknown, null);
        }
    }

    public void Dispose() => stream.Dispose();

    private static FileStream? TryOpen(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    private static string PathBeside(string path) => Path.ChangeExtension(path, ".life");

    private static string? ReadLifeBeside(string path)
    {
        try
        {
            using var stream = new FileStream(PathBeside(path), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return ReadLife(stream);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? ReadLife(FileStream stream)
    {
        var content = new byte[64];
        var life = Encoding.UTF8.GetString(content, 0, stream.Read(content)).TrimEnd('\n');
        return life.Length == 0 ? null : life;
    }
}
