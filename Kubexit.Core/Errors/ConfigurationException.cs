namespace Kubexit;

/// <summary>The configuration is invalid. Carries every error, not only the first.</summary>
public sealed class ConfigurationException : KubexitException
{
    internal ConfigurationException(IReadOnlyList<string> errors)
        : base(string.Join(Environment.NewLine, errors), 2, DeathReason.Configuration) => Errors = errors;

    /// <summary>One sentence for each error; each names the variable, the value and the remedy.</summary>
    public IReadOnlyList<string> Errors { get; }
}
