namespace Kubexit.Graveyards;

/// <summary>
/// Reads the reason of a death. By hand: <c>Enum.Parse</c> reads metadata, and this stands between a death and its signal.
/// </summary>
internal static class DeathReasonName
{
    public static DeathReason? TryParse(ReadOnlySpan<byte> value)
    {
        for (var reason = default(DeathReason); reason <= DeathReason.Internal; reason++)
        {
            if (value.SequenceEqual(NameOf(reason))) return reason;
        }

        return null;
    }

    private static ReadOnlySpan<byte> NameOf(DeathReason reason) => reason switch
    {
        DeathReason.Exited => "Exited"u8,
        DeathReason.Signaled => "Signaled"u8,
        DeathReason.DependencyDied => "DependencyDied"u8,
        DeathReason.BirthTimeout => "BirthTimeout"u8,
        DeathReason.BirthImpossible => "BirthImpossible"u8,
        DeathReason.Terminated => "Terminated"u8,
        DeathReason.StartFailed => "StartFailed"u8,
        DeathReason.HookFailed => "HookFailed"u8,
        DeathReason.Configuration => "Configuration"u8,
        DeathReason.Internal => "Internal"u8,
    };
}
