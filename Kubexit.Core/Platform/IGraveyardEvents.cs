namespace Kubexit.Platform;

/// <summary>Hints from a directory watch. A hint says where to look, never what to think.</summary>
internal interface IGraveyardEvents
{
    /// <summary>A file may have changed.</summary>
    /// <param name="fileName">Its UTF-8 name; valid only during the call.</param>
    void Changed(ReadOnlySpan<byte> fileName);

    /// <summary>Hints were lost: anything may have changed.</summary>
    void Lost();

    /// <summary>The directory is gone; this watch will say no more.</summary>
    void Gone();
}
