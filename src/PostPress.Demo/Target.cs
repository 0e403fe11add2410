using PostPress.Sandbox;

namespace PostPress.Demo;

/// <summary>Whom the demo talks to: a sandbox in this process, or the real API when the environment holds a key.</summary>
internal sealed class Target : IAsyncDisposable
{
    private Target(PostPressClientOptions options, string accountId, PostPressSandbox? sandbox, bool askFirst)
    {
        Options = options;
        AccountId = accountId;
        Sandbox = sandbox;
        AskFirst = askFirst;
    }

    public PostPressClientOptions Options { get; }

    public string AccountId { get; }

    /// <summary>The sandbox, or null on the real API.</summary>
    public PostPressSandbox? Sandbox { get; }

    /// <summary>Whether a person has to agree before something is created or published.</summary>
    public bool AskFirst { get; }

    public static async Task<Target> StartAsync(bool askFirst, CancellationToken cancellationToken)
    {
        var key = Environment.GetEnvironmentVariable("POSTPRESS_API_KEY");
        var account = Environment.GetEnvironmentVariable("POSTPRESS_ACCOUNT_ID");
        if (string.IsNullOrEmpty(key) != string.IsNullOrEmpty(account))
        {
            throw new DemoException("POSTPRESS_API_KEY and POSTPRESS_ACCOUNT_ID go together: set both for the real API, or neither for the sandbox.");
        }

        if (string.IsNullOrEmpty(key))
        {
            var sandbox = await PostPressSandbox.StartAsync(cancellationToken: cancellationToken);
            return new Target(new PostPressClientOptions { ApiKey = sandbox.ApiKey, BaseAddress = sandbox.BaseAddress }, SandboxAccounts.LinkedIn, sandbox, askFirst: false);
        }

        var options = new PostPressClientOptions { ApiKey = key };
        if (Environment.GetEnvironmentVariable("POSTPRESS_BASE_ADDRESS") is { Length: > 0 } address)
        {
            options.BaseAddress = Uri.TryCreate(address, UriKind.Absolute, out var uri)
                ? uri
                : throw new DemoException("POSTPRESS_BASE_ADDRESS must be an absolute address, such as https://api.postpress.ai/api/v1.");
        }

        return new Target(options, account!, sandbox: null, askFirst);
    }

    public ValueTask DisposeAsync() => Sandbox?.DisposeAsync() ?? ValueTask.CompletedTask;
}
