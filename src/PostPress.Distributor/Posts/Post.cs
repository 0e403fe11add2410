using System.Data.Common;
using Dapper;

namespace PostPress.Distributor.Posts;

/// <summary>Where a post stands.</summary>
public enum PostState
{
    /// <summary>It waits for its time, for a place within the account's limits, or for the next attempt.</summary>
    Waiting,

    /// <summary>It is published.</summary>
    Published,

    /// <summary>Its account is stopped. It goes on when the account is resumed.</summary>
    Held,

    /// <summary>It will not be published; the reason says why. Its message is among Wolverine's dead letters.</summary>
    Dead,
}

/// <summary>A post, as the table has it.</summary>
public sealed class Post
{
    public required string Id { get; init; }

    public required string AccountId { get; init; }

    public required string Text { get; init; }

    public string[] Files { get; init; } = [];

    public string? ExternalLink { get; init; }

    public DateTimeOffset? PublishAt { get; init; }

    public PostState State { get; init; }

    /// <summary>Gets how many calls failed so far.</summary>
    public int Attempts { get; init; }

    public string? Reason { get; init; }

    /// <summary>Gets the id that PostPress gave the published post.</summary>
    public string? ProviderId { get; init; }

    /// <summary>Says whether another post was ordered in the same way.</summary>
    public bool Says(Post other) =>
        AccountId == other?.AccountId && Text == other.Text && ExternalLink == other.ExternalLink && PublishAt == other.PublishAt && Files.SequenceEqual(other.Files, StringComparer.Ordinal);
}

/// <summary>The table of posts.</summary>
public static class PostStore
{
    private const string Columns = "id, account_id as AccountId, text, files, external_link as ExternalLink, publish_at as PublishAt, state, attempts, reason, provider_id as ProviderId";

    /// <summary>Adds a post, unless one with its id is there.</summary>
    /// <returns>Whether it was added.</returns>
    public static async Task<bool> AddAsync(DbConnection connection, Post post) =>
        await connection.ExecuteAsync(
            """
            insert into distributor.posts (id, account_id, text, files, external_link, publish_at, state)
            values (@Id, @AccountId, @Text, @Files, @ExternalLink, @PublishAt, 'Waiting')
            on conflict (id) do nothing
            """,
            post) == 1;

    public static Task<Post?> FindAsync(DbConnection connection, string id) =>
        connection.QuerySingleOrDefaultAsync<Post>($"select {Columns} from distributor.posts where id = @id", new { id });

    public static Task MarkAsync(DbConnection connection, string id, PostState state, string? reason = null, string? providerId = null, int failures = 0) =>
        connection.ExecuteAsync(
            """
            update distributor.posts
            set state = @state, reason = @reason, provider_id = coalesce(@providerId, provider_id), attempts = attempts + @failures, changed_at = clock_timestamp()
            where id = @id and state <> 'Published'
            """,
            new { id, state = state.ToString(), reason, providerId, failures });

    /// <summary>Takes the posts of an account that were held, to go on with them.</summary>
    /// <returns>Their ids.</returns>
    public static Task<IEnumerable<string>> ReleaseAsync(DbConnection connection, string accountId) =>
        connection.QueryAsync<string>(
            "update distributor.posts set state = 'Waiting', reason = null where account_id = @accountId and state = 'Held' returning id",
            new { accountId });
}
