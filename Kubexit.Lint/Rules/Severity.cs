namespace Kubexit.Lint.Rules;

/// <summary>How bad a finding is.</summary>
internal enum Severity
{
    /// <summary>Worth knowing; may be meant so.</summary>
    Note,

    /// <summary>Likely a mistake.</summary>
    Warning,

    /// <summary>Does not work.</summary>
    Error,
}
