namespace PostPress.Distributor.Posts;

/// <summary>A post that came by HTTP. It is handled in the request and never put into a queue.</summary>
public sealed record AcceptPost(Post Post);

/// <summary>Publish a post. It holds the id alone: the text stays in the table.</summary>
public sealed record PublishPost(string PostId);
