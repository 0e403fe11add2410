using PostPress;
using PostPress.Sandbox;

namespace Docs;

public class ReliabilitySnippets : SnippetTests
{
    [Test]
    public async Task A_failure_tells_that_the_post_may_be_live()
    {
        sandbox.Faults.Next(SandboxFault.ResetAfterActing);
        var key = default(string);

        try
        {
            await postpress.Posts.CreateAsync(new NewPost { AccountId = account, Text = "Hello" });
        }
        #region src/PostPress.Client/docs/reliability.md
        catch (PostPressException e) when (e.Outcome == CallOutcome.Unknown)
        {
            // It may be published. Look before you publish again, or use the same key.
            key = e.IdempotencyKey;
        }
        #endregion

        await postpress.Posts.CreateAsync(new NewPost { AccountId = account, Text = "Hello" }, options: new CallOptions { IdempotencyKey = key });
        Assert.That(sandbox.Posts, Has.Count.EqualTo(1));
    }
}
