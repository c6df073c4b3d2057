using System.Reflection;
using Kubexit.Coordination;
using Microsoft.Extensions.Logging;

namespace Kubexit.Tests.Architecture;

/// <summary>The rules that every type of the packages keeps.</summary>
public sealed class ArchitectureTests
{
    internal static Assembly[] Packages { get; } =
    [
        typeof(Graveyard).Assembly, typeof(Microsoft.Extensions.DependencyInjection.KubexitHealthCheckExtensions).Assembly,
        typeof(Microsoft.Extensions.DependencyInjection.KubexitAspNetCoreExtensions).Assembly,
        typeof(Kubexit.Testing.TestGraveyard).Assembly,
    ];

    [Fact]
    public void ExportedClasses_AreSealedStaticOrClosed()
    {
        var open = Packages.SelectMany(a => a.GetExportedTypes())
            .Where(type => type is { IsClass: true, IsSealed: false } && !IsClosed(type));
        Assert.Empty(open);
    }

    [Fact]
    public void ExportedTypes_OfTheCore_CanBeLearnt() => Assert.InRange(typeof(Graveyard).Assembly.GetExportedTypes().Length, 1, 45);

    [Fact]
    public void ExportedTypes_OfPlatform_AreNone() => Assert.DoesNotContain(
        Packages.SelectMany(a => a.GetExportedTypes()), type => type.Namespace!.StartsWith("Kubexit.Platform", StringComparison.Ordinal));

    [Fact]
    public void LogEvents_OfAllAssemblies_HaveIdsOfTheirOwn()
    {
        Assembly[] all = [.. Packages, Assembly.Load("kubexit"), Assembly.Load("kubexit-node-agent")];
        var events = all.SelectMany(a => a.GetTypes())
            .SelectMany(type => type.GetMethods(
                BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Select(method => (Method: $"{method.DeclaringType}.{method.Name}",
                method.GetCustomAttribute<LoggerMessageAttribute>()?.EventId))
            .Where(e => e.EventId is not null)
            .ToArray();
        Assert.NotEmpty(events);
        Assert.Empty(events.GroupBy(e => e.EventId).Where(g => g.Count() > 1).Select(g => string.Join(" and ", g.Select(e => e.Method))));
    }

    /// <summary>Abstract, and nobody outside of the package can derive from it.</summary>
    private static bool IsClosed(Type type) => type.IsAbstract && type
        .GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
        .Where(c => !IsCopyConstructor(c, type))
        .All(c => c.IsPrivate || c.IsAssembly || c.IsFamilyAndAssembly);

    // Of a record: protected by the language; a subclass needs one of the others as well.
    private static bool IsCopyConstructor(ConstructorInfo constructor, Type type) =>
        constructor.GetParameters() is [{ ParameterType: var parameter }] && parameter == type;
}
