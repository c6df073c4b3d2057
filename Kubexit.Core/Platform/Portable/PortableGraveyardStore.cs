using System.Text;

namespace Kubexit.Platform.Portable;

/// <summary>A graveyard by the means of .NET alone, for a developer's laptop. Held to the same contract tests as the Linux one.</summary>
internal sealed class PortableGraveyardStore(string path) : IGraveyardStore
{
    // Threads that write the same name would share one temporary file.
    private static readonly object WriteGate = new();

    public string Path => path;

    public void EnsureExists() => Guard("create", path, () => Directory.CreateDirectory(path));

    public bool Exists => Directory.Exists(path);

    public void ThrowIfImpossible()
    {
        for (var at = path; at is not null && !Directory.Exists(at); at = System.IO.Path.GetDirectoryName(at))
        {
            if (File.Exists(at)) throw new GraveyardException(
                $"Cannot look into graveyard '{path}': '{at}' is not a directory. Name another folder.");
        }
    }

    public StoredFile Read(string name, Span<byte> buffer)
    {
        var file = new FileInfo(FullPath(name));
        try
        {
            if (file.LinkTarget is not null) return StoredFile.Refused("it is a symbolic link");
            if (Directory.Exists(file.FullName)) return StoredFile.Refused("it is a directory");
            if (!file.Exists) return StoredFile.Missing;
            if ((file.Attributes & (FileAttributes.Normal | FileAttributes.Archive | FileAttributes.ReadOnly)) == 0 && file.Attributes != 0)
                return StoredFile.Refused("it is not a regular file");

            // A FIFO or a socket is as long, and opening one would block.
            if (file.Length == 0) return StoredFile.Found(0);
            if (file.Length > StoredFile.MaxLength) return StoredFile.TooLong(file.Length);
            using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            return length < buffer.Length ? StoredFile.Found(length) : StoredFile.Longer(StoredFile.MaxLength + 1);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return StoredFile.Missing;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return StoredFile.Refused(e.Message);
        }
    }

    public void Write(string name, ReadOnlySpan<byte> content)
    {
        var bytes = content.ToArray();
        lock (WriteGate) Guard("write", FullPath(name), () => Replace(FullPath(name), FullPath(GraveyardFileNames.Temporary(name)), bytes));
    }

    public IReadOnlyList<string> List() => Directory.Exists(path)
        ? [.. Directory.EnumerateFileSystemEntries(path).Select(p => System.IO.Path.GetFileName(p)).Where(n => !n.StartsWith('.'))]
        : [];

    public ILifeLock? TryLock(string name, string life)
    {
        ILifeLock? taken = null;
        Guard("lock", FullPath(GraveyardFileNames.Lock(name)), () =>
            taken = PortableLifeLock.TryTake(FullPath(GraveyardFileNames.Lock(name)), life));
        return taken;
    }

    public LockProbe Probe(string name) => PortableLifeLock.Probe(FullPath(GraveyardFileNames.Lock(name)));

    public IDisposable Watch(IEventLoop loop, IGraveyardEvents events) => new PortableWatch(loop, path, events);

    private static void Replace(string target, string temporary, byte[] content)
    {
        PortableFile.Create(temporary, content);
        try
        {
            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private static void Guard(string verb, string what, Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GraveyardException($"Cannot {verb} '{what}': {e.Message} Make the graveyard writable for this user.", e);
        }
    }

    private string FullPath(string name) => System.IO.Path.Combine(path, name);
}
