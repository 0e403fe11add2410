using System.Diagnostics;
using PostPress.Benchmarks;

Row[] rows = [new ReadRow(), new WriteRow(), new SmallCallRow()];

if (Options.Parse(args) is not { } options || options.Only.Except(rows.Select(row => row.Name)).Any())
{
    Console.Error.WriteLine(Options.Usage);
    Console.Error.WriteLine($"Rows: {string.Join(", ", rows.Select(row => row.Name))}.");
    return 2;
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
    catch (WrongResultException e)
    {
        Console.Error.WriteLine($"{row.Name}: {e.Message}");
        return 1;
    }

    if (!options.Smoke)
    {
        var result = await row.MeasureAsync(options.Quick ? Effort.Quick : Effort.Full);
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
}

return 0;
