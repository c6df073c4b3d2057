using System.ComponentModel;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Cli.Kernel;

/// <summary>Memory, descriptors or the last threads run out after the birth: what a stop needs is there already.</summary>
public sealed class RefusedAfterBirthTests
{
    private const int Data = 2, OpenFiles = 7, AddressSpace = 9;

    /// <summary>Two more threads than a request may take.</summary>
    private const int Most = 9;

    private static int _users;

    [Theory]
    [MemberData(nameof(OrderlyStop.Variables), MemberType = typeof(OrderlyStop))]
    public async Task DependencyDies_KernelGivesNoMemory_ChildIsStoppedInGoodOrder(string variable, string? said)
    {
        Refusal.Require();
        await using var graveyard = new TemporaryGraveyard();
        var full = Path.Combine(graveyard.Folder, "full");
        await OrderlyStop.Follows(
            graveyard, Refusal.Of("mmap,brk,mremap", "ENOMEM", "--when", full), variable, said, _ => File.WriteAllTextAsync(full, ""));
    }

    [Theory]
    [MemberData(nameof(OrderlyStop.Variables), MemberType = typeof(OrderlyStop))]
    public async Task DependencyDies_LimitOfMemoryIsReached_ChildIsStoppedInGoodOrder(string variable, string? said)
    {
        Prerequisites.RequireNativeBinary();
        await using var graveyard = new TemporaryGraveyard();
        await OrderlyStop.Follows(graveyard, [], variable, said, app =>
        {
            SetLimit(app, AddressSpace, 0);
            SetLimit(app, Data, 0);
            return Task.CompletedTask;
        });
    }

    /// <summary>
    /// Not even pages of what the process has already. The runtime needs some for its first thread after the birth, and when it cannot
    /// have them the last words are what is left.
    /// </summary>
    [Fact]
    public async Task DependencyDies_NotAPageIsToBeHad_ChildIsStoppedOrKilledAndItsDeathIsRecorded()
    {
        Refusal.Require();
        const int rounds = 10;
        for (var round = 0; round < rounds; round++)
        {
            await using var graveyard = new TemporaryGraveyard();
            var full = Path.Combine(graveyard.Folder, "full");
            var app = graveyard.Start(
                [.. Refusal.Of("mmap,brk,mremap,mprotect", "ENOMEM", "--when", full), KubexitBinary.Path, "sh", "-c", Scripts.StopsWith(9)],
                ["KUBEXIT_NAME=app", "KUBEXIT_DEATH_DEPS=db"]);
            await app.Prints("ready");
            await graveyard.WaitFor("app", tombstone => tombstone.Ready is not null);
            File.WriteAllText(full, "");
            graveyard.WriteAtomically("db", OriginalTombstone.Dead());
            var status = await app.Ends();
            var expected = (status.Signal, status.Code) == (0, 9) ? (9, "DependencyDied") : (125, "Internal");
            Assert.Equal((0, expected.Item1), (status.Signal, status.Code));
            Assert.Equal(expected, (graveyard.Read("app")!.ExitCode!.Value, graveyard.Read("app")!.Reason!));
            await Limit.Until(() => app.Output.IsComplete, () => app.Describe("left somebody behind"));
        }
    }

    /// <summary>One descriptor is held in reserve. It is the first one that is ours; the runtime has one before.</summary>
    [Theory]
    [MemberData(nameof(OrderlyStop.Variables), MemberType = typeof(OrderlyStop))]
    public async Task DependencyDies_NoDescriptorIsToBeHad_ChildIsStoppedInGoodOrder(string variable, string? said)
    {
        Prerequisites.RequireNativeBinary();
        await using var graveyard = new TemporaryGraveyard();
        var app = await OrderlyStop.Follows(graveyard, [], variable, said, app =>
        {
            SetLimit(app, OpenFiles, 5);
            return Task.CompletedTask;
        });
        Assert.DoesNotContain("neighbour", app.Errors.Text);
        Assert.DoesNotContain("cannot be read", app.Errors.Text);
    }

    /// <summary>The loop must not spin over what it cannot open, nor take it for damage, and it looks again by itself.</summary>
    [Fact]
    public async Task DependencyDies_NotEvenTheReserveIsLeft_DeathIsSeenWhenThereIsRoomAgain()
    {
        Prerequisites.RequireNativeBinary();
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap("app", Scripts.StopsWith(9), "KUBEXIT_DEATH_DEPS=db", "KUBEXIT_RESCAN_INTERVAL=0");
        await graveyard.WaitFor("app", tombstone => tombstone.Ready is not null);
        await app.Prints("ready");
        var footprint = Footprint.Of(app);
        SetLimit(app, OpenFiles, 0, 1024);
        graveyard.WriteAtomically("db", OriginalTombstone.Dead());
        await app.Says("tombstone of 'db' cannot be read (Too many open files)");
        await footprint.HasNotGrownWithin(TimeSpan.FromSeconds(1.5));
        await ToldStatus.Tells(graveyard, "app", "ready");
        SetLimit(app, OpenFiles, 1024);
        await app.ExitsWith(9);
        Assert.Equal((9, "DependencyDied"), (graveyard.Read("app")!.ExitCode, graveyard.Read("app")!.Reason));
        Assert.DoesNotContain("neighbour", app.Errors.Text);
    }

