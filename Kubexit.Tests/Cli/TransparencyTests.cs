using System.Text.RegularExpressions;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Cli;

/// <summary>A child cannot tell that it is wrapped: its streams, arguments, environment and process state are as without kubexit.</summary>
public sealed class TransparencyTests
{
    [Fact]
    public async Task B18_ChildsOutput_HasNothingOfOursInIt()
    {
        await using var graveyard = new TemporaryGraveyard();
        graveyard.WriteLikeOriginal("db", OriginalTombstone.Alive);
        var app = graveyard.Wrap(
            "app", "echo to stdout; echo to stderr >&2", "KUBEXIT_BIRTH_DEPS=db:born", "KUBEXIT_DEATH_DEPS=db", "KUBEXIT_LOG_LEVEL=trace");
        await app.ExitsWith(0);
        Assert.Equal(["to stdout"], app.Output.Lines);
        Assert.Contains("to stderr", app.Errors.Lines);
        Assert.All(app.Errors.Lines.Where(line => line != "to stderr"),
            line => Assert.StartsWith("kubexit: ", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Streams_MuchInput_ComesThroughWhole()
    {
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.WrapCommand("app", ["cat"]);
        var lines = Enumerable.Range(0, 20_000).Select(i => $"line {i}").ToList();
        foreach (var chunk in lines.Chunk(500)) app.WriteLine(string.Join('\n', chunk));
        app.CloseInput();
        await app.ExitsWith(0);
        Assert.Equal(lines, app.Output.Lines);
    }

    [Fact]
    public async Task Arguments_OfAnyKind_AreVerbatim()
    {
        string[] arguments = ["a b", "", "*", "$HOME", "--", "-x", "--help", "é\"'\\"];
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.WrapCommand("app", ["printf", "%s\\n", .. arguments]);
        await app.ExitsWith(0);
        Assert.Equal(arguments, app.Output.Lines);
    }

    [Fact]
    public async Task B29_Environment_ReachesTheChildUnchangedOurVariablesIncluded()
    {
        await using var graveyard = new TemporaryGraveyard();
        var bare = graveyard.Start(["env"], ["KUBEXIT_NAME=app", "OTHER=x=y z"]);
        var app = graveyard.WrapCommand("app", ["env"], "OTHER=x=y z");
        await bare.ExitsWith(0);
        await app.ExitsWith(0);
        Assert.Equal(bare.Output.Lines.Order(), app.Output.Lines.Order());
    }

    /// <summary>Without /proc it cannot be read as it came; a HOME that is missing we make up, for ourselves only.</summary>
    [Fact]
    public async Task B29_EnvironmentWithoutHome_WhereThereIsNoProc_ReachesTheChildUnchanged()
    {
        Prerequisites.RequireNativeBinary();
        string[] withoutProc = [.. Prerequisites.RequireMountNamespace(), "sh", "-c", "umount -l /proc; exec \"$@\"", "sh"];
        await using var graveyard = new TemporaryGraveyard();
        var bare = graveyard.Start([.. withoutProc, "env"], ["KUBEXIT_NAME=app"]);
        var app = graveyard.Start([.. withoutProc, KubexitBinary.Path, "env"], ["KUBEXIT_NAME=app"]);
        await bare.ExitsWith(0);
        await app.ExitsWith(0);
        Assert.Equal(bare.Output.Lines.Order(), app.Output.Lines.Order());
    }

    [Fact]
    public async Task B29_NestedKubexitOfTheSameName_FailsWithAClearErrorAndLeavesTheOuterTombstone()
    {
        await using var graveyard = new TemporaryGraveyard();
        var outer = graveyard.WrapCommand("app", [KubexitBinary.Path, "echo", "started"]);
        await outer.ExitsWith(125);
        Assert.Empty(outer.Output.Lines);
        await outer.Says("holds that name");
        var tombstone = graveyard.Read("app")!;
        Assert.NotNull(tombstone.Born);
        Assert.Equal((125, "Exited"), (tombstone.ExitCode, tombstone.Reason));
    }

    /// <summary>What a process inherits besides streams and environment, each read by the child itself.</summary>
    [Theory]
    [InlineData("the signal mask and dispositions", "exec WRAPPER grep -E '^Sig(Blk|Ign)' /proc/self/status")]
    [InlineData("ignored signals", "trap '' HUP USR1; exec WRAPPER grep -E '^Sig(Blk|Ign)' /proc/self/status")]
    [InlineData("open descriptors", "exec WRAPPER sh -c 'ls /proc/$$/fd'")]
    [InlineData("flags of the streams", "exec WRAPPER grep -h flags /proc/self/fdinfo/0 /proc/self/fdinfo/1 /proc/self/fdinfo/2")]
    [InlineData("the working directory", "cd /; exec WRAPPER pwd")]
    [InlineData("the umask", "umask 027; exec WRAPPER sh -c umask")]
    [InlineData("the hard limit of open files", "ulimit -Hn 3000; exec WRAPPER sh -c 'ulimit -Hn'")]
    [InlineData("the limit of the stack", "ulimit -Ss 4000; exec WRAPPER sh -c 'ulimit -Ss'")]
    [InlineData("the priority", "renice -n 5 -p $$ >/dev/null; exec WRAPPER cut -d' ' -f19 /proc/self/stat")]
    [InlineData("the OOM score", "exec WRAPPER cat /proc/self/oom_score_adj")]
    [InlineData("the name of the process", "exec WRAPPER cat /proc/self/comm")]
    [InlineData("the death signal and dumpability", "exec WRAPPER grep -E '^(NoNewPrivs|Seccomp|CapEff|CapAmb|Groups)' /proc/self/status")]
    public async Task Child_Inherits_WhatItWouldHaveInheritedWithoutUs(string what, string script)
    {
        var wrapped = script.Contains("WRAPPER", StringComparison.Ordinal) ? script : "exec WRAPPER " + script;
        await using var graveyard = new TemporaryGraveyard(needsProc: true);
        var bare = graveyard.Start(["sh", "-c", wrapped.Replace("WRAPPER ", "", StringComparison.Ordinal)], []);
        var app = graveyard.Start(
            ["sh", "-c", wrapped.Replace("WRAPPER", KubexitBinary.Path, StringComparison.Ordinal)], ["KUBEXIT_NAME=app"]);
        await bare.ExitsWith(0);
        await app.ExitsWith(0);
        Assert.NotEmpty(bare.Output.Lines);
        var (expected, actual) = (WithoutLibcSignals(bare.Output.Text), WithoutLibcSignals(app.Output.Text));
        Assert.True(expected == actual, $"{what} should be\n{expected}\nand is\n{actual}\n{app.Errors.Text}");
    }

    /// <summary>The limit of open files: the JIT build's runtime raises it to the hard one before our first line runs.</summary>
    [Fact]
    public async Task Child_UnderTheNativeFile_InheritsTheLimitOfOpenFiles()
    {
        Assert.SkipUnless(KubexitBinary.IsNative, "The runtime of the JIT build raises this limit before the program begins.");
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Start(["sh", "-c", $"ulimit -Sn 300; exec {KubexitBinary.Path} sh -c 'ulimit -Sn'"], ["KUBEXIT_NAME=app"]);
        await app.ExitsWith(0);
        Assert.Equal(["300"], app.Output.Lines);
    }

    /// <summary>
    /// glibc ignores its own signals 32 and 33 in whatever posix_spawn starts, these tests included; we give a child the default.
    /// </summary>
    private static string WithoutLibcSignals(string text) =>
        Regex.Replace(text, "^(SigIgn:.*)18(.{7})$", "${1}00$2", RegexOptions.Multiline);

    [Fact]
    public async Task Command_InPathOrWithASlash_IsFound()
    {
        await using var graveyard = new TemporaryGraveyard();
        var script = graveyard.WriteScript("greet", "echo hello");
        var byPath = graveyard.WrapCommand("by-path", ["greet"], $"PATH={graveyard.Folder}:{Environment.GetEnvironmentVariable("PATH")}");
        var bySlash = graveyard.WrapCommand("by-slash", [script]);
        await byPath.Prints("hello");
        await bySlash.Prints("hello");
    }

    [Fact]
    public async Task Command_AfterTwoDashes_IsNeverAVerb()
    {
        await using var graveyard = new TemporaryGraveyard();
        graveyard.WriteScript("version", "echo a command of this name $*");
        var app = graveyard.WrapCommand(
            "app", ["--", "version", "--", "x"], $"PATH={graveyard.Folder}:{Environment.GetEnvironmentVariable("PATH")}");
        await app.ExitsWith(0);
        Assert.Equal(["a command of this name -- x"], app.Output.Lines);
    }
}
