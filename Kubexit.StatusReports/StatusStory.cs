namespace Kubexit.StatusReports;

/// <summary>What a picture says that shows no graveyard but what may happen in one.</summary>
internal abstract class StatusStory
{
    /// <summary>Stands for the line that tells when it was and how it went.</summary>
    public abstract string Summary { get; }

    /// <summary>When everything should be over; <see langword="null"/> when there is no such moment.</summary>
    public virtual DateTimeOffset? Limit => null;

    /// <summary>What the legend says instead of a word of its own; empty for nothing.</summary>
    public virtual string Word(string word) => word;
}
