namespace Kubexit.Dependencies;

/// <summary>What an <see cref="IObjectSource"/> tells.</summary>
internal abstract record ObjectNews
{
    private ObjectNews()
    {
    }

    /// <summary>The object as it is now, or that there is none.</summary>
    public sealed record Seen(ObjectLook Look) : ObjectNews;

    /// <summary>Why the source cannot tell at the moment. It goes on.</summary>
    public sealed record Delayed(string Reason) : ObjectNews;

    /// <summary>Why the source may never tell, with the remedy; it goes on in case that changes, but nobody should wait for it.</summary>
    public sealed record Refused(string Reason) : ObjectNews;
}
