namespace Kubexit.Platform;

/// <summary>What came of reading a file.</summary>
internal enum StoredFileKind
{
    /// <summary>Read whole.</summary>
    Found,

    /// <summary>There is no such file.</summary>
    Missing,

    /// <summary>
    /// It is longer than the buffer, but not longer than allowed: read again with a buffer of <see cref="StoredFile.Length"/>.
    /// </summary>
    Longer,

    /// <summary>It must not or cannot be read; <see cref="StoredFile.Problem"/> says why.</summary>
    Refused,

    /// <summary>It could not be read this time, for a cause that passes; <see cref="StoredFile.Problem"/> says which.</summary>
    Unavailable,
}

/// <summary>The outcome of reading a file into a buffer.</summary>
internal readonly record struct StoredFile(StoredFileKind Kind, int Length, string? Problem)
{
    /// <summary>No tombstone is longer: 64 KiB.</summary>
    public const int MaxLength = 64 * 1024;

    public static StoredFile Found(int length) => new(StoredFileKind.Found, length, null);

    public static StoredFile Missing => new(StoredFileKind.Missing, 0, null);

    public static StoredFile Longer(int length) => new(StoredFileKind.Longer, length, null);

    public static StoredFile Refused(string problem) => new(StoredFileKind.Refused, 0, problem);

    public static StoredFile Unavailable(string problem) => new(StoredFileKind.Unavailable, 0, problem);

    /// <summary>The file is longer than <see cref="MaxLength"/>.</summary>
    public static StoredFile TooLong(long length) => Refused($"it is {length} bytes long, more than {MaxLength}");
}
