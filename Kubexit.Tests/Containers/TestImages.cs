using Kubexit.Tests.Infrastructure;
using Kubexit.Tests.Samples;

namespace Kubexit.Tests.Containers;

/// <summary>
/// The images of the samples, made on this machine: ours by the Dockerfile's own last stage around the native file under test, and one with
/// a shell from a static busybox.
/// </summary>
internal static class TestImages
{
    /// <summary>The name that README and samples use.</summary>
    public const string Kubexit = SampleManifest.Image;

    public const string BusyBox = "docker.io/library/busybox:1.37";

    private const string SearchPath = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    public static async Task MakeAsync(ContainerEngine engine)
    {
        await MakeBusyBoxAsync(engine);
        await MakeKubexitAsync(engine);
        await BuildAsync(
            engine, "localhost/tools:1", $"FROM {BusyBox}\nCOPY curl nginx /bin/\n",
            ("curl", "#!/bin/sh\nshift\nexec wget -qO- \"$@\"\n"),
            ("nginx", "#!/bin/sh\nmkdir -p /tmp/www\necho 'welcome to nginx' >/tmp/www/index.html\nexec httpd -f -p 80 -h /tmp/www\n"));
    }

    /// <summary>An image with more in it, or another command.</summary>
    /// <param name="engine">Where to put it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="dockerfile">The whole text of its Dockerfile.</param>
    /// <param name="files">Files beside it, by name, with their text; they are executable.</param>
    public static async Task BuildAsync(ContainerEngine engine, string name, string dockerfile, params (string Name, string Text)[] files)
    {
        var context = Directory.CreateDirectory(Path.Combine(engine.Folder, "build-" + Path.GetRandomFileName())).FullName;
        await File.WriteAllTextAsync(Path.Combine(context, "Dockerfile"), dockerfile);
        foreach (var (file, text) in files)
        {
            await File.WriteAllTextAsync(Path.Combine(context, file), text);
            Assert.Equal(0, LibC.ChangeMode(Path.Combine(context, file), 0x1ed /* 0755 */));
        }

        await engine.RunAsync("build", "--pull=never", "--network=none", "--tag", name, context);
    }

    private static async Task MakeBusyBoxAsync(ContainerEngine engine)
    {
        var root = Path.Combine(engine.Folder, "busybox");
        string[] script =
        [
            "sh", "-euc",
            """
            mkdir -p "$1/bin" "$1/etc" "$1/tmp"
            chmod 1777 "$1/tmp"
            cp /bin/busybox "$1/bin/"
            chroot "$1" /bin/busybox --install -s /bin
            tar -C "$1" -c -f "$1.tar" .
            """, "sh", root,
        ];
        (await engine.RunToolAsync(script, engine.EmptyFolder)).Require();
        await engine.RunAsync("import", "--quiet", "--change", "ENV " + SearchPath, "--change", "CMD [\"sh\"]", root + ".tar", BusyBox);
    }

    /// <summary>Only the last stage is built: base images cannot be had everywhere, and the file under test is there already.</summary>
    private static async Task MakeKubexitAsync(ContainerEngine engine)
    {
        var build = Path.Combine(engine.Folder, "build");
        string[] layOut = [Path.Combine(Repository.Root, "Kubexit.Host", "image-root.sh"), KubexitBinary.Path,
            Path.Combine(build, "image")];
        (await engine.RunToolAsync(layOut, Repository.Root)).Require();
        await engine.RunAsync(
            "build", "--pull=never", "--build-context", "build=" + build, "--file", Path.Combine(Repository.Root, "Dockerfile"), "--tag",
            Kubexit,
            engine.EmptyFolder);
    }
}
