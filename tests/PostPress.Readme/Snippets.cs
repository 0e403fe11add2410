using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using PostPress.Sandbox;

namespace PostPress.Readme;

/// <summary>The README's shorter pieces, each with the names that it takes for granted around it.</summary>
internal static class Snippets
{
    internal static async Task PostAsync(PostPressClient postpress, string account, IProgress<UploadProgress> progress)
    {
        PostCreated post = await postpress.Posts.CreateAsync(
            new NewPost
            {
                AccountId = account,
                Text = PostText.From($"Hey {Mention.Person("ACoAAA1234567", "Ada")}, we shipped!"),
                Attachments = [Attachment.FromFile("launch.png")],
            },
            progress);
        Console.WriteLine(post.PostId);
    }

    internal static async Task JobAsync(PostPressClient postpress, string account)
    {
        JobDraft draft = await postpress.Jobs.CreateAsync(new CreateJobRequest
        {
            AccountId = account,
            JobTitle = new FreeText { Text = "Senior Frontend Engineer" },
            Company = new ResolvedId { Id = "9374000" },
            Workplace = Workplace.Hybrid,
            Location = "102277331",
            Description = "<p>We are hiring.</p>",
        });

        JobPublished job = await postpress.Jobs.SolveCheckpointAsync(account, draft, async (challenge, ct) =>
        {
            Console.Write($"LinkedIn sent a code (try {challenge.Attempt}): ");
            return await Console.In.ReadLineAsync(ct);
        });
        Console.WriteLine(job.JobState);
    }

    internal static void Host(WebApplicationBuilder builder)
    {
        builder.Services.AddPostPressClient(builder.Configuration.GetSection("PostPress"));
    }

    internal static async Task ErrorsAsync(PostPressClient postpress, CreateJobRequest job)
    {
        try
        {
            await postpress.Jobs.CreateAsync(job);
        }
        catch (PostPressApiException e) when (e.ErrorType == ErrorType.InsufficientJobSlot)
        {
            Console.WriteLine($"Free a job slot first. {e.Detail} (request {e.Instance})");
        }
    }

    internal static async Task TestAsync()
    {
        await using var sandbox = await PostPressSandbox.StartAsync();
        using var postpress = new PostPressClient(new PostPressClientOptions { ApiKey = sandbox.ApiKey, BaseAddress = sandbox.BaseAddress });
        // … call your code, then look at sandbox.Posts, sandbox.PublishedJobs, sandbox.Requests
    }
}
