namespace Kubexit.Lint.Manifests;

/// <summary>What is known about a container being wrapped.</summary>
internal enum Wrapping
{
    /// <summary>It has nothing to do with Kubexit.</summary>
    None,

    /// <summary>Its command begins with <c>kubexit</c>, or passes through it (<c>tini -- kubexit …</c>).</summary>
    Direct,

    /// <summary>A script in its command calls <c>kubexit</c>.</summary>
    InScript,

    /// <summary>
    /// It has <c>KUBEXIT_NAME</c>, and its image decides what runs: kubexit as its entry point, or an application that is itself a member.
    /// </summary>
    ByImage,

    /// <summary>
    /// It has <c>KUBEXIT_NAME</c> and a command, and kubexit is not in the command: nothing is wrapped unless the application is itself
    /// a member.
    /// </summary>
    Missing,

    /// <summary>It copies the file into a volume.</summary>
    InstallStep,

    /// <summary>It runs another verb of kubexit, such as <c>wait</c>.</summary>
    Verb,
}
