using System.Reflection;
using Microsoft.Extensions.Logging;

namespace Kubexit.Tests.Documentation;

/// <summary>The events that programs and packages log, in the order of their ids.</summary>
internal static class LogEvents
{
    public static IReadOnlyList<LoggerMessageAttribute> All { get; } =
    [
        .. new[] { "Kubexit.Core", "Kubexit.HealthChecks", "Kubexit.AspNetCore", "kubexit", "kubexit-node-agent" }
            .SelectMany(assembly => Assembly.Load(assembly).GetTypes())
            .SelectMany(type => type.GetMethods(
                BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>())
            .OfType<LoggerMessageAttribute>()
            .OrderBy(e => e.EventId),
    ];

    /// <summary>The message as a document has it, in one line.</summary>
    public static string TextOf(LoggerMessageAttribute e) => e.Message.Replace("\n", "\\n", StringComparison.Ordinal);
}
