using Npgsql;
using PostPress.Distributor.Files;
using PostPress.Distributor.Hosting;
using Wolverine;

namespace PostPress.Distributor.Posts;

/// <summary>The body of POST /posts.</summary>
/// <param name="Id">The caller's own id of the post, such as its row: the same request again changes nothing.</param>
/// <param name="AccountId">The linked account that publishes.</param>
/// <param name="Text">The text.</param>
/// <param name="At">When it is to be published; null for now.</param>
/// <param name="Files">Files of the shared folder, by their names there.</param>
/// <param name="ExternalLink">A link to show as a card.</param>
public sealed record PostRequest(string? Id, string? AccountId, string? Text, DateTimeOffset? At, string[]? Files, string? ExternalLink)
{
    /// <summary>Without the text: whoever logs a request logs no text of a post.</summary>
    public override string ToString() => $"PostRequest {Id}";
}

/// <summary>What GET /posts/{id} tells. It doesn't repeat the text.</summary>
public sealed record PostView(string Id, string AccountId, PostState State, DateTimeOffset? At, int Failures, string? Reason, string? ProviderId)
{
    public static PostView Of(Post post) => new(post.Id, post.AccountId, post.State, post.PublishAt, post.Attempts, post.Reason, post.ProviderId);
}

/// <summary>Posts over HTTP.</summary>
public static class PostEndpoints
{
    public static void MapPosts(this IEndpointRouteBuilder app)
    {
        app.MapPost("/posts", AcceptAsync);
        app.MapGet("/posts/{id}", FindAsync);
    }

    // No token: a caller who goes away must not leave it open whether the post was accepted.
    private static async Task<IResult> AcceptAsync(PostRequest request, SharedFolder folder, IMessageBus bus)
    {
        var errors = new Refusals();
        errors.Check(Ids.IsOne(request.Id), "id", Ids.Wanted);
        errors.Check(Ids.IsOne(request.AccountId), "accountId", "The id of a linked account.");
        errors.Check(!string.IsNullOrWhiteSpace(request.Text) || request.Files is { Length: > 0 }, "text", "A text, or files without one.");
        for (var i = 0; i < request.Files?.Length; i++)
        {
            errors.Check(folder.Has(request.Files[i]), $"files[{i}]", "The name of a file in the shared folder.");
        }

        errors.Check(request.ExternalLink is null || Uri.TryCreate(request.ExternalLink, UriKind.Absolute, out var link) && link.Scheme is "http" or "https", "externalLink", "An address that begins with http:// or https://.");
        if (errors.Any)
        {
            return errors.ToResult();
        }

        var post = new Post
        {
            Id = request.Id!,
            AccountId = request.AccountId!,
            Text = request.Text ?? "",
            Files = request.Files ?? [],
            ExternalLink = request.ExternalLink,
            PublishAt = request.At is { } at ? ToMicroseconds(at) : null,
        };
        var accepted = await bus.InvokeAsync<Post>(new AcceptPost(post));
        return accepted.Says(post)
            ? Results.Accepted($"/posts/{post.Id}", PostView.Of(accepted))
            : Results.Problem("Another post has this id.", statusCode: StatusCodes.Status409Conflict);
    }

    /// <summary>A time as PostgreSQL keeps it, so that the same request is the same when it comes again.</summary>
    private static DateTimeOffset ToMicroseconds(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);

    private static async Task<IResult> FindAsync(string id, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await PostStore.FindAsync(connection, id) is { } post ? Results.Ok(PostView.Of(post)) : Results.NotFound();
    }
}
