// A batch worker that writes a checkpoint when its node is about to end, or the sidecar that it needs has died, instead of losing what it
// has done.
//
//     export KUBEXIT_GRAVEYARD=/tmp/graveyard
//     dotnet run --project samples/NodeTerminationNotices -- /tmp/notice.json /tmp/checkpoint
//     echo '{"inSeconds": 30}' > /tmp/notice.json      # from another terminal: the node's end is announced
//
//     KUBEXIT_NAME=queue kubexit sleep 5               # or: a sidecar lives for five seconds and dies
//
// In a cluster leave the first argument out ("-"): the cloud is then found out by who answers at the metadata address.
using Checkpointing;
using Kubexit;
using Kubexit.NodeTermination;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

if (args is not [var noticeFile, var checkpoint])
{
    Console.Error.WriteLine("Usage: NodeTerminationNotices NOTICE_FILE|- CHECKPOINT_FILE");
    return 2;
}

var builder = Host.CreateApplicationBuilder();
builder.AddKubexit(options =>
{
    options.Name = "batch";
    options.DeathDependencies = [new("queue")];
});
builder.Services.AddNodeTerminationNotices(options =>
{
    if (noticeFile == "-") return;
    options.Provider = NodeTerminationProvider.None;
    options.NoticeFile = noticeFile;
});
builder.Services.AddHostedService(provider => new BatchWorker(
    provider.GetRequiredService<NodeTerminationNotices>(), provider.GetRequiredService<IKubexitMember>(),
    provider.GetRequiredService<IHostApplicationLifetime>(), checkpoint));
await builder.Build().RunAsync();
return 0;
