using System.Reflection;
using Kubexit.Configuration;

namespace Kubexit.Tests.Architecture;

/// <summary>Writes everything that a user of a package can see as text, one line for each type and member, sorted.</summary>
internal static class PublicSurface
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    // What the compiler adds to every record says nothing.
    private static readonly string[] OfRecords =
        ["<Clone>$", "Equals", "GetHashCode", "ToString", "op_Equality", "op_Inequality", "Deconstruct", "get_EqualityContract", "PrintMembers"];

    public static string Describe(Assembly assembly) => string.Join(
        '\n', assembly.GetExportedTypes().OrderBy(NameOf, StringComparer.Ordinal).Select(Describe)) + "\n";

    private static string Describe(Type type)
    {
        var members = type.IsEnum
            ? Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt32(Enum.Parse(type, name), null)}")
            : type.IsSubclassOf(typeof(Delegate)) ? [] : type.GetMembers(Declared).Select(Describe).OfType<string>().Order(StringComparer.Ordinal);
        return string.Concat($"{Kind(type)} {NameOf(type)}{Bases(type)}\n", string.Concat(members.Select(m => $"    {m}\n")));
    }

    private static string? Describe(MemberInfo member) => member switch
    {
        ConstructorInfo c when IsVisible(c) && !IsCopy(c) => $"new({Parameters(c)})",
        PropertyInfo p when IsVisible(p.GetMethod) && !OfRecords.Contains("get_" + p.Name) => $"{Static(p.GetMethod!)}{NameOf(p.PropertyType)} {p.Name} {{ {Accessors(p)} }}",
        FieldInfo { IsPublic: true } f => $"{(f.IsLiteral ? "const " : f.IsStatic ? "static " : "")}{NameOf(f.FieldType)} {f.Name}",
        EventInfo e when IsVisible(e.AddMethod) => $"event {NameOf(e.EventHandlerType!)} {e.Name}",
        MethodInfo m when IsVisible(m) && !m.IsSpecialName && !OfRecords.Contains(m.Name) => $"{Static(m)}{NameOf(m.ReturnType)} {m.Name}{Generics(m)}({Parameters(m)})",
        _ => null,
    };

    private static bool IsVisible(MethodBase? method) => method is { IsPublic: true } or { IsFamily: true } or { IsFamilyOrAssembly: true };

    private static bool IsCopy(ConstructorInfo c) => c.GetParameters() is [{ ParameterType: var type }] && type == c.DeclaringType;

    private static string Static(MethodBase method) => method.IsStatic ? "static " : "";

    private static string Accessors(PropertyInfo p) => !IsVisible(p.SetMethod) ? "get;"
        : p.SetMethod!.ReturnParameter.GetRequiredCustomModifiers().Any(m => m.Name == "IsExternalInit") ? "get; init;" : "get; set;";

    private static string Parameters(MethodBase method) => string.Join(
        ", ", method.GetParameters().Select(p => $"{NameOf(p.ParameterType)} {p.Name}{(p.HasDefaultValue ? $" = {p.DefaultValue ?? "default"}" : "")}"));

    private static string Generics(MethodInfo method) =>
        method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(NameOf))}>" : "";

    private static string Bases(Type type)
    {
        if (type.IsEnum) return "";
        Type?[] bases = [type.BaseType is { } b && b != typeof(object) && b != typeof(ValueType) ? b : null, .. type.GetInterfaces().Except(type.BaseType?.GetInterfaces() ?? [])];
        var names = bases.OfType<Type>().Select(NameOf).Where(n => !n.StartsWith("IEquatable", StringComparison.Ordinal)).ToArray();
        return names.Length == 0 ? "" : $" : {string.Join(", ", names)}";
    }

    private static string Kind(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsInterface: true } => "interface",
        { IsValueType: true } => "struct",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        { IsSealed: true } => "sealed class",
        _ => "class",
    };

    private static string NameOf(Type type)
    {
        if (type.IsGenericParameter) return type.Name;
        if (type.IsArray) return NameOf(type.GetElementType()!) + "[]";
        if (type.IsByRef) return "ref " + NameOf(type.GetElementType()!);
        if (Nullable.GetUnderlyingType(type) is { } value) return NameOf(value) + "?";
        var name = type.IsNested ? $"{NameOf(type.DeclaringType!)}.{type.Name}" : type.Namespace is "Kubexit" || !type.FullName!.StartsWith("Kubexit.", StringComparison.Ordinal) ? type.Name : type.FullName;
        return type.IsGenericType ? $"{name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>" : name;
    }
}
