// An application for tests: a member of a graveyard that does what its first argument says, and prints how far it has come.
using Kubexit.Tests.App;

return args switch
{
    ["two-hosts"] => await SpecialScenarios.TwoHosts(),
    ["catch-start"] => await SpecialScenarios.CatchFailedStart(),
    ["web"] => await SpecialScenarios.Web(),
    [var scenario] => await Scenario.Run(scenario),
    _ => 64,
};
