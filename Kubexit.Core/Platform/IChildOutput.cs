namespace Kubexit.Platform;

/// <summary>Takes what a child writes. Lines of one stream come in order, from one thread at a time.</summary>
internal interface IChildOutput
{
    /// <summary>Takes a line, whatever room there is.</summary>
    /// <returns>
    /// Whether there is room for more. If not, whoever reads stops reading, so that the child waits, until <see cref="Room"/>.
    /// </returns>
    bool Take(string line, bool isError);

    /// <summary>Completes when there is room again.</summary>
    Task Room();
}
