#:project ../PostPress.Client/PostPress.Client.csproj
#:project ../PostPress.Sandbox/PostPress.Sandbox.csproj
#:property PublishAot=false

// A worker that publishes the posts of a folder, each one once, and shows its progress.
//
//   dotnet run PublishFolder.cs                     three sample posts, published to a sandbox
//   dotnet run PublishFolder.cs -- --Folder posts   your posts; PostPress__ApiKey and AccountId in the environment
//
// A post is a text file (02-launch.txt) and its images or videos (02-launch.png, 02-launch.2.png). What is published moves to the
// folder "published", what PostPress refuses to "refused". What is left can be published by another run: it has the same key.
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PostPress;
using PostPress.Sandbox;

// The generic host comes with the sandbox, which needs ASP.NET Core. Without the sandbox, add the package Microsoft.Extensions.Hosting.
var builder = Host.CreateApplicationBuilder(args);
builder.Logging.AddSimpleConsole(console => console.SingleLine = true).AddFilter("Microsoft", LogLevel.Warning).AddFilter("System.Net.Http", LogLevel.Warning).AddFilter("Polly", LogLevel.Warning);

// Without a key: a sandbox in this process, and posts to try it with.
await using var sandbox = string.IsNullOrEmpty(builder.Configuration["PostPress:ApiKey"]) ? await PostPressSandbox.StartAsync() : null;
if (sandbox is not null)
{
    builder.Configuration["PostPress:ApiKey"] = sandbox.ApiKey;
    builder.Configuration["PostPress:BaseAddress"] = sandbox.BaseAddress.ToString();
    builder.Configuration["AccountId"] = SandboxAccounts.LinkedIn;
    builder.Configuration["Folder"] ??= SamplePosts.Write();
    Console.WriteLine($"No key is configured: this run publishes to a sandbox in this process, {sandbox.PageAddress}");
}

builder.Services.AddPostPressClient(builder.Configuration.GetSection("PostPress"));
builder.Services.AddSingleton(new FolderOptions(
    Folder: builder.Configuration["Folder"] ?? throw new InvalidOperationException("Which folder? Add: -- --Folder posts"),
    AccountId: builder.Configuration["AccountId"] ?? throw new InvalidOperationException("Set AccountId to the id of a linked account."),
    RetryDelay: builder.Configuration.GetValue("RetryDelay", TimeSpan.FromSeconds(30))));
builder.Services.AddHostedService<FolderPublisher>();

// The publisher sets 0 when every post is published.
Environment.ExitCode = 1;
await builder.Build().RunAsync();

/// <summary>What is published, by which account, and how long the worker waits before it tries a post again.</summary>
internal sealed record FolderOptions(string Folder, string AccountId, TimeSpan RetryDelay);

/// <summary>Publishes every post of the folder, then stops the host.</summary>
internal sealed partial class FolderPublisher(PostPressClient postpress, FolderOptions options, IHostApplicationLifetime host, ILogger<FolderPublisher> logger) : BackgroundService
{
    private const int Tries = 5;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var files = Directory.GetFiles(options.Folder, "*.txt").Order(StringComparer.Ordinal).ToList();
        var published = 0;
        foreach (var (index, file) in files.Index())
        {
            LogStart(index + 1, files.Count, Path.GetFileName(file));
            published += await PublishAsync(file, stoppingToken) ? 1 : 0;
        }

