using System.Globalization;
using PostPress.Soak;

const string Usage = """
    usage: dotnet run --project tests/PostPress.Soak [-- soak|fuzz] [--calls N] [--parallel N] [--seed N]
      soak  mixed calls through random faults        (20000 calls, 64 at a time)
      fuzz  mutated answers to every reader          (200000 answers)
    """;

var mode = args is ["soak" or "fuzz", ..] ? args[0] : "soak";
var rest = args is ["soak" or "fuzz", ..] ? args[1..] : args;
var numbers = new Dictionary<string, int>(StringComparer.Ordinal) { ["--calls"] = mode == "soak" ? 20_000 : 200_000, ["--parallel"] = 64, ["--seed"] = 1 };
for (var i = 0; i < rest.Length; i += 2)
{
    if (i + 1 == rest.Length || !numbers.ContainsKey(rest[i]) || !int.TryParse(rest[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
    {
        Console.Error.WriteLine(Usage);
        return 2;
    }

    numbers[rest[i]] = number;
}

if (mode == "fuzz")
{
    var fuzz = await FuzzRun.RunAsync(new FuzzSettings(numbers["--calls"], numbers["--seed"], TimeSpan.MaxValue), Path.Combine(AppContext.BaseDirectory, "findings"));
    Console.WriteLine(fuzz);
    return fuzz.IsGood ? 0 : 1;
}

var soak = await SoakRun.RunAsync(new SoakSettings(numbers["--calls"], numbers["--parallel"], numbers["--seed"]));
Console.WriteLine(soak);
return soak.IsGood ? 0 : 1;
