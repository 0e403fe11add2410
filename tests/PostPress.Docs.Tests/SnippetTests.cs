using PostPress;
using PostPress.Sandbox;

namespace Docs;

/// <summary>A sandbox of its own for every test, and the names that the pages take for granted.</summary>
public abstract class SnippetTests
{
    private protected const string account = "acc_your_account";
    private protected const string key = "pp_live_your_key";

    private readonly TextWriter _console = Console.Out;
    private readonly TextReader _keyboard = Console.In;
    private readonly string _folder = Directory.GetCurrentDirectory();
    private DirectoryInfo _temporary = null!;
    private StringWriter _printed = null!;

    private protected PostPressSandbox sandbox = null!;
    private protected PostPressClient postpress = null!;

    /// <summary>What the code has written to the console.</summary>
    private protected string Printed => _printed.ToString();

    [SetUp]
    public async Task StartAsync()
    {
        await UseAsync(new PostPressSandboxOptions { InjectFaults = true });
        _temporary = Directory.CreateTempSubdirectory("postpress-docs-");
        Directory.SetCurrentDirectory(_temporary.FullName);
        await File.WriteAllBytesAsync("launch.png", [0x89, (byte)'P', (byte)'N', (byte)'G']);
        _printed = new StringWriter();
        Console.SetOut(_printed);
    }

    [TearDown]
    public async Task StopAsync()
    {
        Console.SetOut(_console);
        Console.SetIn(_keyboard);
        Directory.SetCurrentDirectory(_folder);
        _temporary.Delete(recursive: true);
        await _printed.DisposeAsync();
        postpress.Dispose();
        await sandbox.DisposeAsync();
    }

    /// <summary>Starts a sandbox that knows the key and the account of the pages, in place of the one that runs.</summary>
    private protected async Task UseAsync(PostPressSandboxOptions options)
    {
        postpress?.Dispose();
        await (sandbox?.DisposeAsync() ?? ValueTask.CompletedTask);
        options.ApiKeys = [key, "pp_live_another_key"];
        options.Accounts = [new SandboxAccount(account, SandboxAccountKind.LinkedIn), new SandboxAccount("acc_instagram", SandboxAccountKind.Instagram)];
        sandbox = await PostPressSandbox.StartAsync(options);
        postpress = new PostPressClient(Options);
    }

    private protected PostPressClientOptions Options => new() { ApiKey = key, BaseAddress = sandbox.BaseAddress, MaxRetries = 0 };

    /// <summary>Somebody types these lines.</summary>
    private protected static void Type(params string[] lines) => Console.SetIn(new StringReader(string.Join('\n', lines)));

    /// <summary>What a page says is printed: the block of text with that number.</summary>
    private protected static string Shown(string page, int number = 1) => Page.At(page).Blocks("text")[number - 1];
}
