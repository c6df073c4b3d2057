using System.Runtime.Versioning;
using BenchmarkDotNet.Running;
using Kubexit.Benchmarks;
using Kubexit.Benchmarks.Rollout;
using Kubexit.Benchmarks.Watching;
using Kubexit.Benchmarks.WholeProcess;
using Kubexit.Tests.NodeAgent;

[assembly: SupportedOSPlatform("linux")]

try
{
    return Run(args);
}
catch (Exception e) when (e.GetType() == typeof(ArgumentException) || e.GetType() == typeof(IOException)) // Not those of a bug.
{
    Console.Error.WriteLine(e.Message);
    return 2;
}

static int Run(string[] args)
{
    switch (args)
    {
        case ["wrapper", .. var rest]:
            return WrapperVerb.Run(rest);
        case ["births", .. var rest]:
            return BirthsVerb.Run(rest);
        case ["waiters", .. var rest]:
            return WaitersVerb.Run(rest);
        case ["waiters-server"]:
            return WaitersServer.Run();
        case ["growth", .. var rest]:
            return GrowthVerb.Run(rest);
        case ["looks", .. var rest]:
            return LooksVerb.Run(rest);
        case ["watchers", .. var rest]:
            return WatchersVerb.Run(rest);
        case ["rollout", .. var rest]:
            return RolloutVerb.Run(rest);
        case [RolloutServer.Verb, var host]:
            return RolloutServer.Run(Enum.Parse<RolloutHost>(host));
        case ["drain"]:
            DrainTimeline.Write(Console.Out);
            return 0;
        default:
            BenchmarkSwitcher.FromAssembly(typeof(BenchmarkConfig).Assembly).Run(args, new BenchmarkConfig());
            return 0;
    }
}
