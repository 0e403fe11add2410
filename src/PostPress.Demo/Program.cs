using System.Text;
using PostPress;
using PostPress.Demo;
using Spectre.Console;

const string Help = """
    PostPress demo: finds an id by text, searches LinkedIn people, creates a job
    draft, publishes it with the codes that LinkedIn wants, and publishes a post
    with mentions and two images. It shows the C# of each step.

    Usage: dotnet run --project src/PostPress.Demo [-- options]

      --yes      on the real API, create and publish without asking
      --help     show this text

    Without a key it talks to a sandbox inside this process, over real HTTP.
    With these variables it talks to the real API:

      POSTPRESS_API_KEY      a key from the PostPress dashboard
      POSTPRESS_ACCOUNT_ID   the id of a linked LinkedIn account
      POSTPRESS_BASE_ADDRESS another address of the API (optional)

    NO_COLOR=1 turns colors off. A file or a pipe gets plain text.
    """;

if (args.Contains("--help") || args.Contains("-h"))
{
    Console.WriteLine(Help);
    return 0;
}

if (args.FirstOrDefault(a => a != "--yes") is { } unknown)
{
    Console.Error.WriteLine($"Unknown option {unknown}. Try --help.");
    return 2;
}

Console.OutputEncoding = Encoding.UTF8;

// Spectre looks at TERM alone, so a file or a pipe would get escape sequences.
var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = Console.IsOutputRedirected ? AnsiSupport.No : AnsiSupport.Detect });

using var cancellation = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    cancellation.Cancel();
};

try
{
    await using var target = await Target.StartAsync(askFirst: !args.Contains("--yes"), cancellation.Token);
    using var postpress = new PostPressClient(target.Options);
    await new Story(new Screen(console), postpress, target).TellAsync(cancellation.Token);
    return 0;
}
catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
{
    Console.Error.WriteLine("Stopped.");
    return 130;
}
catch (Exception e) when (e is PostPressException or ArgumentException or IOException or DemoException)
{
    Console.Error.WriteLine($"The demo failed: {e.Message}");
    return 1;
}
