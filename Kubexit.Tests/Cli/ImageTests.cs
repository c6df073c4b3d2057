using System.Text.Json;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Cli;

/// <summary>What the Dockerfile says of its last stage, built by hand and run as it says.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class ImageTests
{
    private static readonly string[] LastStage =
        [.. Repository.ReadText("Dockerfile").Split('\n').Reverse().TakeWhile(line => !line.StartsWith("FROM ", StringComparison.Ordinal))
            .Reverse()];

    private static string Target => Assert.Single(JsonSerializer.Deserialize<string[]>(Instruction("ENTRYPOINT"))!);

    private static string User => Instruction("USER");

    [Fact]
    public void LastStage_HasNothingButTheFile_AndIsNotRoot()
    {
        Assert.Contains("\nFROM scratch AS kubexit\n", Repository.ReadText("Dockerfile"));
        Assert.Equal(["COPY", "ENV", "USER", "ENTRYPOINT"],
            LastStage.Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(' ')[0]));
        Assert.Equal("--from=build /image/ /", Instruction("COPY"));
        Assert.Contains("image-root.sh artifacts/native/kubexit /image\n", Repository.ReadText("Dockerfile"), StringComparison.Ordinal);
        Assert.Matches("^[1-9][0-9]*:[1-9][0-9]*$", User); // Numbers: runAsNonRoot cannot look a name up in an image without /etc/passwd.
    }

    [Fact]
    public async Task Image_AsAnInitContainer_InstallsAFileThatWraps()
    {
        Prerequisites.RequireNativeBinary();
        Assert.SkipUnless(Prerequisites.IsRoot, "Only root can change the root directory.");
        await using var graveyard = new TemporaryGraveyard();
        var root = Directory.CreateDirectory(Path.Combine(graveyard.Folder, "root")).FullName;
        await graveyard.StartHelper([Path.Combine(Repository.Root, "Kubexit.Host", "image-root.sh"), KubexitBinary.Path, root]).ExitsWith(
            0);
        var volume = Directory.CreateDirectory(Path.Combine(root, "volume")).FullName;
        Assert.Equal(0, LibC.ChangeMode(volume, 0x1ff)); // As an emptyDir is.

        await graveyard.Start(["chroot", $"--userspec={User}", root, Target, "self-install", "/volume"], []).ExitsWith(0);
        var wrapped = graveyard.Start(
            ["chroot", $"--userspec={User}", root, "/volume/kubexit", Target, "--version"],
            ["KUBEXIT_NAME=app", "KUBEXIT_GRAVEYARD=/volume/graveyard"]);
        await wrapped.ExitsWith(0);
        Assert.StartsWith("kubexit ", wrapped.Output.Text, StringComparison.Ordinal);
        Assert.Contains("ExitCode: 0",
            await File.ReadAllTextAsync(Path.Combine(volume, "graveyard", "app"), TestContext.Current.CancellationToken));
    }

    private static string Instruction(string name) =>
        LastStage.Single(line => line.StartsWith(name + " ", StringComparison.Ordinal))[(name.Length + 1)..];
}
