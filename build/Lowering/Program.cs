using PostPress.Lowering;

if (args.Length != 2)
{
    Console.Error.WriteLine("Usage: PostPress.Lowering <contract.yaml> <lowered.json>");
    return 2;
}

try
{
    var contract = Contract.Load(args[0]);
    var model = new OperationReader(contract).ReadModel();
    File.WriteAllText(args[1], LoweredDocument.Write(contract, model));
    return 0;
}
catch (LoweringException exception)
{
    // The format that MSBuild recognizes as an error.
    Console.Error.WriteLine($"{Path.GetFileName(args[0])} : error PP0001: {exception.Message}");
    return 1;
}
