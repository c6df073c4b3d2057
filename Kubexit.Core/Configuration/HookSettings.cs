using Kubexit.Supervision;

namespace Kubexit.Configuration;

/// <summary>The variables <c>KUBEXIT_POST_START_*</c> and <c>KUBEXIT_PRE_STOP_*</c>.</summary>
internal static class HookSettings
{
    /// <param name="reader">The reader.</param>
    /// <param name="hook"><c>KUBEXIT_POST_START</c> or <c>KUBEXIT_PRE_STOP</c>.</param>
    /// <param name="current">The hook that stays where no variable names another; its details may still be set.</param>
    public static HookOptions? Read(SettingsReader reader, string hook, HookOptions? current)
    {
        List<Kind<HookAction>> kinds = [];
        foreach (var kind in ProbeKind.All)
        {
            if (kind.IsHook)
                kinds.Add(new($"{hook}_{kind.Suffix}", text => kind.Parse(text).Select<HookAction>(target => new HookAction.Ask(target))));
        }

        kinds.Add(new($"{hook}_SLEEP", text => SettingValue.Duration(text).Select<HookAction>(duration => new HookAction.Sleep(duration))));
        var action = reader.ReadKind(kinds);
        if (action is not null) current = new HookOptions(action);
        var options = current ?? new HookOptions(new HookAction.Sleep(TimeSpan.Zero));
        options.Timeout = reader.Duration($"{hook}_TIMEOUT", options.Timeout);
        if (current is null) reader.RejectWithoutKind(kinds.Select(k => k.Variable), $"{hook}_TIMEOUT");
        return current;
    }
}
