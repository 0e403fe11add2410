using PostPress.Distributor.Tests.Chaos;

// chaos.sh starts PostgreSQL in the folder, and then this.
if (args is not [var folder, "--full" or "--smoke" or "--control" or "--cost"])
{
    Console.Error.WriteLine("usage: bash tests/PostPress.Distributor.Tests/chaos.sh [--smoke | --control | --cost]");
    return 2;
}

return args[1] == "--cost" ? await CostTable.RunAsync(folder) : await ChaosRun.RunAsync(folder, ChaosPlan.For(args[1]));
