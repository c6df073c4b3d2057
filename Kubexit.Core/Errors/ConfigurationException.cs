using Kubexit.Graveyards;

namespace Kubexit;

/// <summary>The configuration is invalid. Carries every error, not only the first.</summary>
public sealed class ConfigurationException : KubexitException
{
    internal ConfigurationException(IReadOnlyList<string> errors)
        : base(string.Join(Environment.NewLine, OnOneLineEach(errors)), OwnExitCode.Usage, DeathReason.Configuration) =>
            Errors = OnOneLineEach(errors);

    /// <summary>One sentence for each error. Each names the variable, the value and the remedy.</summary>
    public IReadOnlyList<string> Errors { get; }

    /// <summary>A value that an error quotes cannot forge lines of a log, nor move a terminal's cursor.</summary>
    internal static IReadOnlyList<string> OnOneLineEach(IReadOnlyList<string> errors) =>
        errors.Count == 0 ? errors : [.. errors.Select(PrintableText.Of)];
}
