using PostPress;
using PostPress.Sandbox;

namespace Docs;

public class ReliabilitySnippets : SnippetTests
{
    [Test]
    public async Task A_failure_tells_that_the_post_may_be_live()
    {
        sandbox.Faults.Next(SandboxFault.ResetAfterActing);
        var repeat = default(string);

        try
        {
            await postpress.Posts.CreateAsync(new NewPost { AccountId = account, Text = "Hello" });
        }
        #region src/PostPress.Client/RELIABILITY.md
        catch (Exception e) when (e is IPostPressFailure { Outcome: CallOutcome.Unknown } failure)
        {
            // It may be live: look before you publish again, or repeat with the same key.
            repeat = failure.IdempotencyKey;
        }
        #endregion

        await postpress.Posts.CreateAsync(new NewPost { AccountId = account, Text = "Hello" }, options: new CallOptions { IdempotencyKey = repeat });
        Assert.That(sandbox.Posts, Has.Count.EqualTo(1));
    }
}
