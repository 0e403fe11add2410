// Compiled by InstallTests with LangVersion 7.3, for netstandard2.0 and net472: what a project on .NET Framework writes.
using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.DependencyInjection;
using PostPress;

public static class CSharp73
{
    private const string Account = "acc_1";

    public static PostPressClient Make(HttpClient http)
    {
        var options = new PostPressClientOptions
        {
            ApiKey = "pp_test_key",
            MaxRetries = 2,
            SearchTimeouts = new OperationTimeouts(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30)),
            TimeProvider = TimeProvider.System,
        };
        return new PostPressClient(http, options);
    }

    public static IHttpClientBuilder Register(IServiceCollection services)
    {
        return services.AddPostPressClient(options => options.ApiKey = "pp_test_key");
    }

    public static async Task<int> SearchAsync(PostPressClient postpress, CancellationToken cancellationToken)
    {
        var search = new ClassicPeopleSearch
        {
            Keywords = "engineer",
            NetworkDistance = new List<int> { 1, 2 },
            OpenTo = new List<OpenTo> { new OpenTo("proBono") },
        };
        var found = 0;
        var hits = postpress.Search.ListAsync(Account, search, new SearchOptions { MaxItems = 25 }).GetAsyncEnumerator(cancellationToken);
        try
        {
            while (await hits.MoveNextAsync())
            {
                switch (hits.Current)
                {
                    case PersonResult person when person.Name != null:
                        found++;
                        break;
                    case CompanyResult company:
                        found++;
                        break;
                }
            }
        }
        finally
        {
            await hits.DisposeAsync();
        }

        SearchPage page = await postpress.Search.GetPageAsync(Account, search, new SearchOptions { PageSize = 10 }, cancellationToken: cancellationToken);
        return found + page.Items.Count;
    }

    public static async Task<string> PostAsync(PostPressClient postpress)
    {
        PostCreated post = await postpress.Posts.CreateAsync(
            new NewPost
            {
                AccountId = Account,
                Text = PostText.From($"Hey {Mention.Person("ACoAAA1234567", "Ada")}, we shipped!"),
                Attachments = new List<Attachment> { Attachment.FromBytes(new byte[] { 1 }, "launch.png") },
            },
            new Progress<UploadProgress>(progress => Console.WriteLine(progress.BytesSent)),
            new CallOptions { IdempotencyKey = "message-1" });
        return post.PostId;
    }

    public static async Task<string> PublishAsync(PostPressClient postpress)
    {
        try
        {
            JobDraft draft = await postpress.Jobs.CreateAsync(new CreateJobRequest
            {
                AccountId = Account,
                JobTitle = new FreeText { Text = "Senior Frontend Engineer" },
                Company = new ResolvedId { Id = "9374000" },
                Workplace = Workplace.Hybrid,
                Location = "102277331",
                Description = "<p>We are hiring.</p>",
            });
            JobPublished job = await postpress.Jobs.PublishAsync(
                Account,
                draft,
                PublishMode.Promoted(PublishChoice.FromDraft(draft).Daily(35)),
                (challenge, cancellationToken) => Task.FromResult(challenge.Type == CheckpointType.OneTimeCode ? Console.ReadLine() : null),
                new CheckpointOptions { MaxCodes = 3 });
            CheckpointOutcome outcome = await postpress.Jobs.SolveCheckpointAsync(Account, draft.JobId, "123456");
            return job.JobId + outcome.JobId;
        }
        catch (InvalidRequestException e)
        {
            return e.Violations[0].Path;
        }
        catch (PostPressApiException e) when (e.ErrorType == ErrorType.InsufficientJobSlot)
        {
            return e.Detail;
        }
        catch (CheckpointFailedException e)
        {
            return e.Reason.ToString();
        }
        catch (Exception e) when (e is IPostPressFailure failure && failure.Outcome == CallOutcome.Unknown)
        {
            return e.Message;
        }
    }
}
