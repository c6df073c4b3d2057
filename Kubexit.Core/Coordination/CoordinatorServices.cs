using Kubexit.Platform;
using Microsoft.Extensions.Logging;

namespace Kubexit;

/// <summary>What a coordinated run works with: the seams to the system below.</summary>
internal sealed record CoordinatorServices(
    IEventLoop Loop, IGraveyardStore Store, IChildLauncher Launcher, ICommandRunner Commands, IReadinessSource? Readiness, ILogger Logger);
