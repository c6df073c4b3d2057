namespace Kubexit.Platform.Linux;

/// <summary>A file's type, size and identity, how many names it has, and when it was last changed in any way.</summary>
internal readonly record struct FileStatus(ushort Mode, uint Links, long Size, ulong Inode, ulong Device, long Changed)
{
    private const int TypeMask = 0xF000, RightsMask = 0xFFF;

    public int Rights => Mode & RightsMask;

    public FileStamp Stamp => new(Inode, Size, Changed);

    public bool IsRegular => (Mode & TypeMask) == 0x8000;
    public bool IsDirectory => (Mode & TypeMask) == 0x4000;
    public bool IsLink => (Mode & TypeMask) == 0xA000;
    public bool IsExecutable => (Mode & 0x49) != 0;

    public bool IsSameFileAs(in FileStatus other) => Inode == other.Inode && Device == other.Device;

    /// <summary>For a person: what stands where a regular file was expected.</summary>
    public string Kind => (Mode & TypeMask) switch
    {
        0x4000 => "a directory",
        0x1000 => "a FIFO",
        0xC000 => "a socket",
        0x2000 or 0x6000 => "a device",
        0xA000 => "a symbolic link",
        _ => "not a regular file",
    };
}
