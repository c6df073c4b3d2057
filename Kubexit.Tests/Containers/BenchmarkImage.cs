using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Containers;

/// <summary>
/// The image of <c>samples/benchmarks</c> by the Dockerfile's own stage. Base images cannot be had everywhere: one of the base's name is
/// made of the runtime that these tests run on and of the libraries that it takes.
/// </summary>
internal static class BenchmarkImage
{
    private const string Name = "ghcr.io/kubexit-net/kubexit-benchmarks:0.1.0", Base = "mcr.microsoft.com/dotnet/aspnet:10.0";

    private const string MakeBase =
        """
        root=$1 dotnet=$2 runtime=$3 aspnet=$4
        mkdir -p "$root/usr/share/dotnet" "$root/usr/bin" "$root/tmp"
        cd "$dotnet"
        cp -r --parents dotnet host/fxr "$runtime" "$aspnet" "$root/usr/share/dotnet"
        ln -s ../share/dotnet/dotnet "$root/usr/bin/dotnet"
        for file in dotnet host/fxr/*/*.so "$runtime"/*.so; do ldd "$file" 2>/dev/null || true; done |
          grep -o '/[^ )]*' | grep -v "^$dotnet" | sort -u | while read -r library; do cp -L --parents "$library" "$root"; done
        tar -C "$root" -c -f "$root.tar" .
        """;

    public static async Task MakeAsync(ContainerEngine engine)
    {
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var aspnet = Path.GetDirectoryName(typeof(Microsoft.AspNetCore.Builder.WebApplication).Assembly.Location)!;
        var dotnet = Path.GetFullPath("../../..", runtime);
        var root = Path.Combine(engine.Folder, "aspnet");
        string[] script =
            ["sh", "-euc", MakeBase, "sh", root, dotnet, Path.GetRelativePath(dotnet, runtime), Path.GetRelativePath(dotnet, aspnet)];
        (await engine.RunToolAsync(script, engine.EmptyFolder)).Require();
        await engine.RunAsync("import", "--quiet", "--change", "ENV PATH=/usr/bin", root + ".tar", Base);

        var build = Directory.CreateDirectory(Path.Combine(engine.Folder, "build-benchmarks")).FullName;
        var output = Path.GetDirectoryName(Repository.Executable("Kubexit.Benchmarks"))!;
        (await engine.RunToolAsync(["cp", "-r", output, Path.Combine(build, "benchmarks")], engine.EmptyFolder)).Require();
        await engine.RunAsync(
            "build", "--pull=never", "--build-context", "build-benchmarks=" + build, "--file", Path.Combine(Repository.Root, "Dockerfile"),
            "--target", "benchmarks", "--tag", Name, engine.EmptyFolder);
    }
}
