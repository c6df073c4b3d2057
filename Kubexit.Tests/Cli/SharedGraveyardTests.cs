using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Cli;

/// <summary>The containers of a pod often run under different users.</summary>
public sealed class SharedGraveyardTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task B06_TwoUsersWithUmask077_SeeEachOthersBirthsDeathsAndDisappearances(bool isCreatedByOneOfThem)
    {
        var (first, second) = (Prerequisites.RequireUser(12345), Prerequisites.RequireUser(23456));
        await using var graveyard = new TemporaryGraveyard();
        Assert.Equal(0, LibC.ChangeMode(graveyard.Folder, 0x1ff));
        Assert.Equal(0, LibC.ChangeMode(graveyard.Path, 0x1ff));
        if (isCreatedByOneOfThem) Directory.Delete(graveyard.Path);

        var db = Start(graveyard, first, "db", Scripts.UntilTold);
        await graveyard.WaitFor("db", tombstone => tombstone.IsAlive);
        var app = Start(graveyard, second, "app", "echo ready; " + Scripts.UntilTold, "KUBEXIT_BIRTH_DEPS=db", "KUBEXIT_DEATH_DEPS=db");
        await app.Prints("ready");
        db.CloseInput();
        await app.ExitsWith(143);
        Assert.DoesNotContain("cannot", app.Errors.Text, StringComparison.OrdinalIgnoreCase);

        db = Start(graveyard, first, "db", Scripts.UntilTold);
        app = Start(graveyard, second, "app", "echo ready; " + Scripts.UntilTold, "KUBEXIT_BIRTH_DEPS=db", "KUBEXIT_DEATH_DEPS=db");
        await app.Prints("ready");
        db.Signal(Sig.Kill);
        await app.ExitsWith(143);
    }

    private static WrappedProcess Start(
        TemporaryGraveyard graveyard, string[] prefix, string name, string script, params string[] variables) =>
        graveyard.Start(["sh", "-c", "umask 077; exec \"$@\"", "sh", .. prefix, KubexitBinary.Path, "sh", "-c", script],
            [$"KUBEXIT_NAME={name}", .. variables]);
}
