// A migration that runs once and that others wait for: KUBEXIT_BIRTH_DEPS=migrate:succeeded. It waits for the database itself, if there is
// one beside it.
//
//     KUBEXIT_GRAVEYARD=/tmp/graveyard dotnet run --project samples/OneShotMigration -- MIGRATIONS_FOLDER DATABASE_FILE
//
// With Entity Framework the one line with ApplyAsync is: await
// services.GetRequiredService<ShopContext>().Database.MigrateAsync(member.Stopping);
using Kubexit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OneShotMigration;

if (args is not [var folder, var database])
{
    Console.Error.WriteLine("Usage: OneShotMigration MIGRATIONS_FOLDER DATABASE_FILE");
    return 2;
}

var builder = Host.CreateApplicationBuilder();
builder.AddKubexit(options => options.Name = "migrate");
using var host = builder.Build();
await host.StartAsync();
var member = host.Services.GetRequiredService<IKubexitMember>();
try
{
    Console.WriteLine($"applied {await Migrations.ApplyAsync(folder, database, member.Stopping)} migrations");
    return 0;
}
catch (OperationCanceledException)
{
    return 143; // Asked to stop: what has been applied stays, the rest is for the next life.
}
catch (InvalidDataException e)
{
    Console.Error.WriteLine(e.Message);
    return 1; // The tombstone says so, and nobody who waits for migrate:succeeded starts.
}
finally
{
    await host.StopAsync();
}
