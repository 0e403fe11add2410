namespace PostPress.Distributor.Posts;

/// <summary>A post that came by HTTP. It is handled in the request and never put into a queue.</summary>
public sealed record AcceptPost(Post Post)
{
    /// <summary>Without the text: Wolverine logs a message whose handler failed.</summary>
    public override string ToString() => $"AcceptPost {Post.Id}";
}

/// <summary>Publish a post. It holds the id alone: the text stays in the table.</summary>
public sealed record PublishPost(string PostId);