        LogEnd(published, files.Count);
        Environment.ExitCode = published == files.Count ? 0 : 1;
        host.StopApplication();
    }

    private async Task<bool> PublishAsync(string file, CancellationToken cancellationToken)
    {
        var text = await File.ReadAllTextAsync(file, cancellationToken);
        var name = Path.GetFileNameWithoutExtension(file);
        var media = Directory.GetFiles(options.Folder, name + ".*").Where(path => path != file).Order(StringComparer.Ordinal).ToList();
        var post = new NewPost { AccountId = options.AccountId, Text = text, Attachments = [.. media.Select(path => Attachment.FromFile(path))] };

        // The same file has the same key in every run, so PostPress publishes it once. Another text is another post.
        var key = "post-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name + "\n" + text)))[..32];
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var created = await postpress.Posts.CreateAsync(post, media.Count == 0 ? null : new UploadLog(LogUpload), new CallOptions { IdempotencyKey = key }, cancellationToken);
                LogPublished(created.PostId);
                Move(file, media, "published");
                return true;
            }
            catch (PostPressException e) when (MayPass(e) && attempt < Tries)
            {
                var delay = (e as PostPressApiException)?.RetryAfter ?? options.RetryDelay;
                LogRetry(e.Message, delay);
                await Task.Delay(delay, cancellationToken);
            }
            catch (PostPressException e) when (e.Outcome == CallOutcome.Refused && !MayPass(e))
            {
                LogRefused(e.Message);
                Move(file, media, "refused");
                return false;
            }
            catch (Exception e) when (e is PostPressException or ArgumentException)
            {
                // The file stays. If the outcome is unknown, the post may be published: look at the account before you change its text.
                LogLeft(e.Message);
                return false;
            }
        }
    }

    /// <summary>Whether the same request can succeed later: nothing happened, or the key makes a second request harmless.</summary>
    private static bool MayPass(PostPressException failure) =>
        failure.Outcome is CallOutcome.NotSent or CallOutcome.Unknown || failure is PostPressApiException { StatusCode: HttpStatusCode.TooManyRequests };

    /// <summary>The text goes first: as long as it is in the folder, so are its images, and another run sends the same post.</summary>
    private void Move(string file, IEnumerable<string> media, string to)
    {
        var target = Directory.CreateDirectory(Path.Combine(options.Folder, to)).FullName;
        foreach (var path in media.Prepend(file))
        {
            File.Move(path, Path.Combine(target, Path.GetFileName(path)), overwrite: true);
        }
    }

    [LoggerMessage(LogLevel.Information, "{Number} of {Count}: {File}")]
    private partial void LogStart(int number, int count, string file);

    [LoggerMessage(LogLevel.Information, "  {Percent} % of {Bytes} bytes sent")]
    private partial void LogUpload(long percent, long bytes);

    [LoggerMessage(LogLevel.Information, "  published: {PostId}")]
    private partial void LogPublished(string? postId);

    [LoggerMessage(LogLevel.Warning, "  {Reason} Next try in {Delay}.")]
    private partial void LogRetry(string reason, TimeSpan delay);

    [LoggerMessage(LogLevel.Error, "  refused: {Reason}")]
    private partial void LogRefused(string reason);

    [LoggerMessage(LogLevel.Error, "  left in the folder: {Reason}")]
    private partial void LogLeft(string reason);

    [LoggerMessage(LogLevel.Information, "{Published} of {Count} posts are published.")]
    private partial void LogEnd(int published, int count);
}

/// <summary>Tells each quarter of an upload once. <see cref="Progress{T}"/> would tell it on other threads, in any order.</summary>
internal sealed class UploadLog(Action<long, long> log) : IProgress<UploadProgress>
{
    private long _quarter;

    public void Report(UploadProgress value)
    {
        if (value.TotalBytes is > 0 and { } total && value.BytesSent * 4 / total is var quarter && quarter > _quarter)
        {
            _quarter = quarter;
            log(quarter * 25, total);
        }
    }
}

/// <summary>Three posts, one of them with an image.</summary>
internal static class SamplePosts
{
    public static string Write()
    {
        var folder = Directory.CreateTempSubdirectory("postpress-posts").FullName;
        File.WriteAllText(Path.Combine(folder, "01-welcome.txt"), "Hello from a folder.");
        File.WriteAllText(Path.Combine(folder, "02-launch.txt"), "We shipped!");
        File.WriteAllText(Path.Combine(folder, "03-thanks.txt"), "Thank you all.");
        File.WriteAllBytes(Path.Combine(folder, "02-launch.png"), Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="));
        return folder;
    }
}
