using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Cli.Kernel;

/// <summary>Start, birth, a dependency's death, stop and end, with each system call that these take refused in turn.</summary>
public sealed class SystemCallTableTests
{
    /// <summary>FUTEX_WAIT_BITSET_PRIVATE. A wake is never interrupted, and libc aborts where a kernel says that it was.</summary>
    private const string FutexWait = "1=0x89";

    public static TheoryData<string> Calls => [.. SystemCallTable.Read().Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Call_Refused_DoesWhatTheTableSays(string call)
    {
        Refusal.Require();
        var allowed = SystemCallTable.Read()[call];
        var seen = await Task.WhenAll(SystemCallTable.Errors.Select(error => Run(call, error)));
        for (var i = 0; i < allowed.Length; i++)
        {
            var (outcome, story) = seen[i];
            if (outcome is not null && allowed[i] is not ["–"] && !allowed[i].Contains(outcome))
                Assert.Fail($"{call} {SystemCallTable.Errors[i]}: {outcome}, and not {string.Join(" or ", allowed[i])}.\n{story}");
        }
    }

    [Fact]
    public async Task EveryCallOfARun_HasARow()
    {
        Refusal.Require();
        await using var graveyard = new TemporaryGraveyard();
        var log = Path.Combine(graveyard.Folder, "log");
        await Start(graveyard, Refusal.Of("all", "none", "--log", log)).ExitsWith(143);
        var made = await Refusal.ReadLog(log);
        Assert.InRange(made.Count, 30, 100);
        Assert.Empty(made.Keys.Except(SystemCallTable.Read().Keys));
    }

    private static WrappedProcess Start(TemporaryGraveyard graveyard, string[] launcher)
    {
        var death = Path.Combine(graveyard.Folder, "death");
        File.WriteAllText(death, OriginalTombstone.Dead());
        return graveyard.Start(
            [.. launcher, KubexitBinary.Path, "sh", "-c", $"echo started; mv {death} {graveyard.FileOf("db")}; exec sleep 1000"],
            ["KUBEXIT_NAME=app", "KUBEXIT_DEATH_DEPS=db", "KUBEXIT_GRACE_PERIOD=10s"]);
    }

    /// <returns>The outcome in the table's words; null when the call was not made.</returns>
    private static async Task<(string? Outcome, string Story)> Run(string call, string error)
    {
        await using var graveyard = new TemporaryGraveyard();
        var log = Path.Combine(graveyard.Folder, "log");
        string[] times = (error, call) switch
        {
            ("EINTR", "futex") => ["--times", "3", "--arg", FutexWait],
            ("EINTR", _) => ["--times", "3"],
            _ => [],
        };
        var process = Start(graveyard, Refusal.Of(call, error, ["--log", log, .. times]));
        var status = await process.Ends();
        await Limit.Until(() => process.Output.IsComplete && process.Errors.IsComplete, () => process.Describe("left somebody behind"));
        var outcome = OutcomeOf(process, status, graveyard.Read("app"));
        return ((await Refusal.ReadLog(log)).Count > 0 ? outcome : null,
            $"{process.Describe($"ended with {status}")}\n{graveyard.Read("app")?.Text}");
    }

    private static string OutcomeOf(WrappedProcess process, WaitStatus status, SeenTombstone? tombstone)
    {
        var isStarted = process.Output.Lines.Contains("started");
        var isRecorded = tombstone?.Died is not null;
        var errors = process.Errors.Text;
        return (isStarted, isRecorded, status) switch
        {
            (true, true, { Signal: 0, Code: 143 }) => errors.Contains("warning:") ? "carries on, says so" : "carries on",
            (true, true, { Signal: Sig.Kill }) => "ends by KILL",
            (_, _, { Signal: 0, Code: 125 }) when errors.Contains("the .NET runtime") =>
                isRecorded ? "runtime refuses" : "runtime refuses, unrecorded",
            (false, true, { Signal: 0, Code: 125 or 126 }) when errors.Contains("kubexit: error: ") => "refuses",
            (false, false, { Signal: 0, Code: 125 or 126 }) when errors.Contains("kubexit: error: ") => "refuses, unrecorded",
            (false, false, { Signal: 0, Code: 125 }) when errors.Length == 0 => "refuses, mute",
            (false, false, { Signal: 0, Code: 127 }) when !errors.Contains("kubexit: ") => "libc refuses",
            _ => process.Describe($"ended with {status}, recorded: {isRecorded}"),
        };
    }
}
