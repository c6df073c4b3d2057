using Kubexit.Tests;
using Kubexit.Tests.Recordings;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

// The tests, and beside them: what the product makes of a recording of somebody's cluster.
return args switch
{
    ["replay", .. var rest] => await ReplayCommand.RunAsync(rest, Console.Out, Console.Error),
    _ when args.Any(arg => arg is "-automated" or "@@") => await ConsoleRunner.Run(args),
    _ => await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
};