    /// <summary>The plainest stop of all. The lock tells of the death that the tombstone cannot.</summary>
    [Fact]
    public async Task Term_NotEvenTheReserveIsLeft_ChildIsStoppedAndItsDeathIsSeen()
    {
        Prerequisites.RequireNativeBinary();
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap("app", Scripts.StopsWith(9));
        await graveyard.WaitFor("app", tombstone => tombstone.Ready is not null);
        await app.Prints("ready");
        var dependent = graveyard.Wrap("dependent", Scripts.StopsWith(5), "KUBEXIT_DEATH_DEPS=app", "KUBEXIT_RESCAN_INTERVAL=0");
        await dependent.Prints("ready");
        SetLimit(app, OpenFiles, 0);
        app.Signal(Sig.Term);
        await app.ExitsWith(9);
        await app.Says("Raise the limit of open files.");
        await dependent.ExitsWith(5);
        await ToldStatus.Tells(graveyard, "app", "vanished");
    }

    [Fact]
    public async Task Fault_NoDescriptorIsToBeHad_LastWordsAreRecorded()
    {
        Prerequisites.RequireNativeBinary();
        await using var graveyard = new TemporaryGraveyard();
        var app = graveyard.Wrap("app", Scripts.IgnoresTerm);
        await graveyard.WaitFor("app", tombstone => tombstone.Ready is not null);
        await app.Prints("ready");
        SetLimit(app, OpenFiles, 1);
        app.Signal(11);
        await app.ExitsWith(125);
        await app.Says("The death was recorded.");
        Assert.Equal("Internal", graveyard.Read("app")!.Reason);
        await ToldStatus.Tells(graveyard, "app", "dead");
    }

    /// <summary>A request needs several threads. One that gets some of them and not the others would end the runtime.</summary>
    [Theory]
    [MemberData(nameof(Requests))]
    public async Task DependencyDies_FewThreadsAreToBeHad_ChildIsStoppedInGoodOrder(string variable)
    {
        Prerequisites.RequireNativeBinary();
        Assert.SkipWhen(EmptyRoot.IsAskedFor, "prlimit(1) is not in an empty root.");
        for (var left = 0; left <= Most; left++)
        {
            await using var graveyard = new TemporaryGraveyard();
            await StopsWith(left, graveyard, [], variable);
        }
    }

    /// <summary>A thread counts until the kernel has done with it, which can be long after it has returned.</summary>
    [Theory]
    [MemberData(nameof(Requests))]
    public async Task DependencyDies_FewThreadsAreToBeHadAndTheirEndIsSlow_ChildIsStoppedInGoodOrder(string variable)
    {
        Refusal.Require();
        for (var left = 3; left <= Most; left++)
        {
            await using var graveyard = new TemporaryGraveyard();
            await StopsWith(left, graveyard, Refusal.Of("exit", "none", "--late", "20"), variable);
        }
    }

    public static TheoryData<string> Requests =>
    [
        "KUBEXIT_PRE_STOP_HTTP_GET=http://127.0.0.1:1/", "KUBEXIT_PRE_STOP_TCP_SOCKET=127.0.0.1:1",
        "KUBEXIT_QUIT_HTTP_POST=http://127.0.0.1:1/", "KUBEXIT_QUIT_HTTP_POST=http://127.0.0.1:1/,http://127.0.0.1:2/,http://127.0.0.1:3/",
    ];

    private static async Task StopsWith(int threadsLeft, TemporaryGraveyard graveyard, string[] launcher, string variable)
    {
        // A user of its own: what the one before has left counts until somebody reaps it.
        var user = Prerequisites.RequireUser(30000 + (Environment.ProcessId % 300 * 100) + Interlocked.Increment(ref _users));
        Assert.Equal(0, LibC.ChangeMode(graveyard.Path, 0x1ff));
        var stopped = await OrderlyStop.Follows(graveyard, [.. user, .. launcher], variable, "failed", app =>
        {
            var taken = ProcFs.ProcessesWith($"KUBEXIT_GRAVEYARD={graveyard.Path}").Sum(process => ProcFs.ThreadsOf(process).Count);
            string[] limit = [.. user, "prlimit", $"--pid={app.Pid}", $"--nproc={taken + threadsLeft}:{taken + threadsLeft}"];
            return graveyard.Start(limit, []).ExitsWith(0);
        });

        // In between it depends on whether the child runs a command of its own just now, and whether it has ended already.
        if (threadsLeft is 0 or Most)
            Assert.Equal(threadsLeft == 0, stopped.Errors.Text.Contains("no thread can be started", StringComparison.Ordinal));
    }

    private static void SetLimit(WrappedProcess process, int resource, ulong limit, ulong? most = null)
    {
        if (LibC.LimitResource(process.Pid, resource, [limit, most ?? limit], 0) != 0) throw new Win32Exception();
    }
}
