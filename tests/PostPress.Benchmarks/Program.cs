using System.Diagnostics;
using PostPress.Benchmarks;

if (args is ["--child", var work, .. var rest])
{
    return await Child.MainAsync(work, rest);
}

Row[] rows = [new ReadRow(), new WriteRow(), new ConvertersRow(), new SmallCallRow(), new CallersRow(), new SlowBodyRow(), new UploadRow(), new PagingRow(), new MemoryRow(), new ColdRow()];

if (Options.Parse(args) is not { } options || options.Only.Except(rows.Select(row => row.Name)).Any())
{
    Console.Error.WriteLine(Options.Usage);
    Console.Error.WriteLine($"Rows: {string.Join(", ", rows.Select(row => row.Name))}.");
    return 2;
}

var effort = options.Quick ? Effort.Quick : Effort.Full;
if (options.Profile)
{
    Console.WriteLine(await Profile.RunAsync(effort));
    return 0;
}

var clock = Stopwatch.StartNew();
List<RowResult> results = [];
foreach (var row in rows.Where(row => options.Only.Count == 0 || options.Only.Contains(row.Name)))
{
    try
    {
        await row.CheckAsync();
        Console.WriteLine($"{row.Name}: every contender does it right.");
    }
    catch (Exception e)
    {
        Console.Error.WriteLine($"{row.Name}: {(e is WrongResultException ? e.Message : e)}");
        return 1;
    }

    if (!options.Smoke)
    {
        var result = await row.MeasureAsync(effort);
        results.Add(result);
        Console.WriteLine(Table.Of(result.Figures));
        foreach (var note in result.Notes)
        {
            Console.WriteLine(note);
        }
    }
}

if (!options.Smoke)
{
    var all = RowResult.Join([.. results]);
    Console.WriteLine($"\n{Table.Of(all.Figures)}\n{Table.Summary(all.Figures)} {clock.Elapsed.TotalSeconds:0} s.");
    if (options.Write)
    {
        Results.Write(all, await Profile.RunAsync(effort), options.Quick);
    }
}

return 0;
