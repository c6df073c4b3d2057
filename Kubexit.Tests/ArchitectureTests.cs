using System.Reflection;
using Microsoft.Extensions.Logging;

namespace Kubexit.Tests;

public sealed class ArchitectureTests
{
    private static readonly Assembly Core = typeof(Coordinator).Assembly;

    [Fact]
    public void ExportedClasses_AreSealedStaticOrClosed() => Assert.Empty(
        from type in Core.GetExportedTypes()
        where type.IsClass && !type.IsSealed
        where !type.IsAbstract || type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Any(IsOpen)
        select type.FullName);

    [Fact]
    public void ExportedTypes_OfThePlatform_AreNone() => Assert.Empty(
        Core.GetExportedTypes().Where(t => t.Namespace!.StartsWith("Kubexit.Platform", StringComparison.Ordinal)).Select(t => t.FullName));

    [Fact]
    public void LogEventIds_OverAllAssemblies_AreUnique()
    {
        var messages = (
            from assembly in new[] { Core, Assembly.Load("kubexit") }
            from type in assembly.GetTypes()
            from method in type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            let attribute = method.GetCustomAttribute<LoggerMessageAttribute>()
            where attribute is not null
            select (attribute.EventId, Method: $"{type.Name}.{method.Name}")).ToArray();
        Assert.True(messages.Length > 20, $"only {messages.Length} messages were found");
        Assert.Empty(messages.GroupBy(m => m.EventId).Where(g => g.Count() > 1).Select(g => $"{g.Key}: {string.Join(", ", g.Select(m => m.Method))}"));
    }

    /// <summary>Whether somebody outside could derive. A record's copy constructor does not help: it takes an instance.</summary>
    private static bool IsOpen(ConstructorInfo constructor) =>
        (constructor.IsPublic || constructor.IsFamily || constructor.IsFamilyOrAssembly)
        && !(constructor.GetParameters() is [var only] && only.ParameterType == constructor.DeclaringType);
}
