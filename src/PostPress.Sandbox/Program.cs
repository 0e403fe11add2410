using System.Globalization;
using System.Runtime.InteropServices;
using PostPress.Sandbox;
using PostPress.Sandbox.Contract;
using PostPress.Sandbox.Page;

if (args is not ([] or [_]) || !int.TryParse(args is [var given] ? given : "0", NumberStyles.None, CultureInfo.InvariantCulture, out var port))
{
    Console.Error.WriteLine("usage: dotnet run --project src/PostPress.Sandbox [-- <port>]");
    return 2;
}

var options = new PostPressSandboxOptions { Port = port, InjectFaults = true };
var masking = new Masking(options.ApiKeys);
options.Observer = request => Console.WriteLine(RequestLine.For(request, masking));
await using var sandbox = await PostPressSandbox.StartAsync(options);
Console.WriteLine(
    $"""
    PostPress sandbox

      page       {new Uri(sandbox.BaseAddress, "/")}  <- open it in a browser
      API        {sandbox.BaseAddress}  (also at /v1/)
      contract   {new Uri(sandbox.BaseAddress, "/openapi.yaml")}
      X-API-KEY  {sandbox.ApiKey}

    """);
foreach (var (title, values) in MagicTable.For(options, ApiContract.Embedded))
{
    Console.WriteLine(title);
    if (values.GroupBy(v => v.Meaning, StringComparer.Ordinal).Any(group => group.Count() > 1))
    {
        // Many failures have the same meaning. It is printed once, above them, so that all lines fit into 80 columns.
        foreach (var group in values.GroupBy(v => v.Meaning, StringComparer.Ordinal))
        {
            Console.WriteLine($"  {group.Key}");
            foreach (var (value, _) in group)
            {
                Console.WriteLine($"    {value}");
            }
        }
    }
    else
    {
        var width = values.Max(v => v.Value.Length);
        foreach (var (value, meaning) in values)
        {
            Console.WriteLine($"  {value.PadRight(width)}  {meaning}");
        }
    }

    Console.WriteLine();
}

Console.WriteLine("Press Ctrl+C to stop. Each request is printed on a line:\n");

var end = new TaskCompletionSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
await end.Task;
return 0;

void End(PosixSignalContext context)
{
    context.Cancel = true;
    end.TrySetResult();
}

/// <summary>Declared here because ASP.NET Core makes it public from .NET 10 on.</summary>
internal sealed partial class Program;
