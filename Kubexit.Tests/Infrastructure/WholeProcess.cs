namespace Kubexit.Tests;

/// <summary>Tests that measure or change something of the whole process, and so run alone.</summary>
[CollectionDefinition(nameof(WholeProcess), DisableParallelization = true)]
public sealed class WholeProcess;
