using Kubexit.Host;
using Kubexit.Platform.Linux;

namespace Kubexit.Tests.Infrastructure;

/// <summary>Who is at the other end of a process's stderr.</summary>
internal enum StandardError
{
    /// <summary>The test reads it.</summary>
    Read,

    /// <summary>Nobody: the reader has closed it.</summary>
    Gone,

    /// <summary>Somebody who does not read, and the pipe is full.</summary>
    Stuck,

    /// <summary>The terminal, as stdin and stdout.</summary>
    Terminal,
}
